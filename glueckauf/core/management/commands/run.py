"""`glueckauf run`: web, worker and mail inlet together, in one terminal or one service."""

import socket
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from glueckauf.core import web
from glueckauf.core.supervise import Program, supervise
from glueckauf.core.worker import work

# Commands of domains that run as long as the house does; core knows their names only, and starts those that exist.
SERVING_COMMANDS = ("inlet",)


class Command(BaseCommand):
    help = "Starts web, worker and mail inlet, restarts what dies, and stops all of it on Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until stopped."""
        refuse_taken_port()
        bring_up_to_date()
        collect_static()
        web.preload()
        connections.close_all()
        supervise(programs(), ready=self.announce)

    def announce(self) -> None:
        """One line, when everything serves."""
        self.stdout.write(f"Glückauf is ready at {settings.GLUECKAUF.base_url}")
        self.stdout.flush()


def programs() -> list[Program]:
    """Web and worker, and the commands of domains that serve."""
    others = [name for name in SERVING_COMMANDS if name in get_commands()]
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


def collect_static() -> None:
    """Copies, hashes and compresses static files when one is newer than the last copy; tests serve them from the source."""
    name = getattr(staticfiles_storage, "manifest_name", "")
    if not name:
        return
    manifest = Path(settings.STATIC_ROOT) / name
    collected = manifest.stat().st_mtime if manifest.exists() else 0
    sources = (Path(found.path(name)) for finder in get_finders() for name, found in finder.list(()))
    if any(source.stat().st_mtime > collected for source in sources):
        call_command("collectstatic", interactive=False, verbosity=0)
