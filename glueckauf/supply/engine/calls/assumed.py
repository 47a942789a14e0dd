"""What a plan of a closure takes for granted: valves are shut where somebody recorded it, and open everywhere else."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.water.closure import Closure, ids
from glueckauf.supply.engine.water.grid import Bools, WaterGrid
from glueckauf.supply.engine.water.topology import supply

MOST_TRIED = 4_000_000  # valves times nodes: some seconds
SHOWN = 40


def as_they_stand(grid: WaterGrid, positions: Mapping[str, bool]) -> Bools:
    """Isolation valves: open as recorded, or as `positions` says (id -> open)."""
    opened = grid.isolation.open.copy()
    for row, name in enumerate(grid.isolation.id):
        opened[row] = positions.get(name, bool(opened[row]))
    return opened


def assumed(grid: WaterGrid, plan: Closure, opened: Bools, positions: Mapping[str, bool]) -> dict[str, Any]:
    """`moved_shut`, `recorded_shut`: known. `open`: how many are taken as open because nobody recorded otherwise; `relied`: those of them
    on which somebody's water hangs once the plan is done, None where there are too many to try. `unknown`: positions of other valves.
    """
    names = grid.isolation.id
    guessed = opened & np.array([name not in positions for name in names], dtype=bool)
    return {
        "moved_shut": [name for name, is_open in positions.items() if name in names and not is_open],
        "recorded_shut": list(ids(names, ~grid.isolation.open & ~opened & np.array([name not in positions for name in names], dtype=bool))),
        "open": int(guessed.sum()),
        "relied": relied(grid, plan, guessed),
        "unknown": [name for name in positions if name not in names],
    }


def relied(grid: WaterGrid, plan: Closure, guessed: Bools) -> list[dict[str, Any]] | None:
    """With how many connections would be dry too if it is shut in truth; the most first."""
    rows = [row for row in np.flatnonzero(guessed).tolist() if grid.isolation.id[row] not in plan.close]
    if len(rows) * len(grid.nodes) > MOST_TRIED:
        return None
    wet, found = supply(grid, plan.usable).reached, list[tuple[int, int]]()
    for row in rows:
        links = plan.usable.copy()
        links[grid.isolation.pipe[row]] = False
        lost = int((wet & ~supply(grid, links).reached)[grid.customers.node].sum())
        if lost:
            found.append((-lost, row))
    isolation = grid.isolation
    return [{"id": isolation.id[row], "street": isolation.street[row], "customers": -lost} for lost, row in sorted(found)[:SHOWN]]
