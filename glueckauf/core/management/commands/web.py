"""`glueckauf web`: the web server alone, for machines that do only that."""

from typing import Any

from glueckauf.core import web
from glueckauf.core.management.serving import ServingCommand


class Command(ServingCommand):
    help = "Serves the pages on GLUECKAUF_LISTEN_HOST and _PORT until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT."""
        web.collect_static()
        web.preload()
        web.serve()
