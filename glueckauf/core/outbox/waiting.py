"""What the outbox holds, for the operator: how much waits, since when, and what was given up."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from glueckauf.core.models import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Numbers of deliveries; `oldest_s` is how long the oldest due one has waited."""

    due: int
    later: int
    dead: int
    oldest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A delivery that was given up. `error` is class and place, never a value."""

    id: int
    tenant: str
    event_id: int
    handler: str
    attempts: int
    dead_at: datetime
    error: str


def waiting(at: datetime) -> Waiting:
    """One statement over what is not done."""
    is_open = Q(dead_at=None)
    counts = Delivery.objects.filter(done_at=None).aggregate(
        due=Count("pk", filter=is_open & Q(due_at__lte=at)),
        later=Count("pk", filter=is_open & Q(due_at__gt=at)),
        dead=Count("pk", filter=~is_open),
        oldest=Min("due_at", filter=is_open & Q(due_at__lte=at)),
    )
    oldest = counts.pop("oldest")
    return Waiting(**counts, oldest_s=(at - oldest).total_seconds() if oldest else 0.0)


def dead_letters(limit: int = 100) -> list[DeadLetter]:
    """The newest first."""
    names = ("id", "tenant", "event_id", "handler", "attempts", "dead_at", "error")
    rows = Delivery.objects.filter(done_at=None).exclude(dead_at=None).order_by("-dead_at").values(*names)
    return [DeadLetter(**row) for row in rows[:limit]]
