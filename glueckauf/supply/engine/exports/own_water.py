"""A water grid with addresses -> our own exchange format, exactly: places in metres, and where their corner lies."""

from collections.abc import Iterator, Mapping
from typing import Any

from glueckauf.supply.engine.exports.tables import Columns, archive, files_of, named, plain
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    CONTROLS,
    CURVES,
    DEMANDS,
    GRID,
    HYDRANTS,
    ISOLATION,
    NODES,
    PATTERNS,
    PIPES,
    PUMPS,
    RESERVOIRS,
    TANKS,
    VALVES,
    WATER,
)
from glueckauf.supply.engine.water.grid import Floats, WaterGrid, link_ids
from glueckauf.supply.engine.water.model import WaterModel


def exported(model: WaterModel) -> dict[str, bytes]:
    """File name -> content."""
    grid, node = model.grid, model.grid.nodes.id
    rules = list(controls(grid))
    first = dict(zip(grid.customers.id, grid.customers.priority, strict=True))
    columns: dict[str, Columns] = {
        GRID: {name: [value] for name, value in plain(WATER, GRID, grid).items()}
        | {"coordinates": ["metres"], "longitude": [model.longitude], "latitude": [model.latitude]},
        NODES: plain(WATER, NODES, grid.nodes) | {"x": grid.nodes.xy[:, 0], "y": grid.nodes.xy[:, 1]},
        RESERVOIRS: plain(WATER, RESERVOIRS, grid.reservoirs) | {"node": named(node, grid.reservoirs.node)},
        TANKS: plain(WATER, TANKS, grid.tanks) | {"node": named(node, grid.tanks.node)},
        DEMANDS: plain(WATER, DEMANDS, grid.demands) | {"node": named(node, grid.demands.node)},
        **{file: linked(file, table, node) for file, table in ((PIPES, grid.pipes), (PUMPS, grid.pumps), (VALVES, grid.valves))},
        ISOLATION: plain(WATER, ISOLATION, grid.isolation)
        | {"pipe": named(grid.pipes.id, grid.isolation.pipe), "node": named(node, grid.isolation.node)},
        HYDRANTS: plain(WATER, HYDRANTS, grid.hydrants) | {"node": named(node, grid.hydrants.node)},
        CONNECTIONS: plain(WATER, CONNECTIONS, model.connections)
        | {"node": named(node, model.connections.node), "priority": [first.get(name, "") for name in model.connections.id]},
        PATTERNS: points(grid.patterns, ("pattern", "factor")),
        CURVES: points(grid.curves, ("curve", "x", "y")),
        CONTROLS: {name: [row[at] for row in rules] for at, name in enumerate(WATER.files[CONTROLS].columns)},
    }
    return files_of(columns, WATER)


def zipped(model: WaterModel) -> bytes:
    """The same as an archive; the same grid gives the same bytes."""
    return archive(exported(model))


def linked(file: str, table: Any, node: tuple[str, ...]) -> Columns:
    """Pipes, pumps or valves."""
    return plain(WATER, file, table) | {"start": named(node, table.start), "end": named(node, table.end)}


def points(groups: Mapping[str, Floats], names: tuple[str, ...]) -> Columns:
    """A row for each point of patterns or curves."""
    rows = [(name, *row) for name, values in groups.items() for row in values.reshape(len(values), -1).tolist()]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def controls(grid: WaterGrid) -> Iterator[tuple[Any, ...]]:
    """In the order of the columns."""
    links, node = link_ids(grid), grid.nodes.id
    for one in grid.controls:
        seconds = ["" if value < 0 else value for value in (one.time_s, one.clock_s)]
        yield links[one.link], one.becomes, node[one.node] if one.node >= 0 else "", one.above, one.level_m, *seconds
