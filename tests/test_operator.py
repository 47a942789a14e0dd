"""What an operator types: back up and restore, see what was given up and try again, and what the house refuses."""

import os
import sqlite3
import subprocess
import uuid
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from glueckauf.core.db import writing
from glueckauf.core.management.commands.demo import apart
from glueckauf.core.models import Delivery, Event
from glueckauf.core.owner import as_owner
from glueckauf.core.scope import Scope

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def given_up(as_tenant):
    """A delivery in Bochum that failed every time, and an event in Essen."""
    with writing(Scope(tenant="essen")):
        Event.objects.create(tenant="essen", kind="test.Seen", payload={}, actor="rule:test", at=NOON)
    with as_tenant("bochum"):
        event = Event.objects.create(tenant="bochum", kind="test.Seen", payload={}, actor="rule:test", at=NOON)
        return Delivery.objects.create(
            event=event, tenant="bochum", handler="lamps.count", attempts=12, due_at=NOON, dead_at=NOON, error="builtins.KeyError at here"
        )


def events_in(file, folder):
    """Restores the copy somewhere else and counts."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            return copy.execute("SELECT count(*) FROM core_event").fetchone()[0]
    owner, name = settings.DATABASE_OWNER, f"restored_{uuid.uuid4().hex[:8]}"
    address = {"host": owner["HOST"], "user": owner["USER"]}
    with psycopg.connect(**address, dbname="glueckauf", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    options = ["--no-owner", "--no-privileges", "-h", owner["HOST"], "-U", owner["USER"], "-d", name]
    subprocess.run(["pg_restore", *options, file], check=True, capture_output=True)
    with psycopg.connect(**address, dbname=name) as restored:
        counted = 0
        for tenant in ("bochum", "essen"):
            restored.execute("SELECT set_config('app.tenant', %s, true)", [tenant])
            counted += restored.execute("SELECT count(*) FROM core_event").fetchone()[0]
        return counted


def test_a_backup_holds_every_citys_rows_and_overwrites_nothing(given_up, tmp_path, capsys):
    file = tmp_path / "copy"
    call_command("backup", str(file))
    assert "bytes" in capsys.readouterr().out
    assert events_in(file, tmp_path) == 2
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(file))


@pytest.mark.postgres
def test_a_backup_needs_the_role_that_may_read_everything(tmp_path, settings):
    settings.DATABASE_BACKUP = None
    with pytest.raises(CommandError, match="GLUECKAUF_DATABASE_BACKUP"):
        call_command("backup", str(tmp_path / "copy"))


def test_what_was_given_up_is_listed_and_tried_again(given_up, capsys):
    call_command("outbox", "list")
    printed = capsys.readouterr().out
    assert "dead 1" in printed and "lamps.count" in printed and "KeyError at here" in printed
    call_command("outbox", "retry", str(given_up.pk + 1))
    assert "0 due again" in capsys.readouterr().out
    call_command("outbox", "retry", str(given_up.pk))
    assert "1 due again" in capsys.readouterr().out
    call_command("outbox", "list")
    assert "due 1" in capsys.readouterr().out


def test_the_demo_is_filled_in_a_process_that_leaves_no_thread_behind(tmp_path, capfd):
    file = tmp_path / "pid"
    apart(lambda: file.write_text(f"{os.getpid()}") and None)
    assert file.read_text() not in ("", str(os.getpid()))

    def fails():
        raise ValueError("no cities")

    with pytest.raises(SystemExit):
        apart(fails)
    assert "no cities" in capfd.readouterr().err


def test_the_demo_fills_no_installation_that_is_not_one():
    with pytest.raises(CommandError, match="not in demo mode"):
        call_command("demo")


@pytest.mark.postgres
def test_the_house_does_not_start_on_tables_older_than_itself():
    newest = MigrationLoader(connection).graph.leaf_nodes("core")[0]
    with as_owner():
        MigrationRecorder(connection).record_unapplied(*newest)
    try:
        with pytest.raises(CommandError, match="glueckauf migrate"):
            call_command("run")
    finally:
        with as_owner():
            MigrationRecorder(connection).record_applied(*newest)
