"""PostgreSQL itself keeps cities apart: raw SQL as the application's role, past every filter of ours."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from glueckauf.core.db import reading, writing
from glueckauf.core.models import Event
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.identity.rules.actor import Citizen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

BOCHUM, ESSEN = Scope(tenant="bochum"), Scope(tenant="essen")
ERIKA = Citizen(person="0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11", email="erika@example.org")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Read before tenant or person is known: hashes with tenant and id only, and the accounts that say who somebody is.
KEYS = {
    "identity_key",
    "identity_personlink",
    "vorgaenge_counter",
    "identity_nutzerkonto",
    "identity_clerkaccount",
    "identity_signinrequest",
}
KEYS |= {
    "letters_letterhash",
    "payments_paymentkey",
    "mail_replyaddress",
    "mail_sentkey",
    "mail_dispatch",
    "telemetry_devicetoken",
    "supply_studyturn",
    "supply_gridlookturn",
}
COLUMNS = "(tenant, kind, payload, actor, at, digest)"


@pytest.fixture(autouse=True)
def two_cities():
    """An event each in Bochum and Essen."""
    for scope in (BOCHUM, ESSEN):
        with writing(scope):
            Event.objects.create(tenant=scope.tenant, kind="test.Seen", payload={}, actor="rule:test", at=NOON)


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def count():
    return sql("SELECT count(*) FROM core_event")[0][0]


def test_the_tests_run_as_a_role_that_owns_and_bypasses_nothing():
    assert sql("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [(False, False, False)]
    assert sql("SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == [(0,)]


def test_without_a_scope_there_is_no_row():
    assert count() == 0
    with transaction.atomic():
        assert count() == 0
    with reading(Scope()):
        assert count() == 0


def test_a_tenant_sees_its_own_rows_only():
    with reading(BOCHUM):
        assert sql("SELECT tenant FROM core_event") == [("bochum",)]
        assert sql("SELECT tenant FROM core_event WHERE tenant = 'essen'") == []


def test_after_a_commit_the_same_connection_sees_nothing():
    with reading(BOCHUM):
        assert count() == 1
    assert sql("SELECT current_setting('app.tenant', true)") == [("",)]
    assert count() == 0


def test_after_a_rollback_the_same_connection_sees_nothing():
    with pytest.raises(ZeroDivisionError), writing(BOCHUM):
        count() / 0
    assert count() == 0


def test_a_row_for_another_tenant_is_refused():
    with pytest.raises(DatabaseError, match="row-level security"), writing(BOCHUM):
        sql(f"INSERT INTO core_event {COLUMNS} VALUES ('essen', 'test.Seen', '{{}}', 'rule:test', now(), '')")
    with pytest.raises(DatabaseError, match="row-level security"), writing(Scope()):
        sql(f"INSERT INTO core_event {COLUMNS} VALUES ('', 'test.Seen', '{{}}', 'rule:test', now(), '')")


def test_nobody_changes_or_deletes_what_happened():
    for statement in ("UPDATE core_event SET actor = 'clerk:1'", "DELETE FROM core_event"):
        with pytest.raises(DatabaseError, match="permission denied"), writing(BOCHUM):
            sql(statement)


def test_nobody_switches_the_safeguard_off():
    for statement in ("ALTER TABLE core_event DISABLE ROW LEVEL SECURITY", "DROP POLICY scope ON core_event", "SET ROLE glueckauf_owner"):
        with pytest.raises(DatabaseError, match="permission denied|must be owner"):
            sql(statement)


def test_a_nested_scope_ends_with_its_block():
    with writing(ERIKA):
        assert count() == 0
        with writing(BOCHUM):
            assert count() == 1
        assert count() == 0


def test_the_house_has_rows_of_its_own_that_no_city_sees():
    with writing(HOUSE):
        sql(f"INSERT INTO core_event {COLUMNS} VALUES ('-', 'test.Seen', '{{}}', 'rule:test', now(), '')")
    with reading(BOCHUM):
        assert count() == 1


def test_every_table_that_names_a_tenant_is_guarded_or_listed():
    """A new table with a tenant column either calls enable_rls or joins this list with its reason, which core/rls.py gives."""
    open_tables = {"core_chainhead", "core_delivery"} | KEYS
    columns = "('tenant', 'tenant_id', 'person')"
    named = sql(f"SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN {columns}")
    guarded = sql("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert {name for (name,) in named} - {name for (name,) in guarded} - open_tables == set()
