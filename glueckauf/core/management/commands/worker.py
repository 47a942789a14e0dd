"""`glueckauf worker`: one more worker beside those that run."""

from typing import Any

from glueckauf.core.management.serving import ServingCommand
from glueckauf.core.worker import work


class Command(ServingCommand):
    help = "Delivers events, seals chains and runs jobs until it is stopped. Several may run at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT."""
        work()
