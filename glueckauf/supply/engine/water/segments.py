"""Parts of the grid between isolation valves: what goes dry together. Computed once per revision; a closure only reads it.

Pumps, control valves and pipes recorded closed do not separate: nobody isolates on a pressure-reducing valve. Method: Walski, Water
distribution valve topology for reliability analysis, 1993.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.water.grid import Bools, Ints, WaterGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Numbers per node and pipe; per isolation valve those of its two sides: the body of the pipe, and the node it sits at."""

    count: int
    node: Ints
    pipe: Ints
    body: Ints
    side: Ints


def segments(grid: WaterGrid) -> Segments:
    """Cuts at every isolation valve, whatever its position."""
    nodes, pipes = len(grid.nodes), len(grid.pipes)
    body = np.arange(pipes) + nodes
    cut_start, cut_end = cuts(grid)
    tail = np.concatenate([body[~cut_start], body[~cut_end], grid.pumps.start, grid.valves.start])
    head = np.concatenate([grid.pipes.start[~cut_start], grid.pipes.end[~cut_end], grid.pumps.end, grid.valves.end])
    graph = csr_matrix((np.ones(len(tail)), (tail, head)), shape=(nodes + pipes, nodes + pipes))
    count, number = connected_components(graph, directed=False)
    number = number.astype(np.int64)
    return Segments(
        count=int(count),
        node=number[:nodes],
        pipe=number[nodes:],
        body=number[nodes + grid.isolation.pipe],
        side=number[grid.isolation.node],
    )


def cuts(grid: WaterGrid) -> tuple[Bools, Bools]:
    """Pipes with a valve at start, at end."""
    at_start, at_end = np.zeros(len(grid.pipes), dtype=bool), np.zeros(len(grid.pipes), dtype=bool)
    pipe, node = grid.isolation.pipe, grid.isolation.node
    at_start[pipe[grid.pipes.start[pipe] == node]] = True
    at_end[pipe[grid.pipes.end[pipe] == node]] = True
    return at_start, at_end


def live(grid: WaterGrid, parts: Segments, inside: Bools, opened: Bools) -> Bools:
    """Segments outside `inside` that a reservoir or tank can press water into over opened valves; check valves are not trusted."""
    joins = opened & ~inside[parts.body] & ~inside[parts.side]
    graph = csr_matrix((np.ones(int(joins.sum())), (parts.body[joins], parts.side[joins])), shape=(parts.count, parts.count))
    number = connected_components(graph, directed=False)[1]
    sources = parts.node[np.concatenate([grid.reservoirs.node, grid.tanks.node])]
    sources = sources[~inside[sources]]
    return np.asarray(np.isin(number, number[sources]) & ~inside, dtype=bool)
