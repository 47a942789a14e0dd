"""A day of the water grid with valves as they stand, and what would be with another one shut. EPANET, quarter-hours."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.water.closure import usable_links
from glueckauf.supply.engine.water.grid import JUNCTION, Bools, Floats
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
