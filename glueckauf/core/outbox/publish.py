"""publish(): one insert for the event, one per listener, in the caller's transaction. No lock is taken."""

from datetime import datetime
from typing import Protocol

from django.db import connection

from glueckauf.core.models import Delivery, Event
from glueckauf.core.outbox.event import DomainEvent
from glueckauf.core.outbox.registry import handlers_of


class Named(Protocol):
    """An actor as the audit names it."""

    @property
    def code(self) -> str: ...


def publish(event: DomainEvent, *, by: Named, at: datetime, due_at: datetime | None = None) -> int:
    """Returns the event's id. `due_at` delays the delivery, never the audit. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside writing(): an event without its rows would be a lie")
    row = Event.objects.create(tenant=event.tenant, kind=event.kind(), payload=event.payload(), actor=by.code, at=at)
    Delivery.objects.bulk_create(
        Delivery(event=row, tenant=event.tenant, handler=h.key, due_at=due_at or at) for h in handlers_of(type(event))
    )
    return row.pk
