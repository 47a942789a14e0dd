"""`glueckauf run`: web, worker and mail inlet together, in one terminal or one service."""

import socket
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from glueckauf.core import web
from glueckauf.core.management.serving import ServingCommand
from glueckauf.core.supervise import Program, supervise
from glueckauf.core.worker import work

# Commands of domains that run as long as the house does; core knows their names only, and starts those that exist.
SERVING_COMMANDS = ("inlet", "mqtt")


class Command(ServingCommand):
    help = "Starts web, worker and mail inlet, restarts what dies, and stops all of it on Ctrl-C or SIGTERM."

    def add_arguments(self, parser: Any) -> None:
        """What only the demo runs."""
        parser.add_argument("--also", action="append", default=[], metavar="COMMAND", help="a command that runs beside the others")

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until stopped."""
        refuse_taken_port()
        bring_up_to_date()
        web.collect_static()
        web.preload()
        connections.close_all()
        supervise(programs(*options["also"]), ready=self.announce)

    def announce(self) -> None:
        """One line, when everything serves."""
        self.stdout.write(f"Glückauf is ready at {settings.GLUECKAUF.base_url}")
        self.stdout.flush()


def programs(*also: str) -> list[Program]:
    """Web and worker, the commands of domains that serve, and those named."""
    unset = () if settings.GLUECKAUF.mqtt_url else ("mqtt",)
    others = [name for name in (*SERVING_COMMANDS, *also) if name in get_commands() and name not in unset]
    return [
        Program(name="web", run=web.serve, is_ready=web.is_up),
        Program(name="worker", run=work),
        *(Program(name=name, run=partial(call_command, name)) for name in others),
    ]


def refuse_taken_port() -> None:
    """Says so at once, instead of a server that dies again and again."""
    address = (settings.GLUECKAUF.listen_host, settings.GLUECKAUF.listen_port)
    try:
        socket.create_server(address).close()
    except OSError as error:
        raise CommandError(
            f"{address[0]}:{address[1]} cannot be served ({error.strerror}). GLUECKAUF_LISTEN_PORT names another port."
        ) from None


def bring_up_to_date() -> None:
    """The embedded SQLite is migrated at start; PostgreSQL is migrated on purpose, by its owner."""
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if connection.vendor == "postgresql":
        raise CommandError("The tables are older than this version. Run `glueckauf migrate` first; nothing was started.")
    call_command("migrate", verbosity=0)
