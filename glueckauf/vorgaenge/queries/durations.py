"""How long it honestly takes: median and nine of ten of our own closed cases of twelve months."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import caches

from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.vorgaenge.models import Bescheid
from glueckauf.vorgaenge.rules.durations import nearest_rank

FEWEST = 5  # fewer would name single cases
WINDOW = timedelta(days=365)
CACHE_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Calendar days from handing in to the decision."""

    median_days: int
    nine_of_ten_days: int
    count: int
    since: date
    until: date
    days: tuple[int, ...]


def durations(kommune: str, leistung: str, *, at: datetime) -> Durations | None:
    """None while there are fewer than five: 'noch keine Zahlen'. At most ten minutes old; each process counts for itself."""
    key = f"durations:{kommune}:{leistung}:{local_day(at)}"
    days = caches["process"].get(key)
    if days is None:
        days = _days(kommune, leistung, at)
        caches["process"].set(key, days, CACHE_SECONDS)
    if len(days) < FEWEST:
        return None
    return Durations(
        median_days=nearest_rank(days, 50),
        nine_of_ten_days=nearest_rank(days, 90),
        count=len(days),
        since=local_day(at - WINDOW),
        until=local_day(at),
        days=tuple(days),
    )


def _days(kommune: str, leistung: str, at: datetime) -> list[int]:
    with reading(Scope(tenant=kommune)):
        rows = Bescheid.objects.filter(
            tenant_id=kommune, vorgang__leistung=leistung, taken_back_at=None, at__gte=at - WINDOW, at__lte=at
        ).values_list("vorgang__submitted_at", "at")
        return sorted((local_day(decided) - local_day(submitted)).days for submitted, decided in rows)
