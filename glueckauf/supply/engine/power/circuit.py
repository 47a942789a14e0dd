"""What the switches make of a grid: electrical buses, which ends of a branch are connected, what is in service."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.power.grid import COUPLER, LINE, Bools, Ints, PowerGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A grid under given switch positions. `bus` of a node is its electrical bus; out-of-service nodes have -1.

    Line and transformer arrays keep the rows of the grid; a status of False means that end hangs free.
    """

    grid: PowerGrid
    bus: Ints
    bus_node: Ints  # a node that stands for the bus
    line_start_on: Bools
    line_end_on: Bools
    hv_on: Bools
    lv_on: Bools

    @property
    def buses(self) -> int:
        """How many."""
        return len(self.bus_node)


def circuit(grid: PowerGrid, closed: Bools | None = None, *, lines_out: Ints | None = None) -> Circuit:
    """Fuses nodes over closed couplers; opens ends at open switches. `lines_out`: rows of lines open at both ends (an outage)."""
    closed = grid.positions if closed is None else closed
    bus, bus_node = fused(grid, closed)
    start_on, end_on = line_ends(grid, closed, bus)
    if lines_out is not None:
        start_on[lines_out] = end_on[lines_out] = False
    hv_on, lv_on = transformer_ends(grid, closed, bus)
    return Circuit(grid=grid, bus=bus, bus_node=bus_node, line_start_on=start_on, line_end_on=end_on, hv_on=hv_on, lv_on=lv_on)


def fused(grid: PowerGrid, closed: Bools) -> tuple[Ints, Ints]:
    """Bus of each node, and for each bus the first of its nodes."""
    count = len(grid.nodes)
    tie = np.array([kind == COUPLER for kind in grid.switches.kind], dtype=bool) & closed
    a, b = grid.switches.node[tie], grid.switches.other[tie]
    alive = grid.nodes.in_service[a] & grid.nodes.in_service[b]
    graph = coo_array((np.ones(int(alive.sum())), (a[alive], b[alive])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    label[~grid.nodes.in_service] = -1
    kept, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    if len(kept) and kept[0] == -1:
        return (inverse - 1).astype(np.int64), first[1:].astype(np.int64)
    return inverse.astype(np.int64), first.astype(np.int64)


def line_ends(grid: PowerGrid, closed: Bools, bus: Ints) -> tuple[Bools, Bools]:
    """Whether each end of each line is connected."""
    lines, switches = grid.lines, grid.switches
    start_on = lines.in_service & (bus[lines.start] >= 0)
    end_on = lines.in_service & (bus[lines.end] >= 0)
    for row in np.flatnonzero(~closed):
        if switches.kind[row] == LINE:
            line = switches.other[row]
            if lines.start[line] == switches.node[row]:
                start_on[line] = False
            else:
                end_on[line] = False
    return start_on, end_on


def transformer_ends(grid: PowerGrid, closed: Bools, bus: Ints) -> tuple[Bools, Bools]:
    """Whether each side of each transformer is connected."""
    units, switches = grid.transformers, grid.switches
    hv_on = units.in_service & (bus[units.hv] >= 0)
    lv_on = units.in_service & (bus[units.lv] >= 0)
    for row in np.flatnonzero(~closed):
        if switches.kind[row] not in (COUPLER, LINE):
            unit = switches.other[row]
            if units.hv[unit] == switches.node[row]:
                hv_on[unit] = False
            else:
                lv_on[unit] = False
    return hv_on, lv_on


def islands(made: Circuit) -> Ints:
    """Island number of each bus; buses of one island are connected by lines and transformers with both ends on."""
    grid = made.grid
    line, unit = made.line_start_on & made.line_end_on, made.hv_on & made.lv_on
    a = np.concatenate([made.bus[grid.lines.start[line]], made.bus[grid.transformers.hv[unit]]])
    b = np.concatenate([made.bus[grid.lines.end[line]], made.bus[grid.transformers.lv[unit]]])
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(made.buses, made.buses))
    number: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return number


def feeds(made: Circuit) -> Ints:
    """Buses of the sources in service; -1 for one on a node that is out."""
    sources = made.grid.sources
    found: Ints = made.bus[sources.node[sources.in_service]]
    return found


def supplied(made: Circuit) -> Bools:
    """Whether each bus hangs on a source."""
    number, given = islands(made), feeds(made)
    return np.isin(number, number[given[given >= 0]])
