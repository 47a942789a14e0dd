"""publish(): one insert for the event, one per listener, in the caller's transaction. No lock is taken."""

from datetime import datetime
from functools import partial
from typing import Protocol

from django.db import connection, transaction

from glueckauf.core.db import scoped
from glueckauf.core.models import ChainHead, Delivery, Event
from glueckauf.core.outbox.event import DomainEvent
from glueckauf.core.outbox.registry import handlers_of
from glueckauf.core.scope import HOUSE, Scope

# Tenants whose chain is known to have been opened, so that only the first event of a process pays for looking.
opened: set[str] = set()


class Named(Protocol):
    """An actor as the audit names it."""

    @property
    def code(self) -> str: ...


def publish(event: DomainEvent, *, by: Named, at: datetime, due_at: datetime | None = None) -> int:
    """Returns the event's id. `due_at` delays the delivery, never the audit. Raises RuntimeError outside a transaction.

    An event is written in the scope of its tenant, whoever acts; without a tenant it belongs to the house itself.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside writing(): an event without its rows would be a lie")
    tenant = event.tenant or HOUSE.tenant
    with scoped(Scope(tenant=tenant)):
        open_chain(tenant)
        row = Event.objects.create(tenant=tenant, kind=event.kind(), payload=event.payload(), actor=by.code, at=at)
    listeners = handlers_of(type(event))
    Delivery.objects.bulk_create(Delivery(event=row, tenant=tenant, handler=h.key, due_at=due_at or at) for h in listeners)
    return row.pk


def open_chain(tenant: str) -> None:
    """A row for the sealer to start from: it finds tenants by their chain, because row-level security hides their events from it."""
    if tenant in opened:
        return
    ChainHead.objects.bulk_create([ChainHead(tenant=tenant)], ignore_conflicts=True)
    transaction.on_commit(partial(opened.add, tenant))
