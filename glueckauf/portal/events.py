"""What an operator did."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(DomainEvent):
    """What was given up is tried again."""

    delivery_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAsked(DomainEvent):
    """All chains are walked again."""
