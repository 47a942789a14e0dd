"""What an import would do, before it becomes a revision: what a person looks at to see that the data is that of their grid."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.addresses import Connections, no_connections
from glueckauf.supply.engine.power.circuit import Circuit, circuit, islands, supplied
from glueckauf.supply.engine.power.difference import TABLES, Difference, difference
from glueckauf.supply.engine.power.grid import COUPLER, LINE, PowerGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of a table, and how many of them are in service."""

    table: str
    rows: int
    in_service: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """An open switch with voltage on both sides. `joins_feeds`: closing it would join two islands with feeds of their own, not a ring."""

    switch: str
    kind: str
    node: str
    beyond: str
    joins_feeds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """In normal switching. `islands`: groups of connected buses; `dark_islands` of them have no feed. Others are ids, in the grid's order.

    `unplaced`: connections without a node; `dark_connections`: their node is not supplied. `difference` is None for the first revision.
    """

    counts: tuple[Count, ...]
    islands: int
    dark_islands: int
    unsupplied: tuple[str, ...]
    out_of_service: tuple[str, ...]
    open_points: tuple[OpenPoint, ...]
    unplaced: tuple[str, ...]
    dark_connections: tuple[str, ...]
    difference: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The revision an import would follow."""

    grid: PowerGrid
    connections: Connections


def preview(grid: PowerGrid, connections: Connections | None = None, in_force: InForce | None = None) -> Preview:
    """Of any importer's grid; a format without addresses gives no connections, and those in force then count as removed."""
    given = no_connections() if connections is None else connections
    made = circuit(grid)
    number, live = islands(made), supplied(made)
    lit = np.array([bus >= 0 and bool(live[bus]) for bus in made.bus], dtype=bool)
    dark = ~lit & grid.nodes.in_service
    return Preview(
        counts=tuple(counts(grid, given)),
        islands=len(np.unique(number)),
        dark_islands=len(np.unique(number[~live])),
        unsupplied=tuple(grid.nodes.id[row] for row in np.flatnonzero(dark)),
        out_of_service=tuple(grid.nodes.id[row] for row in np.flatnonzero(~grid.nodes.in_service)),
        open_points=tuple(open_points(made)),
        unplaced=tuple(given.id[row] for row in np.flatnonzero(given.node < 0)),
        dark_connections=tuple(given.id[row] for row in np.flatnonzero(given.node >= 0) if not lit[given.node[row]]),
        difference=None if in_force is None else difference(in_force.grid, grid, in_force.connections, given),
    )


def counts(grid: PowerGrid, connections: Connections) -> Iterator[Count]:
    """Of all tables; switches and connections are always in service."""
    for name in TABLES:
        table = getattr(grid, name)
        yield Count(table=name, rows=len(table), in_service=int(table.in_service.sum()) if hasattr(table, "in_service") else len(table))
    yield Count(table="connections", rows=len(connections), in_service=len(connections))


def open_points(made: Circuit) -> Iterator[OpenPoint]:
    """Switches between two live sides. A branch that is open at both ends has none: closing one of them changes no ring."""
    grid, number, live = made.grid, islands(made), supplied(made)
    for row in np.flatnonzero(~grid.switches.closed):
        node, beyond = int(grid.switches.node[row]), other_side(made, int(row))
        if beyond < 0 or min(made.bus[node], made.bus[beyond]) < 0:
            continue
        here, there = made.bus[node], made.bus[beyond]
        if here != there and live[here] and live[there]:
            yield OpenPoint(
                switch=grid.switches.id[row],
                kind=grid.switches.kind[row],
                node=grid.nodes.id[node],
                beyond=grid.nodes.id[beyond],
                joins_feeds=bool(number[here] != number[there]),
            )


def other_side(made: Circuit, row: int) -> int:
    """The node beyond an open switch that has no other gap before it, -1 where there is none."""
    grid, kind = made.grid, made.grid.switches.kind[row]
    node, other = int(grid.switches.node[row]), int(grid.switches.other[row])
    if kind == COUPLER:
        return other
    near, far, near_on, far_on = (
        (grid.lines.start, grid.lines.end, made.line_start_on, made.line_end_on)
        if kind == LINE
        else (grid.transformers.hv, grid.transformers.lv, made.hv_on, made.lv_on)
    )
    beyond, joined = (far, far_on) if near[other] == node else (near, near_on)
    return int(beyond[other]) if joined[other] else -1
