"""One element of the power grid for its card: what it is, its day, where its power comes from and who hangs on it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.day import loading, named, number
from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.calls.situation import dark_rows, day_of, grid_of, ids, place, places
from glueckauf.supply.engine.calls.told import addresses
from glueckauf.supply.engine.power.grid import COUPLER, LINE, TRANSFORMER, Floats, PowerGrid, switch_targets
from glueckauf.supply.engine.power.scenarios import Tie
from glueckauf.supply.engine.power.standing import DayState
from glueckauf.supply.engine.power.trace import NODE, SWITCH, Element, NoElement, element, trace

MOST_ADDRESSES = 400


def card(model: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """`id`, and `kind` where tables share it. Raises NoAnswer("element")."""
    grid, _ = grid_of(model, given)
    try:
        one = element(grid, given["id"], given.get("kind", ""))
    except NoElement as error:
        raise NoAnswer("element") from error
    found, traced = day_of(model, given), trace(grid, one)
    rows = dark_rows(model, traced.dark)
    return {
        "kind": one.kind,
        "id": one.id,
        "facts": facts(grid, one),
        "series": series(found, one),
        "limits": {name: limit["value"] for name, limit in given["limits"].items()},
        "first_step": found.first_step,
        "steps": len(model.profiles.values),
        "fed": traced.fed,
        "up": [told(grid, step) for step in traced.up],
        "nodes_down": int(traced.dark.sum()),
        "elements_down": ids(grid.transformers.id, traced.dark[grid.transformers.lv]),
        "addresses": addresses(model.found.connections, rows)[:MOST_ADDRESSES],
        "address_count": len(rows),
        "ties": [tie_told(grid, tie) for tie in traced.ties],
        "switches": list(own_switches(grid, one)),
        "at": spot(grid, one),
        "limits_of": limits_of(given["limits"]).voltage_low.source,
    }


def facts(grid: PowerGrid, one: Element) -> dict[str, Any]:
    """Plain values of its row."""
    nodes, row = grid.nodes, one.row
    if one.kind == NODE:
        return {"name": nodes.name[row], "street": nodes.street[row], "kv": float(nodes.rated_kv[row])}
    if one.kind == LINE:
        return {
            **named(grid, row),
            "rated_a": number(grid.lines.rated_a[row]),
            "length_m": number(grid.lines.length_m[row]),
            "r_ohm": number(grid.lines.r_ohm[row]),
            "x_ohm": number(grid.lines.x_ohm[row]),
            "ends": [nodes.id[grid.lines.start[row]], nodes.id[grid.lines.end[row]]],
            "in_service": bool(grid.lines.in_service[row]),
        }
    if one.kind == TRANSFORMER:
        units = grid.transformers
        return {
            **named(grid, len(grid.lines) + row),
            "rated_kva": number(units.rated_kva[row]),
            "hv_kv": number(units.hv_kv[row]),
            "lv_kv": number(units.lv_kv[row]),
            "uk_percent": number(units.uk_percent[row]),
            "tap": int(units.tap_position[row]),
            "ends": [nodes.id[units.hv[row]], nodes.id[units.lv[row]]],
            "in_service": bool(units.in_service[row]),
        }
    node = int(grid.switches.node[row])
    return {
        "street": nodes.street[node],
        "ends": [nodes.id[node], switch_targets(grid)[row]],
        "is_open": not bool(grid.switches.closed[row]),
        "breaker": bool(grid.switches.breaker[row]),
        "between": grid.switches.kind[row],
    }


def series(found: DayState, one: Element) -> list[float | None]:
    """96 values: loading in percent, or voltage in p.u. of a node; none of a switch."""
    if one.kind == SWITCH:
        return []
    if one.kind == NODE:
        values: Floats = found.voltage_pu[:, one.row]
    else:
        values = loading(found)[:, one.row + (len(found.made.grid.lines) if one.kind == TRANSFORMER else 0)]
    return [number(value) for value in values]


def told(grid: PowerGrid, one: Element) -> dict[str, Any]:
    """A step of the way to the feed."""
    return named(grid, one.row + (len(grid.lines) if one.kind == TRANSFORMER else 0))


def tie_told(grid: PowerGrid, tie: Tie) -> dict[str, Any]:
    """An open switch."""
    row = grid.switches.id.index(tie.id)
    return {"id": tie.id, "line": grid.lines.id[tie.line] if tie.line >= 0 else "", "street": grid.nodes.street[grid.switches.node[row]]}


def own_switches(grid: PowerGrid, one: Element) -> Any:
    """Those at its ends, or that meet a node."""
    for row, kind in enumerate(grid.switches.kind):
        other = int(grid.switches.other[row])
        meets = (kind == one.kind and other == one.row) or (
            one.kind == NODE and (int(grid.switches.node[row]) == one.row or (kind == COUPLER and other == one.row))
        )
        if meets:
            yield {"id": grid.switches.id[row], "is_open": not bool(grid.switches.closed[row])}


def spot(grid: PowerGrid, one: Element) -> list[tuple[float, float] | None]:
    """Its place on the map: one point, or two ends."""
    spots, _ = places(grid)
    if one.kind == NODE:
        rows = [one.row]
    elif one.kind == SWITCH:
        rows = [int(grid.switches.node[one.row])]
    else:
        table = (grid.lines.start, grid.lines.end) if one.kind == LINE else (grid.transformers.hv, grid.transformers.lv)
        rows = [int(column[one.row]) for column in table]
    return [place(spots, row) for row in np.array(rows).tolist()]
