"""Days of invented sensors as another process asks for them; and where such sensors would stand."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.power.addresses import node_of
from glueckauf.supply.engine.synthetic.sensing import meter_day, water_day
from glueckauf.supply.engine.water.grid import JUNCTION

METERS_A_FEEDER, FEEDERS = 8, 3


def water_places(kept: WaterKept, count: int) -> list[dict[str, str]]:
    """So many junctions with a house, as far apart as they can be (farthest first, Gonzalez 1985): node and address in words."""
    grid, joined = kept.model.grid, kept.model.connections
    house = {int(node): at for at, node in reversed(list(enumerate(joined.node.tolist())))}
    rows = [row for row in np.flatnonzero(np.array(grid.nodes.kind) == JUNCTION).tolist() if row in house]
    xy = grid.nodes.xy[rows]
    chosen = [0]
    apart = np.linalg.norm(xy - xy[0], axis=1)
    while len(chosen) < min(count, len(rows)):
        chosen.append(int(np.argmax(apart)))
        apart = np.minimum(apart, np.linalg.norm(xy - xy[chosen[-1]], axis=1))
    at = [house[rows[one]] for one in chosen]
    return [
        {"node": grid.nodes.id[rows[one]], "place": f"{joined.street[house_]} {joined.house_number[house_]}"}
        for one, house_ in zip(chosen, at, strict=True)
    ]


def meter_places(model: Model) -> list[dict[str, Any]]:
    """Houses of the first feeder of each of the first stations: connection, feeder (a switch at its head) and address in words."""
    grid, joined = model.found.grid, model.found.connections
    feeder = {}
    for kind, other, name in zip(grid.switches.kind, grid.switches.other, grid.switches.id, strict=True):
        if kind == "line" and name.endswith("-f1"):
            feeder[grid.lines.id[other].rsplit("-", 1)[0].replace("-k", "-a")] = name
    found: list[dict[str, Any]] = []
    for line_start, line_end in zip(grid.lines.start.tolist(), grid.lines.end.tolist(), strict=True):
        arm = feeder.get(grid.nodes.id[line_start].rsplit("-", 1)[0])
        for at in np.flatnonzero(joined.node == line_end).tolist() if arm else ():
            place = f"{joined.street[at]} {joined.house_number[at]}"
            found.append({"connection": joined.id[at], "feeder": arm, "place": place, "street": joined.street[at]})
    feeders = sorted({one["feeder"] for one in found})[:FEEDERS]
    return [one for name in feeders for one in [each for each in found if each["feeder"] == name][:METERS_A_FEEDER]]


def water_signal(kept: WaterKept, given: Mapping[str, Any]) -> dict[str, Any]:
    """given: `nodes`, and `leak` (address and m3h) or None. Raises UnknownAddress, KeyError."""
    grid = kept.model.grid
    row = {name: at for at, name in enumerate(grid.nodes.id)}
    leak = given["leak"]
    at = node_of(kept.model.connections, **leak["address"]) if leak else -1
    found = water_day(grid, np.array([row[name] for name in given["nodes"]]), leak=at, leak_m3h=leak["m3h"] if leak else 0.0)
    return {"pressure": np.round(found.pressure_bar, 4).tolist(), "inflow": np.round(found.inflow_m3h, 4).tolist()}


def meter_signal(model: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """given: `connections`, `day`. Raises KeyError."""
    joined = model.found.connections
    row = {name: at for at, name in enumerate(joined.id)}
    nodes = [int(joined.node[row[name]]) for name in given["connections"]]
    return {"power": np.round(meter_day(model.made, model.profiles, nodes, given["day"]), 4).tolist()}
