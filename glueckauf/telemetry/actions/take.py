"""Takes batches of values: exactly once each, with what they say about gaps and clocks, in one transaction.

The rows of the devices are locked in order of their ids, so batches of one device follow each other and gaps are right whoever comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.actions import bulk
from glueckauf.telemetry.actions.clock import watch_clocks
from glueckauf.telemetry.actions.gaps import note_gaps
from glueckauf.telemetry.actions.refused import count_refused
from glueckauf.telemetry.models import Device, Series
from glueckauf.telemetry.rules.gaps import missed_ms
from glueckauf.telemetry.rules.keep import DAY_MS
from glueckauf.telemetry.rules.values import HOUR_MS, Judged, Known, Raw, Reason, Refusal, Value, judge

TOUCH = "ON CONFLICT (series_id, hour_ms) DO UPDATE SET touched = telemetry_hourtoroll.touched + 1"
REPLACE = "ON CONFLICT (series_id) DO UPDATE SET at_ms = excluded.at_ms, value = excluded.value, received_ms = excluded.received_ms"


class Arrival(StrEnum):
    """How a batch came: straight from the device, or kept by somebody on its way, so that its age says nothing of a clock."""

    STRAIGHT = "straight"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one device sent. `sent_ms`: what its clock showed then, if it said so."""

    lines: Sequence[Raw]
    sent_ms: int | None = None
    arrival: Arrival = Arrival.STRAIGHT


@dataclass(slots=True, kw_only=True)
class Taken:
    """What became of the lines of one device. `stored` and `repeated` are counts: both are safe with us now."""

    stored: int = 0
    repeated: int = 0
    refusals: list[Refusal] = field(default_factory=list)


def take(batches: Mapping[int, Batch], *, by: Rule, at: datetime) -> dict[int, Taken]:
    """Device id -> batch, all of the actor's tenant. What is stored is durable when this returns. A foreign device has no series."""
    with writing(by):
        devices = list(Device.objects.visible_to(by).filter(pk__in=batches).order_by("pk").select_for_update())
        known, intervals = series_of(devices, by)
        now_ms = ms_of(at)
        judged = {device: judge(list(batch.lines), known.get(device, {}), now_ms) for device, batch in batches.items()}
        taken = {device: Taken(refusals=found.refusals) for device, found in judged.items()}
        store(judged, taken, {one.id: one for of_device in known.values() for one in of_device.values()}, by=by, at=at)
        owned = {device.pk for device in devices}
        count_refused({device: found.refusals for device, found in taken.items() if device in owned}, by=by, at=at)
        newest = {device: judging(found.newest_ms, batches[device], now_ms) for device, found in judged.items() if device in owned}
        watch_clocks(newest, {device: batches[device].sent_ms for device in owned}, intervals, by=by, at=at)
    return taken


def judging(newest_ms: int | None, batch: Batch, now_ms: int) -> int | None:
    """The time by which the device's clock is judged: of what was kept on its way only one from the future."""
    return None if newest_ms is None or (batch.arrival == Arrival.KEPT and newest_ms <= now_ms) else newest_ms


def series_of(devices: Sequence[Device], by: Rule) -> tuple[dict[int, dict[str, Known]], dict[int, int]]:
    """Per device its series by key, and the shortest interval it promises."""
    known: dict[int, dict[str, Known]] = {device.pk: {} for device in devices}
    intervals: dict[int, int] = {}
    keep_ms = {str(kind): keep.raw_days * DAY_MS for kind, keep in settings.GLUECKAUF.telemetry_keep().items()}
    columns = ("device_id", "key", "pk", "kind", "interval_s", "latest__at_ms")
    for device, key, pk, kind, interval_s, latest_ms in Series.objects.visible_to(by).filter(device__in=devices).values_list(*columns):
        known[device][key] = Known(pk, keep_ms[kind], missed_ms(interval_s), latest_ms)
        if interval_s:
            intervals[device] = min(interval_s, intervals.get(device, interval_s))
    return known, intervals


def store(judged: Mapping[int, Judged], taken: Mapping[int, Taken], known: Mapping[int, Known], *, by: Rule, at: datetime) -> None:
    """The values of all devices in one go; a repeated one is counted, a contradicting one refused."""
    first = distinct(judged, taken)
    there = bulk.stored([key for key in first if known[key[0]].is_late(key[1])])
    for device, found in judged.items():
        for value in found.values:
            key = (value.series_id, value.at_ms)
            if first.get(key) is not value:
                continue
            if key in there:
                repeat(taken[device], first.pop(key), there[key])
            else:
                taken[device].stored += 1
    if first:
        write(first, known, by=by, at=at)


def distinct(judged: Mapping[int, Judged], taken: Mapping[int, Taken]) -> dict[bulk.Pair, Value]:
    """One value per series and time; the others are repeated."""
    first: dict[bulk.Pair, Value] = {}
    for device, found in judged.items():
        for value in found.values:
            earlier = first.setdefault((value.series_id, value.at_ms), value)
            if earlier is not value:
                repeat(taken[device], value, earlier.value)
    return first


def repeat(taken: Taken, value: Value, stored: float) -> None:
    """The same value again is one; another value at the same time is refused."""
    if stored == value.value:
        taken.repeated += 1
    else:
        taken.refusals.append(Refusal(value.line, Reason.CONTRADICTION))


def write(new: Mapping[bulk.Pair, Value], known: Mapping[int, Known], *, by: Rule, at: datetime) -> None:
    """Values that are not there yet: rows, hours to roll up, gaps, the newest."""
    keys = sorted(new)
    series, times = [key[0] for key in keys], [key[1] for key in keys]
    values = [new[key].value for key in keys]
    columns: list[bulk.Column] = [("series_id", "bigint", series), ("at_ms", "bigint", times), ("value", "float8", values)]
    bulk.insert("telemetry_reading", by.tenant, columns, "ON CONFLICT DO NOTHING")
    hours = sorted({(one, time - time % HOUR_MS) for one, time in keys})
    touched: list[bulk.Column] = [
        ("series_id", "bigint", [h[0] for h in hours]),
        ("hour_ms", "bigint", [h[1] for h in hours]),
        ("touched", "int", [1] * len(hours)),
    ]
    bulk.insert("telemetry_hourtoroll", by.tenant, touched, TOUCH)
    times_of: dict[int, list[int]] = {}
    for one, time in keys:
        times_of.setdefault(one, []).append(time)
    note_gaps(times_of, known, by=by, at=at)
    last = sorted((one, times[-1]) for one, times in times_of.items() if not known[one].is_late(times[-1]))
    newest: list[bulk.Column] = [
        ("series_id", "bigint", [key[0] for key in last]),
        ("at_ms", "bigint", [key[1] for key in last]),
        ("value", "float8", [new[key].value for key in last]),
        ("received_ms", "bigint", [ms_of(at)] * len(last)),
    ]
    bulk.insert("telemetry_latest", by.tenant, newest, REPLACE)


def ms_of(at: datetime) -> int:
    """Milliseconds since 1970."""
    return round(at.timestamp() * 1000)
