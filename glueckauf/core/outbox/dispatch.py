"""Delivers events to their handlers, at least once: claim with a lease, run, settle. The row is the queue; see docs/adr/0002.

The handler runs outside of any transaction of ours and opens its own. A worker that dies in between leaves its lease behind;
when that has run out, the delivery is due again. What keeps failing is put aside as dead, visible and retryable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q, QuerySet

from glueckauf.core.db import reading, writing
from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox.delivery import delivering
from glueckauf.core.outbox.event import DomainEvent
from glueckauf.core.outbox.registry import Handler, handler
from glueckauf.core.place import place_of
from glueckauf.core.scope import HOUSE, Scope

LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
MAX_ATTEMPTS = 12

log = structlog.get_logger("outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery this worker holds until its lease runs out; `attempt` tells it from a later claim of the same row."""

    id: int
    event_id: int
    tenant: str
    handler: str
    attempt: int


def deliver_due(at: datetime, *, limit: int = 100) -> int:
    """Delivers up to `limit` deliveries that are due, one after the other; returns how many were tried. Never raises for a handler."""
    return _deliver(at, limit, _settle_failure)


def drain(at: datetime) -> int:
    """For tests and commands: delivers until nothing is due, also what handlers publish meanwhile. Raises what a handler raises."""
    tried = 0
    while count := _deliver(at, 100, _settle_and_raise):
        tried += count
    return tried


def retry_dead(at: datetime, *, id: int | None = None) -> int:
    """Makes one dead delivery, or all of them, due again with fresh attempts; returns how many."""
    dead = Delivery.objects.filter(done_at=None).exclude(dead_at=None)
    with writing(Scope()):
        return (dead if id is None else dead.filter(pk=id)).update(dead_at=None, attempts=0, due_at=at, leased_until=None)


def _deliver(at: datetime, limit: int, on_error: Callable[[Claim, Exception, datetime], None]) -> int:
    for tried in range(limit):
        claim = _claim(at)
        if claim is None:
            return tried
        try:
            _run(claim, at)
        except Exception as error:  # whatever a handler raises is its delivery's business, not the worker's
            on_error(claim, error, at)
        else:
            _settle(claim, done_at=at, leased_until=None, error="")
    return limit


def _due(at: datetime) -> QuerySet[Delivery]:
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Delivery.objects.filter(free, done_at=None, dead_at=None, due_at__lte=at).order_by("due_at", "id")


def _claim(at: datetime) -> Claim | None:
    """PostgreSQL: a locked row is skipped. SQLite: writers queue, and the first look takes no lock."""
    if not _due(at).exists():
        return None
    with writing(Scope()):
        row = _due(at).select_for_update(skip_locked=True).first()
        if row is None:
            return None
        Delivery.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, leased_until=at + LEASE)
    return Claim(id=row.pk, event_id=row.event_id, tenant=row.tenant, handler=row.handler, attempt=row.attempts + 1)


def _run(claim: Claim, at: datetime) -> None:
    listener = handler(claim.handler)
    event = _event(claim, listener)
    with delivering(claim.event_id, claim.handler):
        listener.run(event, at)


def _event(claim: Claim, listener: Handler) -> DomainEvent:
    with reading(Scope(tenant=claim.tenant)):
        row = Event.objects.get(pk=claim.event_id)
    return listener.event.from_payload("" if row.tenant == HOUSE.tenant else row.tenant, row.payload)


def _settle(claim: Claim, **values: object) -> None:
    """Only the worker that still holds the claim writes: after a lost lease another attempt counts."""
    with writing(Scope()):
        Delivery.objects.filter(pk=claim.id, attempts=claim.attempt, done_at=None).update(**values)


def _settle_failure(claim: Claim, error: Exception, at: datetime) -> None:
    place = place_of(error)
    ids = {"delivery": claim.id, "handler": claim.handler, "tenant": claim.tenant, "attempt": claim.attempt, "error": place}
    if claim.attempt >= MAX_ATTEMPTS:
        log.error("delivery_dead", **ids)
        _settle(claim, dead_at=at, leased_until=None, error=place)
        return
    log.warning("delivery_failed", **ids)
    _settle(claim, due_at=at + wait_after(claim.attempt), leased_until=None, error=place)


def _settle_and_raise(claim: Claim, error: Exception, at: datetime) -> None:
    _settle_failure(claim, error, at)
    raise error


def wait_after(attempt: int) -> timedelta:
    """5 s, 10 s, 20 s … at most an hour; all attempts together span about three hours."""
    return min(FIRST_WAIT * (1 << attempt - 1), LONGEST_WAIT)
