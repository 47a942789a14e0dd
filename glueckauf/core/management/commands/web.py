"""`glueckauf web`: the web server alone, for machines that do only that."""

from typing import Any

from django.core.management.base import BaseCommand

from glueckauf.core import web


class Command(BaseCommand):
    help = "Serves the pages on GLUECKAUF_LISTEN_HOST and _PORT until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT."""
        web.preload()
        web.serve()
