"""A gas or heat grid with addresses -> our own exchange format, exactly."""

from typing import Any

from glueckauf.supply.engine.exports.tables import Columns, archive, files_of, named, plain
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    CONSUMERS,
    FEEDS,
    FLOWING,
    FLUID,
    GRID,
    JUNCTIONS,
    PIPES,
    PUMPS,
    SINKS,
    VALVES,
)
from glueckauf.supply.engine.imports.own_pipes import PROPERTIES
from glueckauf.supply.engine.pipes.fluid import Fluid
from glueckauf.supply.engine.pipes.model import PipeModel

ENDS = ("start", "end", "junction", "back", "out")


def exported(model: PipeModel) -> dict[str, bytes]:
    """File name -> content."""
    grid, places, houses = model.grid, model.grid.junctions, model.connections
    tables = {PIPES: grid.pipes, VALVES: grid.valves, FEEDS: grid.feeds, SINKS: grid.sinks, CONSUMERS: grid.consumers, PUMPS: grid.pumps}
    columns: dict[str, Columns] = {
        GRID: {"ambient_k": [grid.ambient_k], **of_fluid(grid.fluid)},
        FLUID: points(grid.fluid),
        JUNCTIONS: plain(FLOWING, JUNCTIONS, places) | {"x": places.xy[:, 0], "y": places.xy[:, 1]},
        **{file: joined(file, table, places.id) for file, table in tables.items()},
        CONNECTIONS: plain(FLOWING, CONNECTIONS, houses) | {"node": named(places.id, houses.node)},
    }
    return files_of(columns, FLOWING)


def zipped(model: PipeModel) -> bytes:
    """The same as an archive; the same grid gives the same bytes."""
    return archive(exported(model))


def of_fluid(fluid: Fluid) -> Columns:
    """One row."""
    known = {name: [getattr(fluid, name)] for name in ("is_gas", "compressibility", "compressibility_per_bar")}
    return {"fluid": [fluid.name], **known}


def points(fluid: Fluid) -> Columns:
    """All curves, also those of water: other formulas may come, this grid keeps its own."""
    curves = {name: getattr(fluid, name) for name in PROPERTIES}
    rows = [(name, *pair) for name, curve in curves.items() for pair in zip(curve.x.tolist(), curve.y.tolist(), strict=True)]
    return {name: [row[at] for row in rows] for at, name in enumerate(("property", "x", "y"))}


def joined(file: str, table: Any, junction: tuple[str, ...]) -> Columns:
    """With ids of junctions."""
    return plain(FLOWING, file, table) | {name: named(junction, getattr(table, name)) for name in ENDS if hasattr(table, name)}
