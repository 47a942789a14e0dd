"""What feeds one node: the low-voltage area it lies in and the transformer before it. What its owner may be told about, and no more."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.grid import Bools, node_index
from glueckauf.supply.engine.power.judge import Extreme, extreme_of, uses
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.year import YearFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Masks: buses and lines reached from the node without passing a transformer, and the transformers at the edge of that."""

    bus: int
    buses: Bools
    lines: Bools
    transformers: Bools


def area(made: Circuit, node: str) -> Area:
    """Of a node in service."""
    grid = made.grid
    on = made.line_start_on & made.line_end_on
    start, end = made.bus[grid.lines.start], made.bus[grid.lines.end]
    graph = coo_array((np.ones(int(on.sum())), (start[on], end[on])), shape=(made.buses, made.buses))
    label = connected_components(graph, directed=False)[1]
    bus = int(made.bus[node_index(grid)[node]])
    inside = label == label[bus]
    units = made.hv_on & made.lv_on & (inside[made.bus[grid.transformers.hv]] | inside[made.bus[grid.transformers.lv]])
    return Area(bus=bus, buses=inside, lines=on & inside[start] & inside[end], transformers=units)


def tightest(made: Circuit, flow: YearFlow, limits: PowerLimits, where: Area) -> tuple[Extreme, ...]:
    """One for each quantity inside the area, tightest first."""
    grid = made.grid
    nodes = [grid.nodes.id[node] for node in made.bus_node[where.buses]]
    rows = {"line": np.flatnonzero(where.lines), "transformer": np.flatnonzero(where.transformers)}
    names = {"line": grid.lines.id, "transformer": grid.transformers.id}
    found = []
    for quantity, use, values in uses(flow, limits, where.buses):
        inside = rows.get(quantity)
        if inside is None:
            found.append(extreme_of(quantity, nodes, use, values, limits))
        elif len(inside):
            found.append(extreme_of(quantity, [names[quantity][row] for row in inside], use[:, inside], values[:, inside], limits))
    return tuple(sorted(found, key=lambda one: -one.use))
