"""What happened with appointments. Ids only: whose it is, says the topic, and of that only vorgaenge knows."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEntered(DomainEvent):
    """Somebody entered when a room takes appointments."""

    opening_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEnded(DomainEvent):
    """It no longer takes any that way."""

    opening_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed(DomainEvent):
    """An office or room takes nobody on that day."""

    closure_id: int
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEntered(DomainEvent):
    """One fewer serves in a room for some days."""

    absence_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEnded(DomainEvent):
    """She is back."""

    absence_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotBooked(DomainEvent):
    """Given to a matter."""

    slot_id: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFreed(DomainEvent):
    """Moved, cancelled or let go: who waits for an earlier one may have it."""

    slot_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotOffered(DomainEvent):
    """Kept for a while for the one who has waited longest."""

    slot_id: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecorded(DomainEvent):
    """She came, or did not."""

    booking_id: int
    came: bool
