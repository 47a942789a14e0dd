"""PowerGrid and addresses -> our own exchange format, exactly."""

import numpy as np

from glueckauf.supply.engine.exports.tables import Columns, archive, files_of, named, plain
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    GENERATORS,
    GRID,
    LINES,
    LOADS,
    NODES,
    POWER,
    SOURCES,
    SWITCHES,
    TRANSFORMERS,
)
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import PowerGrid, switch_targets


def exported(grid: PowerGrid, connections: Connections) -> dict[str, bytes]:
    """File name -> content. Lines carry their own values, so no types are written."""
    node, lines, units = grid.nodes.id, grid.lines, grid.transformers
    columns: dict[str, Columns] = {
        GRID: {"frequency_hz": [grid.frequency_hz]},
        NODES: plain(POWER, NODES, grid.nodes) | {"x": grid.nodes.xy[:, 0], "y": grid.nodes.xy[:, 1]},
        LINES: plain(POWER, LINES, lines) | {"start": named(node, lines.start), "end": named(node, lines.end)},
        TRANSFORMERS: plain(POWER, TRANSFORMERS, units)
        | {"hv": named(node, units.hv), "lv": named(node, units.lv), "tap_side": np.where(units.tap_at_hv, "hv", "lv")},
        SWITCHES: plain(POWER, SWITCHES, grid.switches) | {"node": named(node, grid.switches.node), "other": switch_targets(grid)},
        LOADS: plain(POWER, LOADS, grid.loads) | {"node": named(node, grid.loads.node)},
        GENERATORS: plain(POWER, GENERATORS, grid.generators) | {"node": named(node, grid.generators.node)},
        SOURCES: plain(POWER, SOURCES, grid.sources) | {"node": named(node, grid.sources.node)},
        CONNECTIONS: plain(POWER, CONNECTIONS, connections) | {"node": named(node, connections.node)},
    }
    return files_of(columns, POWER)


def zipped(grid: PowerGrid, connections: Connections) -> bytes:
    """The same as an archive; the same grid gives the same bytes."""
    return archive(exported(grid, connections))
