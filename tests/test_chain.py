"""The chain of events shows every change, gap and cut, for each tenant on its own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from glueckauf.core.db import writing
from glueckauf.core.models import ChainHead, Event
from glueckauf.core.outbox import DomainEvent, chain, publish
from glueckauf.core.outbox.chain import Break, Fault
from glueckauf.core.owner import as_owner
from glueckauf.identity.rules.actor import Rule

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOCHUM = Rule(tenant="bochum", name="test")
ESSEN = Rule(tenant="essen", name="test")


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSeen(DomainEvent):
    lamp_id: int


@pytest.fixture
def tamper(as_tenant):
    """Changes events as nobody may, with the rights of the tables' owner: `tamper(rows, actor="clerk:1")`; without values deletes them."""

    def change(rows, **values):
        with as_owner(), as_tenant("bochum"):
            if connection.vendor == "postgresql":
                connection.cursor().execute("ALTER TABLE core_event NO FORCE ROW LEVEL SECURITY")
            return rows.update(**values) if values else rows._raw_delete(rows.db)

    yield change
    if connection.vendor == "postgresql":
        with as_owner():
            connection.cursor().execute("ALTER TABLE core_event FORCE ROW LEVEL SECURITY")


def see(*lamps, by=BOCHUM):
    with writing(by):
        return [publish(LampSeen(tenant=by.tenant, lamp_id=lamp), by=by, at=NOON) for lamp in lamps]


def test_sealing_twice_seals_once_and_the_chain_holds():
    see(1, 2, 3)
    assert chain.seal_chains(NOON) == 3
    assert chain.seal_chains(NOON) == 0
    see(4)
    assert chain.seal_chains(NOON) == 1
    assert chain.verify("bochum") is None
    assert [seq for _, seq, _ in chain.heads()] == [4]


def test_an_event_that_was_committed_late_follows_in_the_chain(as_tenant):
    late, early = see(1, 2)
    with as_tenant("bochum"):
        Event.objects.filter(pk=late).update(seq=-1)  # not committed yet, as the sealer sees it
        chain.seal_chains(NOON)
        Event.objects.filter(pk=late).update(seq=None)
    chain.seal_chains(NOON)
    with as_tenant("bochum"):
        assert list(Event.objects.order_by("seq").values_list("pk", flat=True)) == [early, late]
    assert chain.verify("bochum") is None


def test_each_tenant_has_its_own_chain():
    see(1, 2)
    see(1, by=ESSEN)
    chain.seal_chains(NOON)
    assert [(tenant, seq) for tenant, seq, _ in chain.heads()] == [("bochum", 2), ("essen", 1)]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "test.LampGone"},
        {"payload": {"lamp_id": 9}},
        {"actor": "clerk:1"},
        {"at": NOON + timedelta(microseconds=1)},
        {"digest": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_column_is_named(change, tamper):
    ids = see(1, 2, 3)
    chain.seal_chains(NOON)
    tamper(Event.objects.filter(pk=ids[1]), **change)
    assert chain.verify("bochum") == Break(tenant="bochum", fault=Fault.CHANGED, seq=2, event_id=ids[1])


@pytest.mark.parametrize("change", [{"seq": None}, {"seq": 7}, {"tenant": "essen"}], ids=["unsealed", "moved", "given away"])
def test_an_event_taken_out_of_its_place_is_missing(change, tamper):
    ids = see(1, 2, 3)
    chain.seal_chains(NOON)
    tamper(Event.objects.filter(pk=ids[1]), **change)
    assert chain.verify("bochum") == Break(tenant="bochum", fault=Fault.MISSING, seq=2)


def test_an_event_given_another_id_is_named(tamper):
    ids = see(1, 2, 3)
    chain.seal_chains(NOON)
    tamper(Event.objects.filter(pk=ids[1]), id=ids[2] + 1)
    assert chain.verify("bochum").fault is Fault.CHANGED


def test_a_deleted_event_is_missing(tamper):
    ids = see(1, 2, 3)
    chain.seal_chains(NOON)
    tamper(Event.objects.filter(pk=ids[0]))
    assert chain.verify("bochum") == Break(tenant="bochum", fault=Fault.MISSING, seq=1)


def test_a_chain_cut_off_at_its_end_is_noticed(tamper):
    ids = see(1, 2, 3)
    chain.seal_chains(NOON)
    tamper(Event.objects.filter(pk__in=ids[1:]))
    assert chain.verify("bochum") == Break(tenant="bochum", fault=Fault.CUT_OFF, seq=2)


def test_a_lost_or_changed_head_is_noticed(tamper):
    see(1, 2, 3)
    chain.seal_chains(NOON)
    ChainHead.objects.update(digest="0" * 64)
    assert chain.verify("bochum").fault is Fault.HEAD
    ChainHead.objects.all().delete()
    assert chain.verify("bochum").fault is Fault.HEAD


def test_the_command_prints_heads_and_ends_red_at_a_break(tamper, capsys):
    ids = see(1, 2, 3)
    see(1, by=ESSEN)
    chain.seal_chains(NOON)
    call_command("audit", "verify")
    assert "bochum" in capsys.readouterr().out
    tamper(Event.objects.filter(pk=ids[1]), actor="clerk:1")
    with pytest.raises(CommandError, match=f"bochum: changed at 2 .event {ids[1]}"):
        call_command("audit", "verify")
