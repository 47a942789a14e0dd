"""What a series usually shows at an hour of the day, and by how much it differs now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import fmean, median

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Actor
from glueckauf.telemetry.models import Reading, Rollup, Series
from glueckauf.telemetry.rules.days import BERLIN
from glueckauf.telemetry.rules.keep import Grain
from glueckauf.telemetry.rules.values import HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualHour:
    """That hour of one earlier day."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Of one series: mean of the values of a span, and what is usual at their hours. None: no values, or too few days to say."""

    series: str
    unit: str
    values: int
    now: float | None
    usual: float | None
    days: int


def same_hours(hour_ms: int, days: int) -> list[int]:
    """The same hour of the German day before, latest first: on the days clocks change it lies 23 or 25 hours apart."""
    here = datetime.fromtimestamp(hour_ms / 1000, UTC).astimezone(BERLIN)
    earlier = (here - timedelta(days=back) for back in range(1, days + 1))
    return [round(one.timestamp()) * 1000 for one in earlier]


def usual_hours(actor: Actor, series: Collection[int], *, hour_ms: int, days: int) -> dict[int, list[UsualHour]]:
    """Per id of a series, of so many days those with values."""
    found: dict[int, list[UsualHour]] = {one: [] for one in series}
    with reading(actor):
        rows = Rollup.objects.visible_to(actor).filter(series_id__in=series, grain=Grain.HOUR, from_ms__in=same_hours(hour_ms, days))
        for pk, low, mean, high in rows.values_list("series_id", "low", "mean", "high"):
            found[pk].append(UsualHour(low=low, mean=mean, high=high))
    return found


def changes(actor: Actor, series: Sequence[str], *, from_ms: int, to_ms: int, days: int = 28, least: int = 7) -> tuple[Change, ...]:
    """In the order of the keys that exist. Single values of the span, each against the median of its hour."""
    with reading(actor):
        rows = dict(Series.objects.visible_to(actor).filter(key__in=series).values_list("key", "pk"))
        units = dict(Series.objects.visible_to(actor).filter(key__in=series).values_list("key", "unit"))
        singles: dict[int, list[tuple[int, float]]] = {pk: [] for pk in rows.values()}
        found = Reading.objects.visible_to(actor).filter(series_id__in=list(rows.values()), at_ms__gte=from_ms, at_ms__lte=to_ms)
        for pk, at_ms, value in found.order_by("series_id", "at_ms").values_list("series_id", "at_ms", "value"):
            singles[pk].append((at_ms // HOUR_MS * HOUR_MS, value))
    hours = {hour for each in singles.values() for hour, _ in each}
    usual = {hour: usual_hours(actor, list(rows.values()), hour_ms=hour, days=days) for hour in hours}
    return tuple(change_of(key, units[key], singles[rows[key]], usual, rows[key], least) for key in series if key in rows)


def change_of(
    key: str, unit: str, singles: Sequence[tuple[int, float]], usual: dict[int, dict[int, list[UsualHour]]], pk: int, least: int
) -> Change:
    """One."""
    days = min((len(usual[hour][pk]) for hour, _ in singles), default=0)
    level = fmean(median(one.mean for one in usual[hour][pk]) for hour, _ in singles) if days >= least else None
    now = fmean(value for _, value in singles) if singles else None
    return Change(series=key, unit=unit, values=len(singles), now=now, usual=level, days=days)


def usual_levels(actor: Actor, series: str, *, from_ms: int, to_ms: int, days: int = 28, least: int = 7) -> dict[int, float]:
    """Per hour of the span the median of that hour of the day; hours with too few days are missing. Raises NotFound."""
    with reading(actor):
        pk = Series.objects.visible_to(actor).filter(key=series).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound
    hours = range(from_ms // HOUR_MS * HOUR_MS, to_ms + 1, HOUR_MS)
    found = {hour: usual_hours(actor, (pk,), hour_ms=hour, days=days)[pk] for hour in hours}
    return {hour: median(one.mean for one in each) for hour, each in found.items() if len(each) >= least}
