"""Small water grids and the real one for tests of the supply engine."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from glueckauf.supply.engine.imports.epanet import water_grid
from glueckauf.supply.engine.water.grid import IsolationValves, Points, WaterGrid
from tests.shared import SHARED

# R - a - b - c - d in a row, b - e - d as a loop; T hangs on d behind a pipe. 10 m³/h each at b, c, d, e.
VILLAGE = """
[JUNCTIONS]
a 0 0
b 0 10
c 0 10
d 0 10
e 0 10
[RESERVOIRS]
R 60
[PIPES]
p0 R a 100 300 130
p1 a b 100 300 130
p2 b c 100 200 130
p3 c d 100 200 130
p4 b e 100 200 130
p5 e d 100 200 130
[COORDINATES]
R 0 0
a 100 0
b 200 0
c 300 0
d 400 0
e 300 100
[OPTIONS]
UNITS CMH
"""


def village(text: str = VILLAGE) -> WaterGrid:
    """As above."""
    return water_grid(text.encode()).grid


def town() -> WaterGrid:
    """L-Town, nominal."""
    return water_grid(town_file().read_bytes()).grid


def town_file() -> Path:
    """As EPANET reads it."""
    return Path(SHARED / "supply/water/L-TOWN.inp")


def with_valves(grid: WaterGrid, *places: tuple[str, str], closed: tuple[int, ...] = ()) -> WaterGrid:
    """Isolation valves v-0 … at (pipe, node); `closed` are recorded shut."""
    row = {name: at for at, name in enumerate(grid.nodes.id)}
    made = IsolationValves(
        id=tuple(f"v-{at}" for at in range(len(places))),
        pipe=np.array([grid.pipes.id.index(pipe) for pipe, _node in places]),
        node=np.array([row[node] for _pipe, node in places]),
        open=np.array([at not in closed for at in range(len(places))]),
        street=("Musterstraße",) * len(places),
    )
    return replace(grid, isolation=made)


def points(grid: WaterGrid, *nodes: str, priority: str = "") -> Points:
    """Customers or hydrants c-NODE."""
    return Points(
        id=tuple(f"c-{node}" for node in nodes),
        node=np.array([grid.nodes.id.index(node) for node in nodes], dtype=np.int64),
        street=("Musterstraße",) * len(nodes),
        priority=(priority,) * len(nodes),
    )


def valve_layer(grid: WaterGrid, generator: np.random.Generator, *, free: int = 2) -> WaterGrid:
    """Isolation valves on all but `free` pipes of every node that has more (strategic layout n-2, as wntr's generate_valve_layer)."""
    at: dict[int, list[int]] = {}
    for pipe, ends in enumerate(zip(grid.pipes.start.tolist(), grid.pipes.end.tolist(), strict=True)):
        for node in ends:
            at.setdefault(node, []).append(pipe)
    chosen = [(pipe, node) for node in sorted(at) for pipe in generator.permutation(at[node])[free:]]
    return with_valves(grid, *((grid.pipes.id[pipe], grid.nodes.id[node]) for pipe, node in chosen))
