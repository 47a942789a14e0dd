"""A copy that was never restored is none: both databases and the files, put back elsewhere, verify and count the same."""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from glueckauf.core import files
from glueckauf.core.models import Blob
from glueckauf.core.outbox import chain
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import actions as letters
from glueckauf.letters.models import Letter
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[1]


@pytest.fixture
def house(as_tenant):
    """Two cities with a case each, one letter taken back, everything in the chain."""
    make.publish()
    make.vorgang()
    make.vorgang("gewerbe-anmeldung")
    with as_tenant("bochum"):
        taken_back = Letter.objects.order_by("pk").first().pk
    letters.withdraw(taken_back, by=Rule(tenant="bochum", name="test"), at=make.NOON)
    chain.seal_chains(make.NOON)


@pytest.fixture
def restored(house, tmp_path):
    """`restored("audit", "verify")`: the operator's command line on the copy, in a house of its own; returns code and words."""
    file, var = tmp_path / "copy", tmp_path / "elsewhere"
    before = counts(str(connection.settings_dict["NAME"]))  # the backup itself is an event that the copy cannot hold
    call_command("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    for part in ("files", "seal"):
        shutil.copytree(settings.GLUECKAUF.var / part, var / part)
    for key in settings.GLUECKAUF.var.glob("*.key"):
        shutil.copy(key, var)
    with put_back(file, var) as variables:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GLUECKAUF_DATABASE")}
        env = clean | {"GLUECKAUF_VAR": str(var)} | variables

        def run(*words):
            done = subprocess.run([sys.executable, "-m", "glueckauf", *words], cwd=ROOT, env=env, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

        address = variables.get("GLUECKAUF_DATABASE", "")
        run.var, run.before, run.copied = var, before, counts(urlsplit(address).path.strip("/") or str(var / "glueckauf.sqlite3"))
        yield run


@contextmanager
def put_back(file, var):
    """As docs/howto/run-in-production.md says: a file in its place, or pg_restore into an empty database as the superuser."""
    if connection.vendor == "sqlite":
        shutil.copy(file, var / "glueckauf.sqlite3")
        yield {}
        return
    host, name = settings.DATABASE_OWNER["HOST"], f"restored_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" OWNER glueckauf_owner')
        subprocess.run(["pg_restore", "-h", host, "-U", "postgres", "-d", name, file], check=True, capture_output=True)
        yield {"GLUECKAUF_DATABASE": f"postgresql://glueckauf_app@localhost/{name}?host={host}"}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def counts(database):
    """Rows of every table, past row-level security; of a file on SQLite."""
    tables = sorted(connection.introspection.table_names())
    host = (settings.DATABASE_OWNER or {}).get("HOST")
    opened = sqlite3.connect(database) if connection.vendor == "sqlite" else psycopg.connect(host=host, user="postgres", dbname=database)
    with closing(opened) as server:
        return {table: server.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}


def test_a_restored_copy_verifies_and_has_every_row(restored):
    assert restored.copied == restored.before
    for words, said in ((("audit", "verify"), "bochum"), (("letters", "verify"), "1 withdrawn"), (("files", "verify"), "all as they were")):
        code, printed = restored(*words)
        assert code == 0, printed
        assert said in printed


def test_a_copy_without_its_files_says_which_letters_are_missing(restored):
    shutil.rmtree(restored.var / "files")
    code, printed = restored("letters", "verify")
    assert code != 0
    assert "missing" in printed and "do not verify" in printed
    assert restored("files", "verify")[0] != 0


def test_a_copy_without_its_seal_still_knows_no_letter_as_ours(restored):
    shutil.rmtree(restored.var / "seal")
    code, printed = restored("letters", "verify")
    assert code != 0
    assert "do not verify" in printed


def test_a_file_that_changed_in_the_store_is_named(capsys):
    blob = files.store_bytes(b"as it was", at=make.NOON)
    Path(settings.GLUECKAUF.var / "files" / files.path_of(blob.pk)).write_bytes(b"as it is not")
    with pytest.raises(CommandError, match=r"1 of \d+ files"):
        call_command("files", "verify")
    assert f"changed  {blob.pk}" in capsys.readouterr().out
    Blob.objects.all().delete()
    call_command("files", "verify")
