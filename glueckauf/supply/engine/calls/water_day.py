"""A day of the water grid with valves as they stand, and what would be with another one shut. EPANET, quarter-hours."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import WaterKept, addresses
from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.day import number
from glueckauf.supply.engine.power.addresses import UnknownAddress, node_of
from glueckauf.supply.engine.water.closure import usable_links
from glueckauf.supply.engine.water.grid import JUNCTION, Bools, Floats, base_demand
from glueckauf.supply.engine.water.hydraulics import Day, day
from glueckauf.supply.engine.water.topology import supply

STEP_S, STEPS = 900, 96
KEPT = 4


def usable(kept: WaterKept, given: Mapping[str, Any]) -> tuple[Bools, list[str]]:
    """Links that carry, with `positions` (valve -> open) and `out` (pipes that are missing); and the ids the grid does not have."""
    grid = kept.model.grid
    opened, row = grid.isolation.open.copy(), {name: at for at, name in enumerate(grid.isolation.id)}
    moved = given.get("positions", {})
    for name, is_open in moved.items():
        if name in row:
            opened[row[name]] = is_open
    links = usable_links(grid, opened)
    for name in given.get("out", ()):
        if name not in grid.pipes.id:
            raise NoAnswer("element")
        links[grid.pipes.id.index(name)] = False
    return links, [name for name in moved if name not in row]


def day_of(kept: WaterKept, given: Mapping[str, Any]) -> Day:
    """As it stands, from what is kept where it was asked before."""
    key = json.dumps([given.get("positions", {}), sorted(given.get("out", ()))], sort_keys=True)
    if key not in kept.days:
        links, _ = usable(kept, given)
        kept.days[key] = day(kept.model.grid, step_s=STEP_S, pressure=kept.pressure, links=links)
        while len(kept.days) > KEPT:
            kept.days.popitem(last=False)
    kept.days.move_to_end(key)
    return kept.days[key]


def pressures(kept: WaterKept, given: Mapping[str, Any], found: Day) -> Floats:
    """96 steps x nodes, m; NaN at what is no junction, or dry."""
    grid = kept.model.grid
    links, _ = usable(kept, given)
    wet = supply(grid, links).reached & (np.array(grid.nodes.kind) == JUNCTION)
    return np.where(wet, found.pressure_m[:STEPS], np.nan)


def dry_customers(kept: WaterKept, dry: Bools) -> list[str]:
    """Of the nodes."""
    points = kept.model.grid.customers
    return [name for name, node in zip(points.id, points.node.tolist(), strict=True) if dry[node]]


def water_what_if(kept: WaterKept, given: Mapping[str, Any]) -> dict[str, Any]:
    """`change`: {"close": valve}, {"without": pipe}; at an `address`. Before and after: pressure there, who is dry, who is short.

    Raises NoAnswer: address, switch, element.
    """
    grid, change = kept.model.grid, given["change"]
    try:
        node = node_of(kept.model.connections, **given["address"])
    except UnknownAddress as error:
        raise NoAnswer("address") from error
    then = dict(given)
    name = change.get("close") or change.get("open")
    if name:
        if name not in grid.isolation.id:
            raise NoAnswer("switch")
        then["positions"] = {**given.get("positions", {}), name: "open" in change}
    if change.get("without"):
        then["out"] = [change["without"]]
    now_m, then_m = (lowest(pressures(kept, one, day_of(kept, one))) for one in (given, then))
    (before, _), (after, _) = usable(kept, given), usable(kept, then)
    dry = supply(grid, before).reached & ~supply(grid, after).reached
    short = (then_m < kept.pressure.full_m) & ~(now_m < kept.pressure.full_m) & (base_demand(grid) > 0)
    return {
        "node": grid.nodes.id[node],
        "house": [number(now_m[node]), number(then_m[node])],
        "least": kept.pressure.full_m,
        "dark_count": len(dry_customers(kept, dry)),
        "dark": addresses(kept.model, dry_customers(kept, dry))[:40],
        "short_count": len(dry_customers(kept, short)),
        "is_dry": bool(dry[node]),
    }


def lowest(pressure: Floats) -> Floats:
    """Of the day; NaN stays NaN."""
    return np.where(np.isnan(pressure).all(axis=0), np.nan, np.nanmin(np.where(np.isnan(pressure), np.inf, pressure), axis=0))
