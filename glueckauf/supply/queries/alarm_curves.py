"""Curves of an alarm: what its series showed, beside what is usual at that hour of the day."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import fmean

from glueckauf.core.clock import BERLIN
from glueckauf.core.plots import Plot, of_evidence
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.queries.alarms import SensorRow
from glueckauf.supply.rules.alarms import SensorKind
from glueckauf.telemetry import queries as measured
from glueckauf.telemetry.queries import AlarmRow

BEFORE, AFTER, STEP_MS = timedelta(hours=3), timedelta(hours=1), 120_000
MOST = 3
NAMES = {SensorKind.INFLOW: "Zufluss", SensorKind.PRESSURE: "Druck", SensorKind.METER: "Leistung"}


def curves(actor: Clerk | Rule, row: AlarmRow, shown: Sequence[SensorRow], *, at: datetime) -> tuple[Plot, ...]:
    """Of the first few series, the inflow first. None where nothing is stored."""
    onset = datetime.fromtimestamp(row.onset_ms / 1000, UTC)
    start, end = onset - BEFORE, min(row.ended_at or at, onset + AFTER) if row.ended_at else min(at, onset + 12 * AFTER)
    first, last = (round(one.timestamp() * 1000) // STEP_MS * STEP_MS for one in (start, max(end, onset + timedelta(minutes=4))))
    order = list(SensorKind)
    chosen = sorted(shown, key=lambda one: (order.index(SensorKind(one.kind)), one.series))[:MOST]
    made = [plot for one in chosen if (plot := curve(actor, one, first, last, at))]
    return of_evidence({"plots": made})


def curve(actor: Clerk | Rule, sensor: SensorRow, first: int, last: int, at: datetime) -> dict[str, object] | None:
    """Means of two minutes, or of more where the span is long: at most 300 places."""
    step = STEP_MS * max(1, -(-(last - first) // STEP_MS // 300))
    found = measured.span(actor, sensor.series, from_ms=first, to_ms=last + 1, at=at)
    if not found.points:
        return None
    places = list(range(first, last + 1, step))
    heard: dict[int, list[float]] = {}
    for point in found.points:
        heard.setdefault(first + (point.at_ms - first) // step * step, []).append(point.mean)
    usual = measured.usual_levels(actor, sensor.series, from_ms=first, to_ms=last)
    series = [{"name": "gemessen", "kind": "line", "values": steady(places, heard, found.gaps)}]
    levels = [usual.get(ms // 3_600_000 * 3_600_000) for ms in places]
    if any(level is not None for level in levels):
        series.append({"name": "um diese Zeit üblich", "kind": "line", "values": levels})
    return {
        "title": f"{NAMES[SensorKind(sensor.kind)]}, {sensor.place}",
        "unit": found.unit,
        "x": [f"{datetime.fromtimestamp(ms / 1000, BERLIN):%H:%M}" for ms in places],
        "x_title": "Uhrzeit",
        "series": series,
    }


def steady(places: Sequence[int], heard: Mapping[int, Sequence[float]], gaps: Sequence[tuple[int, int | None]]) -> list[float | None]:
    """A value stands until the next one, but not where values are missing: a device may promise one each quarter of an hour."""
    found: list[float | None] = []
    for ms in places:
        is_missing = any(start < ms and (end is None or ms < end) for start, end in gaps)
        last = found[-1] if found and not is_missing else None
        found.append(fmean(heard[ms]) if ms in heard else last)
    return found
