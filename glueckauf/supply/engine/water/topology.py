"""Who is connected with whom, and who can get water at all: decided by topology, before any hydraulics.

An EPANET model with a part that has no source gives pressures that mean nothing; here such a part is known beforehand and left out.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from glueckauf.supply.engine.water.grid import CLOSED, PRV, PSV, RESERVOIR, TANK, Bools, Ints, WaterGrid, link_ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Masks over nodes. `from_tank`: reached by a tank but by no reservoir, so only until it is empty."""

    reached: Bools
    from_tank: Bools


def passable(grid: WaterGrid) -> Bools:
    """Links that may carry water: not closed, or closed while a control or pattern may open them."""
    found = np.concatenate([grid.pipes.open, grid.pumps.open, np.array([state != CLOSED for state in grid.valves.state], dtype=bool)])
    found[[control.link for control in grid.controls]] = True
    first = len(grid.pipes)
    found[first : first + len(grid.pumps)] |= np.array([name != "" for name in grid.pumps.pattern], dtype=bool)
    return found


def one_way(grid: WaterGrid) -> Bools:
    """Links that let water pass from start to end only: check valves, pumps, pressure valves."""
    return np.concatenate(
        [grid.pipes.one_way, np.ones(len(grid.pumps), dtype=bool), np.array([kind in (PRV, PSV) for kind in grid.valves.kind], dtype=bool)]
    )


def islands(grid: WaterGrid) -> Ints:
    """A number per node: equal where links join them, whatever their state."""
    start, end = link_ends(grid)
    count = len(grid.nodes)
    graph = csr_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def supply(grid: WaterGrid, links: Bools | None = None) -> Supply:
    """Who is reached over these links (mask over links, default: all that are passable)."""
    usable = passable(grid) if links is None else links
    river = reached(grid, usable, grid.nodes.of(RESERVOIR))
    every = reached(grid, usable, np.concatenate([grid.nodes.of(RESERVOIR), grid.nodes.of(TANK)]))
    return Supply(reached=every, from_tank=every & ~river)


def reached(grid: WaterGrid, usable: Bools, sources: Ints) -> Bools:
    """Nodes that water from these sources can get to."""
    start, end = link_ends(grid)
    back = usable & ~one_way(grid)
    count = len(grid.nodes)
    tail = np.concatenate([start[usable], end[back], np.full(len(sources), count)])
    head = np.concatenate([end[usable], start[back], sources])
    graph = csr_matrix((np.ones(len(tail)), (tail, head)), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, dtype=bool)
    found[breadth_first_order(graph, count, directed=True, return_predecessors=False)] = True
    return found[:count]
