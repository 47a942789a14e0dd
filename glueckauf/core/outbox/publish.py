"""publish(): one insert for the event, one per listener, in the caller's transaction. No lock is taken."""

from datetime import datetime
from functools import partial
from typing import Protocol

from django.db import connection, transaction

from glueckauf.core.db import writing
from glueckauf.core.models import ChainHead, Delivery, Event
from glueckauf.core.outbox.event import DomainEvent
from glueckauf.core.outbox.registry import handlers_of
from glueckauf.core.scope import HOUSE

# Tenants whose chain is known to have been opened, so that only the first event of a process pays for looking.
opened: set[str] = set()


class Named(Protocol):
    """An actor as the audit names it."""

    @property
    def code(self) -> str: ...


def publish(event: DomainEvent, *, by: Named, at: datetime, due_at: datetime | None = None) -> int:
    """Returns the event's id. `due_at` delays the delivery, never the audit. Raises RuntimeError outside a transaction.

    An event without a tenant belongs to the house itself and is written in its scope.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside writing(): an event without its rows would be a lie")
    if event.tenant:
        return _insert(event, event.tenant, by.code, at, due_at or at)
    with writing(HOUSE):
        return _insert(event, HOUSE.tenant, by.code, at, due_at or at)


def _insert(event: DomainEvent, tenant: str, actor: str, at: datetime, due_at: datetime) -> int:
    open_chain(tenant)
    row = Event.objects.create(tenant=tenant, kind=event.kind(), payload=event.payload(), actor=actor, at=at)
    Delivery.objects.bulk_create(Delivery(event=row, tenant=tenant, handler=h.key, due_at=due_at) for h in handlers_of(type(event)))
    return row.pk


def open_chain(tenant: str) -> None:
    """A row for the sealer to start from: it finds tenants by their chain, because row-level security hides their events from it."""
    if tenant in opened:
        return
    ChainHead.objects.bulk_create([ChainHead(tenant=tenant)], ignore_conflicts=True)
    transaction.on_commit(partial(opened.add, tenant))
