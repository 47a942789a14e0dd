"""How far it is along the pipes."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from glueckauf.supply.engine.water.grid import Floats, Ints, WaterGrid, link_ends


def node_distances(grid: WaterGrid) -> Floats:
    """Metres between nodes along pipes, infinite between islands; pumps and valves have no length. nodes x nodes."""
    start, end = link_ends(grid)
    short = np.full(len(start) - len(grid.pipes), 0.01)  # a sparse graph takes 0 for "no edge"
    graph = csr_matrix((np.concatenate([grid.pipes.length_m, short]), (start, end)), shape=(len(grid.nodes),) * 2)
    found: Floats = shortest_path(graph, method="D", directed=False)
    return found


def pipe_distances(grid: WaterGrid, metres: Floats, pipes: Sequence[int] | Ints) -> Floats:
    """Metres from the middle of each of these pipes to the middle of every pipe, along pipes (pipes x all pipes)."""
    start, end, half = grid.pipes.start, grid.pipes.end, grid.pipes.length_m / 2
    rows = np.asarray(pipes, dtype=np.int64)
    ends = [metres[a[rows]][:, b] for a in (start, end) for b in (start, end)]
    found = np.minimum.reduce(ends) + half[rows][:, None] + half[None]
    found[np.arange(len(rows)), rows] = 0.0
    return np.asarray(found, dtype=np.float64)
