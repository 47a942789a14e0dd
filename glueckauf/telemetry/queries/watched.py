"""What detectors read: hours of watched series, and who of a watched group is silent."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.models import Alarm, Device, Gap, Reading, Rollup, Series, Watch
from glueckauf.telemetry.rules.finding import Detector
from glueckauf.telemetry.rules.keep import Grain
from glueckauf.telemetry.rules.values import HOUR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSeries:
    """One watch."""

    detector: Detector
    series_id: int
    series: str
    unit: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedGroup:
    """`silences`: (ms at which a value was missed, device) where every promising series of a device is silent; `size`: devices that promise
    anything; `interval_ms`: the longest promise among them."""

    group: str
    cause: str
    size: int
    interval_ms: int
    silences: tuple[tuple[int, str], ...]
    open_alarm: int | None


def watched_series(by: Rule, detectors: Collection[Detector]) -> tuple[WatchedSeries, ...]:
    """All of the tenant that these look at."""
    with reading(by):
        rows = Watch.objects.visible_to(by).filter(ended_at=None, detector__in=detectors).exclude(series=None).order_by("pk")
        columns = rows.values_list("detector", "series_id", "series__key", "series__unit", "cause")
        return tuple(
            WatchedSeries(detector=Detector(d), series_id=pk, series=key, unit=unit, cause=cause) for d, pk, key, unit, cause in columns
        )


def singles(by: Rule, series_id: int, *, from_ms: int, to_ms: int) -> list[tuple[int, float]]:
    """Time and single values, in order; at most so many as a value a second gives in an hour."""
    with reading(by):
        rows = Reading.objects.visible_to(by).filter(series_id=series_id, at_ms__gte=from_ms, at_ms__lte=to_ms).order_by("at_ms")
        return list(rows.values_list("at_ms", "value")[:3600])


def hours(by: Rule, series_id: int, *, from_ms: int, to_ms: int) -> list[float | None]:
    """Means from a full hour up to another one; None where there is none."""
    with reading(by):
        rows = Rollup.objects.visible_to(by).filter(series_id=series_id, grain=Grain.HOUR, from_ms__gte=from_ms, from_ms__lt=to_ms)
        found = dict(rows.values_list("from_ms", "mean"))
    return [found.get(hour) for hour in range(from_ms, to_ms, HOUR_MS)]


def watched_groups(by: Rule) -> Iterator[WatchedGroup]:
    """All of the tenant."""
    with reading(by):
        watches = list(Watch.objects.visible_to(by).filter(ended_at=None, detector=Detector.LAST_GASP).values_list("group", "cause"))
    for group, cause in watches:
        yield group_of(by, group, cause)


def group_of(by: Rule, group: str, cause: str) -> WatchedGroup:
    """Five statements."""
    with reading(by):
        devices = Device.objects.visible_to(by).filter(group=group)
        promising = list(
            Series.objects.visible_to(by).filter(device__in=devices, interval_s__gt=0).values_list("pk", "device__key", "interval_s")
        )
        silent = dict(
            Gap.objects.visible_to(by).filter(series__in=[row[0] for row in promising], to_ms=None).values_list("series", "from_ms")
        )
        alarm = Alarm.objects.visible_to(by).filter(cause=cause, ended_at=None).values_list("pk", flat=True).first()
    missed: dict[str, list[int | None]] = {}
    for pk, key, interval_s in promising:
        missed.setdefault(key, []).append(silent[pk] + interval_s * 1000 if pk in silent else None)
    found = [(max(ms for ms in each if ms is not None), key) for key, each in missed.items() if None not in each]
    longest = max((interval_s for _, _, interval_s in promising), default=0) * 1000
    return WatchedGroup(group=group, cause=cause, size=len(missed), interval_ms=longest, silences=tuple(sorted(found)), open_alarm=alarm)
