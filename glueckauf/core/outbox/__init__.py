"""Event outbox: published in the transaction of the action, delivered after it, at least once."""

from glueckauf.core.outbox.delivery import delivery_key
from glueckauf.core.outbox.event import DomainEvent
from glueckauf.core.outbox.publish import publish
from glueckauf.core.outbox.registry import Handler, subscribe
