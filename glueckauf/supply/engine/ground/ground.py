"""A network as the ground holds it, in one shape for all: lines with their place, addresses, and what happens when one is hit.

Places are longitude and latitude. A grid in an operator's own metres has no place here: its lines are counted as unplaced, never as absent.
"""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.ground.parts import Cuts, Parts, joined
from glueckauf.supply.engine.pipes.grid import PipeGrid
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.polygon import Bools, Floats, Ints
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import COUPLER, LINE, PowerGrid
from glueckauf.supply.engine.rows import Rows
from glueckauf.supply.engine.water.model import WaterModel
from glueckauf.supply.engine.water.segments import segments

LONGITUDES, LATITUDES = (5.5, 15.5), (47.0, 55.2)  # Germany: what lies elsewhere are no degrees
NOWHERE = np.zeros((0, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying(Rows):
    """Cables or pipes: `what` as the operator calls the type, `path` in degrees (empty: not known)."""

    id: tuple[str, ...]
    what: tuple[str, ...]
    path: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`xy`: nodes x 2 in degrees, NaN where unknown. `back`: a second node of each connection (return of heat), -1 for none."""

    lying: Lying
    parts: Parts
    connections: Connections
    back: Ints
    xy: Floats


def placed(xy: Floats) -> Floats:
    """NaN for what are no degrees in Germany."""
    low, high = np.array([LONGITUDES[0], LATITUDES[0]]), np.array([LONGITUDES[1], LATITUDES[1]])
    with np.errstate(invalid="ignore"):
        known = np.asarray(((xy >= low) & (xy <= high)).all(axis=1), dtype=bool)
    return np.where(known[:, None], xy, np.nan)


def path_of(path: Floats, start: Floats, end: Floats) -> Floats:
    """As drawn by the operator, else straight between its ends, else nowhere. Degrees."""
    for one in (placed(path) if len(path) > 1 else NOWHERE, np.stack([start, end])):
        if len(one) and np.isfinite(one).all():
            return one
    return NOWHERE


def no_return(connections: Connections) -> Ints:
    """Supplied from one side."""
    return np.full(len(connections), -1, dtype=np.int64)


def power_ground(grid: PowerGrid, connections: Connections) -> Ground:
    """Cables; transformers are bodies too, because they join two voltages."""
    xy, lines = placed(grid.nodes.xy), grid.lines
    return Ground(
        lying=Lying(
            id=lines.id,
            what=lines.name,
            path=tuple(path_of(NOWHERE, xy[a], xy[b]) for a, b in zip(lines.start, lines.end, strict=True)),
        ),
        parts=power_parts(grid),
        connections=connections,
        back=no_return(connections),
        xy=xy,
    )


def power_parts(grid: PowerGrid) -> Parts:
    """A switch at an end of a line or transformer lies between its body and its node, a coupler between two nodes."""
    lines, units, switches = grid.lines, grid.transformers, grid.switches
    nodes, first_unit = len(grid.nodes), len(lines)
    ends = np.concatenate([lines.start, lines.end, units.hv, units.lv])
    bodies = np.concatenate([np.arange(first_unit), np.arange(first_unit), *[first_unit + np.arange(len(units))] * 2])
    works = np.concatenate([lines.in_service, lines.in_service, units.in_service, units.in_service]) & grid.nodes.in_service[ends]
    couples = np.array([kind == COUPLER for kind in switches.kind], dtype=bool)
    at_unit = np.array([kind not in (COUPLER, LINE) for kind in switches.kind], dtype=bool)
    body = switches.other + first_unit * at_unit
    switched = set(zip(switches.node[~couples].tolist(), body[~couples].tolist(), strict=True))
    free = works & np.array([pair not in switched for pair in zip(ends.tolist(), bodies.tolist(), strict=True)], dtype=bool)
    node_part, body_part = joined(nodes, first_unit + len(units), ends[free], bodies[free])
    cuts = Cuts(
        id=switches.id,
        one=node_part[switches.node],
        other=np.where(couples, node_part[np.where(couples, switches.other, 0)], body_part[np.where(couples, 0, body)]),
        node=switches.node,
        closed=switches.closed & in_service(grid, couples, body),
    )
    return Parts(node=node_part, body=body_part, cuts=cuts, feeds=grid.sources.node[grid.sources.in_service])


def in_service(grid: PowerGrid, couples: Bools, body: Ints) -> Bools:
    """Switches with something that works on both sides."""
    bodies, nodes = np.concatenate([grid.lines.in_service, grid.transformers.in_service]), grid.nodes.in_service
    beyond = np.where(couples, nodes[np.where(couples, grid.switches.other, 0)], bodies[np.where(couples, 0, body)])
    return np.asarray(nodes[grid.switches.node] & beyond, dtype=bool)


def water_ground(model: WaterModel) -> Ground:
    """Pipes between isolation valves: segments."""
    grid, pipes, found = model.grid, model.grid.pipes, segments(model.grid)
    xy = placed(np.array([model.degrees(x, y) or (np.nan, np.nan) for x, y in grid.nodes.xy.tolist()]).reshape(-1, 2))
    drawn = [np.array([model.degrees(x, y) or (np.nan, np.nan) for x, y in path.tolist()]).reshape(-1, 2) for path in pipes.path]
    cuts = Cuts(id=grid.isolation.id, one=found.body, other=found.side, node=grid.isolation.node, closed=grid.isolation.open)
    return Ground(
        lying=Lying(
            id=pipes.id,
            what=tuple(f"DN {diameter:.0f}" for diameter in pipes.diameter_mm),
            path=tuple(path_of(path, xy[a], xy[b]) for path, a, b in zip(drawn, pipes.start, pipes.end, strict=True)),
        ),
        parts=Parts(node=found.node, body=found.pipe, cuts=cuts, feeds=np.concatenate([grid.reservoirs.node, grid.tanks.node])),
        connections=model.connections,
        back=no_return(model.connections),
        xy=xy,
    )


def pipes_ground(model: PipeModel) -> Ground:
    """Gas or heat: pipes between valves; supply and return are pipes of their own."""
    grid, pipes = model.grid, model.grid.pipes
    xy = placed(grid.junctions.xy)
    return Ground(
        lying=Lying(
            id=pipes.id,
            what=tuple(name or f"DN {bore:.0f}" for name, bore in zip(pipes.name, pipes.diameter_mm, strict=True)),
            path=tuple(path_of(path, xy[a], xy[b]) for path, a, b in zip(pipes.path, pipes.start, pipes.end, strict=True)),
        ),
        parts=pipe_parts(grid),
        connections=model.connections,
        back=returns(grid, model.connections),
        xy=xy,
    )


def pipe_parts(grid: PipeGrid) -> Parts:
    """Valves lie between two junctions; pumps and feeds hold what they feed."""
    pipes, works, alive = len(grid.pipes), grid.pipes.in_service, grid.junctions.in_service
    ends = np.concatenate([grid.pipes.start, grid.pipes.end])
    bodies = np.concatenate([np.arange(pipes), np.arange(pipes)])
    free = np.concatenate([works, works]) & alive[ends]
    node, body = joined(len(grid.junctions), pipes, ends[free], bodies[free])
    valves, pumps = grid.valves, grid.pumps.in_service
    cuts = Cuts(
        id=valves.id,
        one=node[valves.start],
        other=node[valves.end],
        node=valves.start,
        closed=valves.open & alive[valves.start] & alive[valves.end],
    )
    feeds = np.concatenate([grid.feeds.junction[grid.feeds.in_service], grid.pumps.out[pumps], grid.pumps.back[pumps]])
    return Parts(node=node, body=body, cuts=cuts, feeds=feeds)


def returns(grid: PipeGrid, connections: Connections) -> Ints:
    """Where the water of a heat connection goes back: the end of the consumer that begins at its node."""
    end = dict(zip(grid.consumers.start.tolist(), grid.consumers.end.tolist(), strict=True))
    return np.array([end.get(node, -1) for node in connections.node.tolist()], dtype=np.int64)
