"""What the page of a network shows of its state at a quarter-hour: rows of a table, a drawing, sentences. And all, for a slider."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.queries.network import POWER, network_answer
from glueckauf.supply.queries.network_measured import Measured
from glueckauf.supply.rules.measured import Grade
from glueckauf.supply.rules.network_day import Moment, clock, day_words
from glueckauf.supply.rules.network_map import Drawn, Mark, drawing, level, marks, sheet_of
from glueckauf.supply.rules.network_words import KINDS, LOOKS, LOW_KV, Look, bars, degrees, load_case, metres, percent, title, volts
from glueckauf.supply.rules.numbers import decimal
from glueckauf.supply.rules.street_map import Sheet

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """One line of the table, computed. `number`: of it on the drawing. `measured`: what a sensor shows there, empty: none."""

    number: int
    id: str
    kind: str
    title: str
    street: str
    value: float
    value_text: str
    peak_text: str
    level: str
    more: tuple[str, ...]
    measured: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """At `moment`, on `day`. `over`: elements beyond their limit; `dark`: connections without supply because of how switches stand.

    `is_day`: False of a single state, whose load `load` tells. `limit`: None where nobody set one.
    """

    rows: tuple[StateRow, ...]
    count: int
    over: int
    dark: int
    now: str
    summary: str
    day: str
    moment: Moment
    drawn: tuple[Drawn, ...]
    sheet: Sheet | None
    marks: tuple[Mark, ...]
    look: Look
    is_day: bool
    load: str
    meter_most: float
    limit: float | None
    revision: int
    profile_year: str
    is_synthetic: bool
    solver: str
    unknown: tuple[str, ...]
    open_points: tuple[str, ...]


def network_state(actor: Clerk | Rule, network: str, moment: Moment) -> NetworkState:
    """Raises NoGrid, NoState."""
    grid, answer = network_answer(actor, network, "state", day=dict(moment.day), step=moment.step)
    found, look = answer.values, LOOKS[network]
    rows = tuple(row(number, one, look, shown_as(found)) for number, one in enumerate(found["rows"][:SHOWN], start=1))
    is_power = network == POWER
    return NetworkState(
        rows=rows,
        count=found["count"],
        over=found["over"],
        dark=found["dark"],
        now=spread_of(found),
        summary=of_power(found) if is_power else least_of(found),
        day=day_words(found["first_step"], found["steps"]) if is_power else "Tag des Netzmodells" if is_day(found) else "ein Zustand",
        moment=moment,
        drawn=drawing(found["drawn"], {one.id: one.number for one in rows}, look.main),
        sheet=sheet_of(found["drawn"]),
        marks=(),
        look=look,
        is_day=is_day(found),
        load="" if is_day(found) else load_case(found["load"], grid.profile_year),
        meter_most=look.most or max((one.value for one in rows), default=1.0) * 1.5 or 1.0,
        limit=found["rows"][0]["limit"] if found["rows"] else 100.0 if is_power else found["least"],
        revision=grid.number,
        profile_year=grid.profile_year,
        is_synthetic=grid.is_synthetic,
        solver=found["solver"],
        unknown=tuple(found["unknown"]),
        open_points=tuple(found.get("open", ())),
    )


def is_day(found: Mapping[str, Any]) -> bool:
    """Power counts its steps over the year; of pipes a single one is no day."""
    return bool(found["steps"] > 1)


def shown_as(found: Mapping[str, Any]) -> Callable[[float | None], str]:
    """Of a value."""
    return {"m": metres, "bar": bars}.get(found.get("unit", ""), percent)


def row(number: int, one: Mapping[str, Any], look: Look, shown: Callable[[float | None], str]) -> StateRow:
    """Of the engine's."""
    share = None if one["value"] is None or one["limit"] is None else one["value"] / one["limit"]
    if shown is not percent and share is not None:
        share = 1 / max(share, 1e-6)  # too little is what is too much elsewhere
    return StateRow(
        number=number,
        id=one["id"],
        kind=one["kind"],
        title=title(one["kind"], one["id"]),
        street=one["street"],
        value=one["value"] or 0.0,
        value_text=shown(one["value"]),
        peak_text=f"{shown(one['peak'])} um {clock(one['peak_step'])}",
        level="calm" if one["limit"] is None else level(share),
        more=tuple((shown if name == "pressure" else degrees)(one["facts"][name]) for _, name in look.more),
    )


def least_of(found: Mapping[str, Any]) -> str:
    """What should be there at least."""
    if found["least"] is None:
        return "Eine untere Grenze hat niemand hinterlegt, deshalb gilt hier nichts als zu wenig."
    return f"Mindestens {shown_as(found)(found['least'])}."


def spread_of(found: Mapping[str, Any]) -> str:
    """From the lowest to the highest."""
    if found.get("unit") == "bar":
        low, high = found["pressure"]
        return "Kein Knoten ist versorgt." if low is None else f"Druck {bars(low)} bis {bars(high)}."
    if "unit" in found:
        return spread(found["pressure"], 1, "m Wassersäule")
    return spread(found["voltage"], 100, "% der Nennspannung")


def beside(state: NetworkState, found: Measured) -> NetworkState:
    """With what sensors show: on the drawing, and at the rows of their nodes."""
    spots = [(one.spot, f"M{one.number} {one.measured}", one.grade is Grade.FRESH) for one in found.rows]
    return replace(
        state,
        marks=marks(state.sheet, spots),
        rows=tuple(replace(one, measured=said(found, one.id)) for one in state.rows),
    )


def said(found: Measured, node: str) -> str:
    """gemessen 18:15: 52,1 m."""
    here = found.of_node(node)
    return f"gemessen {here.measured_at}: {here.measured}" if here and here.measured_at else ""


def spread(values: Sequence[float | None], factor: float, unit: str) -> str:
    """From the lowest to the highest of a quarter-hour; the slider says the same in its own words."""
    low, high = values
    if low is None or high is None:
        return "Kein Knoten ist versorgt."
    return f"{'Spannung' if factor > 1 else 'Druck'} {decimal(low * factor)} bis {decimal(high * factor)} {unit}."


def of_power(found: Mapping[str, Any]) -> str:
    """The lowest voltage of the day."""
    worst: Mapping[str, Any] = found["day_voltage"][0] if found["day_voltage"] else {"value": None}
    if worst["value"] is None:
        return ""
    where = f"{worst['id']}{', ' + worst['street'] if worst['street'] else ''}"
    return f"Niedrigste des Tages: {volts(worst['value'], worst['kv'] or LOW_KV)} um {clock(worst['step'])} in {where}."


def network_day(actor: Clerk | Rule, network: str, moment: Moment) -> dict[str, Any]:
    """All values of a day for a slider, as uint16 in base64: elements and nodes, 96 quarter-hours each. Raises NoGrid, NoState."""
    _, answer = network_answer(actor, network, "state", day=dict(moment.day), step=moment.step, full=True)
    found, (use, nodes) = answer.values, answer.parts
    kept = ("elements", "nodes", "ranked", "node_streets", "per_percent", "per_unit", "count", "rows")
    return {
        "network": network,
        "words": KINDS,
        "day": moment.key,
        "shown": SHOWN,
        "use": b64encode(use).decode(),
        "node_values": b64encode(nodes).decode(),
        **{name: found[name] for name in kept if name in found},
    }


def network_map(actor: Clerk | Rule, network: str) -> bytes:
    """Streets, lines, points and nodes: four collections of GeoJSON in one JSON. Raises NoGrid, NoState."""
    return network_answer(actor, network, "map")[1].parts[0]
