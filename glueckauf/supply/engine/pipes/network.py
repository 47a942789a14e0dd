"""What positions of valves make of a grid: who is reached from a feed or pump, and the part that is solved."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from glueckauf.supply.engine.pipes.grid import Bools, Ints, PipeGrid, branch_ends
from glueckauf.supply.engine.pipes.problems import IslandWithoutFeed, NothingSupplied


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`island`: a number per junction. `supplied`: mask over junctions. `branch`: rows of the branches that are solved.

    `holds`: rows of junctions whose pressure a feed or pump holds. `served`: mask over consumers.
    """

    grid: PipeGrid
    island: Ints
    supplied: Bools
    branch: Ints
    start: Ints
    end: Ints
    holds: Ints
    served: Bools


def network(grid: PipeGrid, open_valves: Bools | None = None) -> Network:
    """`open_valves`: mask over valves, default as recorded. Raises NothingSupplied."""
    start, end = branch_ends(grid)
    works = np.concatenate([grid.pipes.in_service, grid.valves.open if open_valves is None else open_valves])
    works &= grid.junctions.in_service[start] & grid.junctions.in_service[end]
    island = islands(len(grid.junctions), start[works], end[works])
    holds = holding(grid)
    supplied = np.isin(island, island[holds]) & grid.junctions.in_service
    rows = np.flatnonzero(works & supplied[start])
    consumers = grid.consumers
    return Network(
        grid=grid,
        island=island,
        supplied=supplied,
        branch=rows,
        start=start[rows],
        end=end[rows],
        holds=holds,
        served=consumers.in_service & supplied[consumers.start] & supplied[consumers.end],
    )


def islands(count: int, start: Ints, end: Ints) -> Ints:
    """A number per junction: equal where branches join them."""
    graph = csr_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def holding(grid: PipeGrid) -> Ints:
    """Junctions whose pressure is held: feeds, and both sides of circulation pumps."""
    pumps = grid.pumps.in_service
    found = np.concatenate([grid.feeds.junction[grid.feeds.in_service], grid.pumps.out[pumps], grid.pumps.back[pumps]])
    found = np.unique(found[grid.junctions.in_service[found]])
    if not len(found):
        raise NothingSupplied("Netz", "Es gibt keine Einspeisung und keine Pumpe in Betrieb.")
    return found


def require_supply(made: Network) -> None:
    """For grids that must be whole. Raises IslandWithoutFeed at the first junction in service that nothing feeds."""
    dark = np.flatnonzero(~made.supplied & made.grid.junctions.in_service)
    if len(dark):
        parts = len(np.unique(made.island[dark]))
        reason = f"{len(dark)} Knoten in {parts} Teilnetzen haben keine Einspeisung."
        raise IslandWithoutFeed(made.grid.junctions.id[int(dark[0])], reason)
