"""A low-voltage area cut out of its grid: its own nodes, the transformers at its edge, and behind them feeds of a given voltage.

What the medium voltage does when something is added in the area is left out: it is held as it was. The angle between two feeds too.
"""

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.grid import (
    COUPLER,
    LINE,
    Bools,
    Devices,
    Floats,
    Ints,
    Lines,
    Nodes,
    PowerGrid,
    Sources,
    Switches,
    Transformers,
)

LOW_KV = 1.0

Table = TypeVar("Table", bound=Any)


def low_areas(made: Circuit) -> list[Ints]:
    """Supplied buses of at most 1 kV, those together that no transformer parts. In the order of their first ids: the same anywhere."""
    grid = made.grid
    on = made.line_start_on & made.line_end_on
    start, end = made.bus[grid.lines.start], made.bus[grid.lines.end]
    graph = coo_array((np.ones(int(on.sum())), (start[on], end[on])), shape=(made.buses, made.buses))
    label = connected_components(graph, directed=False)[1]
    low = supplied(made) & (grid.nodes.rated_kv[made.bus_node] <= LOW_KV)
    found = [np.flatnonzero(low & (label == number)) for number in np.unique(label[low])]
    return sorted(found, key=lambda buses: min(grid.nodes.id[node] for node in made.bus_node[buses]))


def cut_out(made: Circuit, buses: Ints) -> PowerGrid:
    """The area of these buses. Its sources stand at the high side of its transformers, with 1 p.u. until told otherwise."""
    grid, inside = made.grid, np.isin(made.bus, buses)
    units = made.hv_on & made.lv_on & inside[grid.transformers.lv] & ~inside[grid.transformers.hv]
    high = np.unique(grid.transformers.hv[units])
    nodes = inside.copy()
    nodes[high] = True
    place = np.cumsum(nodes) - 1
    lines = inside[grid.lines.start] & inside[grid.lines.end]
    own = np.flatnonzero(grid.sources.in_service & inside[grid.sources.node])
    feeds = np.concatenate([high, grid.sources.node[own]])
    return replace(
        grid,
        nodes=taken(grid.nodes, nodes, Nodes),
        lines=moved(taken(grid.lines, lines, Lines), place, "start", "end"),
        transformers=moved(taken(grid.transformers, units, Transformers), place, "hv", "lv"),
        switches=switches(grid, nodes, lines, units, place),
        loads=moved(taken(grid.loads, inside[grid.loads.node], Devices), place, "node"),
        generators=moved(taken(grid.generators, inside[grid.generators.node], Devices), place, "node"),
        sources=Sources(
            id=tuple(f"feed-{number}" for number in range(len(feeds))),
            node=place[feeds].astype(np.int64),
            voltage_pu=np.concatenate([np.ones(len(high)), grid.sources.voltage_pu[own]]),
            in_service=np.ones(len(feeds), dtype=bool),
        ),
    )


def switches(grid: PowerGrid, nodes: Bools, lines: Bools, units: Bools, place: Ints) -> Switches:
    """Those whose both sides are in the area."""
    old, places = grid.switches, {COUPLER: place, LINE: np.cumsum(lines) - 1}
    inside = {COUPLER: nodes, LINE: lines}
    last = np.cumsum(units) - 1
    other = [int(places.get(kind, last)[at]) for kind, at in zip(old.kind, old.other, strict=True)]
    there = [bool(inside.get(kind, units)[at]) for kind, at in zip(old.kind, old.other, strict=True)]
    rows = nodes[old.node] & np.array(there, dtype=bool)
    return moved(taken(replace(old, other=np.array(other, dtype=np.int64)), rows, Switches), place, "node")


def taken(table: Table, rows: Bools, kind: type[Table]) -> Table:
    """These rows of a table."""
    picked = np.flatnonzero(rows)
    columns = {name: getattr(table, name) for name in kind.__dataclass_fields__}
    found: Table = kind(**{name: rows_of(value, picked) for name, value in columns.items()})
    return found


def rows_of(column: Any, picked: Ints) -> Any:
    """Of an array or a tuple."""
    return column[picked] if isinstance(column, np.ndarray) else tuple(column[row] for row in picked)


def moved(table: Table, place: Ints, *names: str) -> Table:
    """Columns of nodes renumbered."""
    changed: Table = replace(table, **{name: place[getattr(table, name)].astype(np.int64) for name in names})
    return changed


def fed_at(grid: PowerGrid, voltage_pu: Floats) -> PowerGrid:
    """The same area with these voltages at its feeds, in their order."""
    return replace(grid, sources=replace(grid.sources, voltage_pu=voltage_pu))
