"""Series as others see them: the newest values, a span in a resolution that fits, gaps, quality."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Actor
from glueckauf.telemetry.models import ClockFault, Device, Gap, Reading, RefusedCount, Rollup, Series
from glueckauf.telemetry.rules.keep import DAY_MS, SeriesKind
from glueckauf.telemetry.rules.resolution import MOST, Point, Resolution, joined, resolution

RAW_MOST = 200_000  # single values read for one answer; beyond, hours answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestValue:
    """`at_ms` None: nothing came yet. `is_silent`: a value is overdue."""

    series: str
    device: str
    group: str
    unit: str
    at_ms: int | None
    value: float | None
    is_silent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """At most MOST points. `gaps`: (from, to) in ms; to None: still silent."""

    series: str
    unit: str
    resolution: Resolution
    points: tuple[Point, ...]
    gaps: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A clock that ran wrong."""

    device: str
    kind: str
    offset_s: float
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Lines of a device refused in the last days for one reason."""

    device: str
    reason: str
    count: int
    at: datetime


def device_of_series(actor: Actor, series: str) -> tuple[str, str]:
    """Key and group of the device that delivers it. Raises NotFound, also for another tenant's series."""
    with reading(actor):
        row = Series.objects.visible_to(actor).select_related("device").filter(key=series).first()
    if row is None:
        raise NotFound
    return row.device.key, row.device.group


def latest(actor: Actor, *, group: str | None = None) -> tuple[LatestValue, ...]:
    """All series of the tenant, or of the devices of one group. Two statements."""
    with reading(actor):
        rows = Series.objects.visible_to(actor).select_related("device", "latest").order_by("key")
        found = list(rows if group is None else rows.filter(device__group=group))
        silent = set(Gap.objects.visible_to(actor).filter(to_ms=None).values_list("series_id", flat=True))
    return tuple(latest_of(row, silent) for row in found)


def latest_of(row: Series, silent: set[int]) -> LatestValue:
    """One row."""
    newest = getattr(row, "latest", None)
    return LatestValue(
        series=row.key,
        device=row.device.key,
        group=row.device.group,
        unit=row.unit,
        at_ms=newest.at_ms if newest else None,
        value=newest.value if newest else None,
        is_silent=row.pk in silent,
    )


def span(actor: Actor, series: str, *, from_ms: int, to_ms: int, at: datetime) -> Span:
    """What was from `from_ms` up to `to_ms`, as fine as fits into MOST points. Raises NotFound, also for another tenant's series."""
    with reading(actor):
        row = Series.objects.visible_to(actor).filter(key=series).first()
        if row is None:
            raise NotFound
        fitting = resolution_of(row, from_ms, to_ms, at)
        points = points_of(actor, row.pk, fitting, from_ms, to_ms)
        if points is None:
            fitting = Resolution.HOUR
            points = points_of(actor, row.pk, fitting, from_ms, to_ms) or []
        gaps = tuple(gaps_of(actor, row.pk, from_ms, to_ms))
    return Span(series=row.key, unit=row.unit, resolution=fitting, points=tuple(joined(points)), gaps=gaps)


def resolution_of(row: Series, from_ms: int, to_ms: int, at: datetime) -> Resolution:
    """By what is kept of this kind of series."""
    keep = settings.GLUECKAUF.telemetry_keep()[SeriesKind(row.kind)]
    age_ms = round(at.timestamp() * 1000) - from_ms
    raw_ms, hourly_ms = keep.raw_days * DAY_MS, keep.hourly_days * DAY_MS
    return resolution(to_ms - from_ms, interval_s=row.interval_s, age_ms=age_ms, raw_ms=raw_ms, hourly_ms=hourly_ms)


def points_of(actor: Actor, series: int, fitting: Resolution, from_ms: int, to_ms: int) -> list[Point] | None:
    """None: more single values than an answer reads."""
    if fitting != Resolution.RAW:
        rolled = Rollup.objects.visible_to(actor).filter(series_id=series, grain=str(fitting), from_ms__gte=from_ms, from_ms__lt=to_ms)
        return [Point(*row) for row in rolled.order_by("from_ms").values_list("from_ms", "low", "mean", "high", "count")]
    rows = Reading.objects.visible_to(actor).filter(series_id=series, at_ms__gte=from_ms, at_ms__lt=to_ms).order_by("at_ms")
    found = list(rows.values_list("at_ms", "value")[: RAW_MOST + 1])
    return None if len(found) > RAW_MOST else [Point(at_ms, value, value, value, 1) for at_ms, value in found]


def gaps_of(actor: Actor, series: int, from_ms: int, to_ms: int) -> list[tuple[int, int | None]]:
    """That touch the span; the newest MOST of them."""
    rows = Gap.objects.visible_to(actor).filter(series=series, from_ms__lt=to_ms).exclude(to_ms__lte=from_ms)
    return sorted(rows.order_by("-from_ms").values_list("from_ms", "to_ms")[:MOST], key=lambda gap: gap[0])


def clock_faults(actor: Actor) -> tuple[Fault, ...]:
    """Of all devices of the tenant, those that last first, then the newest hundred."""
    with reading(actor):
        rows = ClockFault.objects.visible_to(actor).select_related("device").annotate(is_over=Q(until__isnull=False))
        found = list(rows.order_by("is_over", "-since")[:100])
    return tuple(Fault(device=r.device.key, kind=r.kind, offset_s=r.offset_s, since=r.since, until=r.until) for r in found)


def refused(actor: Actor) -> tuple[Refused, ...]:
    """The newest hundred counts."""
    with reading(actor):
        rows = list(RefusedCount.objects.visible_to(actor).order_by("-day", "device_id", "reason")[:100])
        keys = dict(Device.objects.visible_to(actor).filter(pk__in={row.device_id for row in rows}).values_list("pk", "key"))
    return tuple(Refused(device=keys[row.device_id], reason=row.reason, count=row.count, at=row.at) for row in rows)
