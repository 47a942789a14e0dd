"""What happened is delivered: once claimed, again after a crash, later after a fault, and put aside when nothing helps."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from glueckauf.core.db import writing
from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox import DomainEvent, dispatch, publish, registry, subscribe
from glueckauf.identity.rules.actor import Anonymous, Rule

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BOCHUM = Rule(tenant="bochum", name="test")


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSeen(DomainEvent):
    lamp_id: int


class BackendDown(Exception):
    """Its text names somebody: it must not be stored."""


@pytest.fixture
def listen(monkeypatch):
    """Subscribes functions for one test only."""
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    return lambda key, run: subscribe(LampSeen, key, run)


def see(lamp_id=1, **due):
    with writing(BOCHUM):
        return publish(LampSeen(tenant="bochum", lamp_id=lamp_id), by=BOCHUM, at=NOON, **due)


def test_an_event_reaches_every_listener_once(listen):
    seen = []
    listen("a.one", lambda event, at: seen.append(("one", event, at)))
    listen("a.two", lambda event, at: seen.append(("two", event, at)))
    see(7)
    assert dispatch.deliver_due(NOON) == 2
    assert dispatch.deliver_due(NOON + timedelta(days=1)) == 0
    assert seen == [("one", LampSeen(tenant="bochum", lamp_id=7), NOON), ("two", LampSeen(tenant="bochum", lamp_id=7), NOON)]


def test_a_delayed_event_is_audited_now_and_delivered_later(listen):
    seen = []
    listen("a.one", lambda event, at: seen.append(at))
    see(due_at=NOON + timedelta(minutes=10))
    assert dispatch.deliver_due(NOON) == 0
    assert dispatch.deliver_due(NOON + timedelta(minutes=10)) == 1


def test_a_failing_handler_waits_longer_each_time_and_names_class_and_place_only(listen):
    def fail(event, at):
        raise BackendDown("Erika Mustermann")

    listen("a.one", fail)
    see()
    assert dispatch.deliver_due(NOON) == 1
    row = Delivery.objects.get()
    assert (row.attempts, row.due_at, row.leased_until) == (1, NOON + timedelta(seconds=5), None)
    assert "BackendDown" in row.error and "test_outbox.py" in row.error and "Erika" not in row.error
    dispatch.deliver_due(row.due_at)
    assert Delivery.objects.get().due_at == NOON + timedelta(seconds=5 + 10)


def test_what_fails_every_time_is_put_aside_and_can_be_retried(listen):
    broken = True

    def sometimes(event, at):
        if broken:
            raise BackendDown

    listen("a.one", sometimes)
    see()
    at = NOON
    for _ in range(dispatch.MAX_ATTEMPTS):
        assert dispatch.deliver_due(at) == 1
        at += dispatch.LONGEST_WAIT
    assert dispatch.deliver_due(at) == 0
    assert Delivery.objects.get().dead_at is not None
    broken = False
    assert dispatch.retry_dead(at) == 1
    assert dispatch.deliver_due(at) == 1
    assert Delivery.objects.get().done_at == at


def test_one_broken_handler_does_not_hold_up_the_others(listen):
    seen = []
    listen("a.broken", lambda event, at: [][0])
    listen("b.sound", lambda event, at: seen.append(event.lamp_id))
    see(1)
    see(2)
    dispatch.deliver_due(NOON)
    assert seen == [1, 2]


def test_a_dead_worker_loses_its_lease_and_another_delivers(listen):
    seen = []
    listen("a.one", lambda event, at: seen.append(event.lamp_id))
    see()
    assert dispatch._claim(NOON) is not None  # and then it dies
    assert dispatch.deliver_due(NOON + dispatch.LEASE - timedelta(seconds=1)) == 0
    assert dispatch.deliver_due(NOON + dispatch.LEASE) == 1
    assert seen == [1] and Delivery.objects.get().attempts == 2


def test_a_worker_that_lost_its_lease_does_not_settle_for_the_next_one(listen):
    listen("a.one", lambda event, at: None)
    see()
    slow = dispatch._claim(NOON)
    quick = dispatch._claim(NOON + dispatch.LEASE)
    dispatch._settle_failure(slow, BackendDown(), NOON + dispatch.LEASE)
    row = Delivery.objects.get()
    assert row.leased_until is not None and row.error == "" and quick.attempt == 2


def test_a_handler_that_a_release_removed_is_a_fault_not_a_crash(listen, monkeypatch):
    listen("a.old", lambda event, at: None)
    see()
    monkeypatch.setattr(registry, "_handlers", {})
    assert dispatch.deliver_due(NOON) == 1
    assert "KeyError" in Delivery.objects.get().error


def test_drain_delivers_what_handlers_publish_and_raises_what_they_raise(listen):
    seen = []

    def chain(event, at):
        seen.append(event.lamp_id)
        if event.lamp_id < 3:
            see(event.lamp_id + 1)

    listen("a.one", chain)
    see()
    assert dispatch.drain(NOON) == 3
    assert seen == [1, 2, 3]
    listen("b.broken", lambda event, at: [][0])
    see(9)
    with pytest.raises(IndexError):
        dispatch.drain(NOON)


def test_an_event_of_the_house_comes_back_without_a_tenant(listen):
    seen = []
    listen("a.one", lambda event, at: seen.append(event))
    with writing(Anonymous()):
        publish(LampSeen(tenant="", lamp_id=1), by=Anonymous(), at=NOON)
    dispatch.drain(NOON)
    assert seen == [LampSeen(tenant="", lamp_id=1)]
    assert Delivery.objects.get().tenant == "-"


def test_rolling_back_takes_event_and_deliveries_with_it(listen):
    listen("a.one", lambda event, at: None)
    with pytest.raises(BackendDown), writing(BOCHUM):
        publish(LampSeen(tenant="bochum", lamp_id=1), by=BOCHUM, at=NOON)
        raise BackendDown
    with writing(BOCHUM):
        assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_two_handlers_of_one_name_stop_the_start(listen):
    listen("a.one", lambda event, at: None)
    with pytest.raises(ValueError, match="a.one"):
        listen("a.one", lambda event, at: None)
