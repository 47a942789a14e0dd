"""`glueckauf backup FILE`: a consistent copy of the database while everything runs. Files in the store are copied as files, after it."""

import sqlite3
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from glueckauf.core.clock import now
from glueckauf.core.db import writing
from glueckauf.core.events import BackupMade
from glueckauf.core.outbox import publish
from glueckauf.core.scope import HOUSE

COMMAND = SimpleNamespace(code="command:backup")


class Command(BaseCommand):
    help = "Writes a copy of the database to FILE: SQLite's online backup, or pg_dump's custom format (restore with pg_restore)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to overwrite."""
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists already; nothing was written.")
        target.touch(mode=0o600)  # it holds everything: nobody else on this machine reads it
        copy = copy_sqlite if connection.vendor == "sqlite" else dump_postgres
        copy(target)
        with writing(HOUSE):
            publish(BackupMade(tenant="", size=target.stat().st_size), by=COMMAND, at=now())
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes")


def copy_sqlite(target: Path) -> None:
    """Page by page, letting writers in between; then SQLite checks the copy."""
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy, pages=1000, sleep=0.01)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    copy.close()
    if verdict != "ok":
        raise CommandError(f"The copy is damaged: {verdict}")


def dump_postgres(target: Path) -> None:
    """As GLUECKAUF_DATABASE_BACKUP: neither owner nor application may read every city's rows."""
    values = settings.DATABASE_BACKUP
    if values is None:
        raise CommandError("GLUECKAUF_DATABASE_BACKUP is missing: a backup needs a role that may read every row.")
    done = subprocess.run(["pg_dump", "-Fc", "-Z1", "-f", str(target)], env=libpq(values), capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"pg_dump failed:\n{done.stderr}")


def libpq(values: dict[str, Any]) -> dict[str, str]:
    """Address and password through the environment, so that they do not show in the list of processes."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(values[key]) for name, key in names.items() if values[key]}
    return {**given, "PGDATABASE": str(connection.settings_dict["NAME"]), "PATH": "/usr/local/bin:/usr/bin:/bin"}
