"""Delivers events to their handlers, at least once: claim with a lease, run, settle. The row is the queue; see docs/adr/0002.

The handler runs outside of any transaction of ours and opens its own. A worker that dies in between leaves its lease behind;
when that has run out, the delivery is due again. What keeps failing is put aside as dead, visible and retryable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.models import Q, QuerySet

from glueckauf.core.db import one_statement, reading, writing
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


# One statement finds the next delivery, holds it and says what it is. PostgreSQL skips what another worker is claiming.
CLAIM = """
UPDATE core_delivery SET attempts = attempts + 1, leased_until = %s WHERE id = (
    SELECT id FROM core_delivery
    WHERE done_at IS NULL AND dead_at IS NULL AND due_at <= %s AND (leased_until IS NULL OR leased_until <= %s)
    ORDER BY due_at, id LIMIT 1 {skip})
RETURNING id, event_id, tenant, handler, attempts
"""


def _claim(at: datetime) -> Claim | None:
    """The longest due and free. SQLite: writers queue, and the first look takes no lock."""
    if connection.vendor == "sqlite" and not _due(at).exists():
        return None
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    until, now = (connection.ops.adapt_datetimefield_value(value) for value in (at + LEASE, at))
    with one_statement(), connection.cursor() as cursor:
        cursor.execute(CLAIM.format(skip=skip), [until, now, now])
        row = cursor.fetchone()
    return Claim(id=row[0], event_id=row[1], tenant=row[2], handler=row[3], attempt=row[4]) if row else None


def _due(at: datetime) -> QuerySet[Delivery]:
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Delivery.objects.filter(free, done_at=None, dead_at=None, due_at__lte=at)


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
    with one_statement():
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
