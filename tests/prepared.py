"""The database that every test finds: the six cities and their Leistungen, published once as at the start of an installation.

Of events it holds none, so that a test finds only its own. A test that rolls back leaves it so. After one that commits it is put back:
on SQLite the whole file, on PostgreSQL table by table. What a test publishes from folders of its own stands beside what is there.
"""

import sqlite3

from django.db import connection, transaction

from glueckauf.catalogue.models import Publication, Revision
from glueckauf.cities.models import Tenant
from glueckauf.core.owner import as_owner
from tests import make_catalogue

FILLED = """
SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
AND relname <> 'django_migrations' AND pg_relation_size(oid) > 0
"""


def prepare():
    """Once, when the tables are there. Returns what puts it back."""
    made = make_catalogue.publish()
    assert made.problems == ()
    return {"sqlite": of_the_file, "postgresql": of_the_rows}[connection.vendor]()


def undo():
    """For a test of the first start: nothing was published."""
    for model in (Publication, Revision, Tenant):
        model.objects.all().delete()


def of_the_file():
    """A copy in memory."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_event")
        cursor.execute("DELETE FROM core_chainhead")
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def back():
        connection.ensure_connection()
        kept.backup(connection.connection)

    return back


def of_the_rows():
    """A copy in a schema of its own, of tables without row-level security only.

    Emptying a table costs PostgreSQL a file for each of its indexes and those of all tables that refer to it. What they refer to
    (tenants, revisions) therefore loses only the rows that came or changed since.
    """

    def filled(cursor):
        cursor.execute(FILLED)
        return {name for (name,) in cursor.fetchall()}

    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_event, core_chainhead CASCADE")
        kept = sorted(filled(cursor))
        cursor.execute("CREATE SCHEMA prepared; GRANT USAGE ON SCHEMA prepared TO glueckauf_app")
        for name in kept:
            cursor.execute(f"CREATE TABLE prepared.{name} AS TABLE public.{name}; GRANT SELECT ON prepared.{name} TO glueckauf_app")
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        mark = cursor.fetchone()[0]

    def back():
        with transaction.atomic(), connection.cursor() as cursor:
            if emptied := filled(cursor).difference(kept):
                cursor.execute(f"TRUNCATE {', '.join(emptied)} CASCADE")
            for name in kept:
                cursor.execute(f"DELETE FROM public.{name} WHERE xmin::text::bigint > {mark}")
                cursor.execute(f"INSERT INTO public.{name} SELECT * FROM prepared.{name} ON CONFLICT DO NOTHING")

    return back
