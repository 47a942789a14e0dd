"""Measured values of a network today, each beside what is computed for its quarter-hour: all sensors for a page, one element as curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.plots import Plot, of_evidence
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.queries.alarm_curves import steady
from glueckauf.supply.queries.alarms import SensorRow, sensors
from glueckauf.supply.queries.grids import NoGrid
from glueckauf.supply.queries.network import NoState, network_answer
from glueckauf.supply.rules import measured as rule
from glueckauf.supply.rules.alarms import SensorKind
from glueckauf.supply.rules.measured import Grade, Heard
from glueckauf.supply.rules.network_day import clock, wanted
from glueckauf.telemetry import queries as telemetry
from glueckauf.telemetry.queries import LatestValue

SHOWN, MOST_CURVES = 40, 4
ORDER = tuple(SensorKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """One sensor. `node`: id of its node in the grid, empty: none. `apart`: how far, None where the two cannot be compared; `why` then."""

    number: int
    series: str
    kind: str
    what: str
    place: str
    node: str
    spot: tuple[float, float] | None
    grade: Grade
    grade_text: str
    measured: str
    measured_at: str
    computed: str
    computed_at: str
    apart: float | None
    apart_text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`rows`: those shown; `count`: of all sensors, `fresh` of them without a fault; `at`: when this was read."""

    rows: tuple[MeasuredRow, ...]
    count: int
    fresh: int
    at: datetime

    def of_node(self, node: str) -> MeasuredRow | None:
        """The pressure there."""
        return next((row for row in self.rows if row.node == node and row.kind == SensorKind.PRESSURE), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is needed for a row."""

    sensor: SensorRow
    latest: LatestValue | None
    heard: Heard
    step: int | None


def measured(actor: Clerk | Rule, network: str, *, at: datetime, most: int = SHOWN) -> Measured:
    """Of its sensors those that are furthest from what is computed, by kind. The same statements for 3 sensors and for 300."""
    known = known_of(actor, sensors(actor, network), at)
    seen = seen_of(actor, network, known, at) if known else {}
    inflows = sum(one.sensor.kind == SensorKind.INFLOW for one in known)
    rows = [row_of(one, seen.get(index), inflows, local_day(at)) for index, one in enumerate(known)]
    rows.sort(key=lambda row: (ORDER.index(SensorKind(row.kind)), row.apart is None, -abs(row.apart or 0.0), row.place))
    return Measured(
        rows=tuple(numbered(row, number) for number, row in enumerate(rows[:most], start=1)),
        count=len(rows),
        fresh=sum(row.grade is Grade.FRESH for row in rows),
        at=at,
    )


def known_of(actor: Clerk | Rule, rows: Sequence[SensorRow], at: datetime) -> list[Known]:
    """Newest values and their quality."""
    if not rows:
        return []
    newest = {one.series: one for one in telemetry.latest(actor)}
    quality = telemetry.quality(actor, [one.series for one in rows], from_ms=rule.midnight_ms(local_day(at)))
    return [known_one(one, newest.get(one.series), quality, local_day(at)) for one in rows]


def known_one(sensor: SensorRow, latest: LatestValue | None, quality: telemetry.Quality, today: date) -> Known:
    """The quarter-hour to compare with is that of the value itself, and there is none for a value of another day or of a wrong clock."""
    fault = quality.faults.get(sensor.device)
    ahead = 0.0 if fault is None else abs(fault.offset_s) * (1 if fault.kind == "ahead" else -1)
    at_ms = latest.at_ms if latest else None
    heard = Heard(at_ms=at_ms, is_silent=bool(latest and latest.is_silent), gaps=quality.gaps.get(sensor.series, ()), clock_s=ahead)
    fits = at_ms is not None and not ahead and rule.instant(at_ms).date() == today
    return Known(sensor=sensor, latest=latest, heard=heard, step=rule.step_of(at_ms) if fits and at_ms is not None else None)


def seen_of(actor: Clerk | Rule, network: str, known: Sequence[Known], at: datetime, **more: Any) -> dict[int, Mapping[str, Any]]:
    """What the engine computes there, by the place in `known`; nothing where no grid is in force or nothing can be computed."""
    asked = [{"kind": one.sensor.kind, "element": one.sensor.element, "step": one.step} for one in known]
    today = wanted("", "", at=at.astimezone(BERLIN))
    try:
        _, answer = network_answer(actor, network, "sensed", day=dict(today.day), step=today.step, sensors=asked, **more)
    except (NoGrid, NoState):
        return {}
    return {one["index"]: one for one in answer.values["seen"]}


def row_of(one: Known, seen: Mapping[str, Any] | None, inflows: int, today: date) -> MeasuredRow:
    """In words."""
    sensor, latest = one.sensor, one.latest
    value, unit = (latest.value, latest.unit) if latest else (None, "")
    in_unit = None if seen is None or value is None else rule.converted(value, unit, seen["unit"])
    why = why_not(one, seen, in_unit, inflows)
    computed = seen["value"] if seen else None
    apart = None if why or in_unit is None or computed is None else in_unit - computed
    grade, words = rule.grade(one.heard, today)
    is_told = seen is not None and computed is not None and not (sensor.kind == SensorKind.INFLOW and inflows > 1)
    return MeasuredRow(
        number=0,
        series=sensor.series,
        kind=sensor.kind,
        what=rule.KIND_WORDS[SensorKind(sensor.kind)],
        place=sensor.place,
        node=seen["node"] if seen else "",
        spot=tuple(seen["at"]) if seen and seen["at"] else None,
        grade=grade,
        grade_text=words,
        measured=rule.shown(value if in_unit is None else in_unit, unit if in_unit is None or seen is None else seen["unit"]),
        measured_at="" if one.heard.at_ms is None else rule.clock_of(one.heard.at_ms, today),
        computed=rule.shown(computed, seen["unit"]) if is_told and seen else "",
        computed_at="" if one.step is None else clock(one.step),
        apart=apart,
        apart_text="" if apart is None or seen is None else rule.apart(apart + seen["value"], seen["value"], seen["unit"]),
        why=why,
    )


def why_not(one: Known, seen: Mapping[str, Any] | None, value: float | None, inflows: int) -> str:
    """Why there is nothing to compare; empty: there is."""
    if one.heard.at_ms is None:
        return "nichts gemessen"
    if seen is None:
        return "im Netzmodell nicht gefunden"
    if one.step is None:
        return "Zeit ist unsicher" if one.heard.clock_s else "nicht von heute"
    if one.sensor.kind == SensorKind.INFLOW and inflows > 1:
        return "Das Netzmodell kennt keine Zonen"
    if value is None:
        return "andere Einheit"
    if seen["shared"] > 1:
        return f"berechnet für {seen['shared']} Anschlüsse zusammen"
    return "" if seen["value"] is not None else "dort nicht versorgt"


def numbered(row: MeasuredRow, number: int) -> MeasuredRow:
    """As the drawing has it."""
    return replace(row, number=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementMeasured:
    """Sensors at one element, and a curve of each that sent today: measured and computed."""

    rows: tuple[MeasuredRow, ...]
    plots: tuple[Plot, ...]


def element_measured(actor: Clerk | Rule, network: str, name: str, *, at: datetime) -> ElementMeasured:
    """At the node `name`, today."""
    every = sensors(actor, network)
    bare = [Known(sensor=one, latest=None, heard=Heard(at_ms=None, is_silent=False, gaps=(), clock_s=0.0), step=None) for one in every]
    here = seen_of(actor, network, bare, at, only=name) if bare else {}
    chosen = dict(list(here.items())[:MOST_CURVES])
    known = known_of(actor, [every[index] for index in chosen], at)
    rows, made = [], []
    for one, seen in zip(known, chosen.values(), strict=True):
        values = seen["values"]
        beside = dict(seen) | {"value": None if one.step is None else values[min(one.step, len(values) - 1)]}
        rows.append(row_of(one, beside, 1, local_day(at)))
        made.append(curve(actor, one.sensor, beside, at))
    return ElementMeasured(rows=tuple(rows), plots=of_evidence({"plots": [plot for plot in made if plot]}))


def curve(actor: Clerk | Rule, sensor: SensorRow, seen: Mapping[str, Any], at: datetime) -> dict[str, object] | None:
    """Means of quarter-hours; a value stands until the next one, but neither in a gap nor beyond now."""
    now_ms = round(at.timestamp() * 1000)
    every, begun = rule.quarter_hours(local_day(at), now_ms)
    found = telemetry.span(actor, sensor.series, from_ms=every[0], to_ms=now_ms + 1, at=at)
    heard: dict[int, list[float]] = {}
    for point in found.points:
        value = rule.converted(point.mean, found.unit, seen["unit"])
        if value is not None:
            heard.setdefault(every[0] + (point.at_ms - every[0]) // rule.QUARTER_MS * rule.QUARTER_MS, []).append(value)
    if not heard:
        return None
    told = [None if value is None else round(value, 4) for value in steady(begun, heard, found.gaps)]
    computed = [seen["values"][min(rule.step_of(ms), len(seen["values"]) - 1)] for ms in every]
    series = [
        {"name": "gemessen", "kind": "line", "values": told + [None] * (len(every) - len(begun))},
        {"name": "berechnet", "kind": "line", "values": computed},
    ]
    return {
        "title": f"{rule.KIND_WORDS[SensorKind(sensor.kind)]}, {sensor.place}: heute gemessen und berechnet",
        "unit": seen["unit"],
        "x": [f"{rule.instant(ms):%H:%M}" for ms in every],
        "x_title": "Uhrzeit",
        "series": [one for one in series if any(value is not None for value in one["values"])],
    }
