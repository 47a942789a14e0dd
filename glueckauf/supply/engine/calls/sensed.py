"""What the model computes where sensors stand, so that a measured value has something beside it. Both are never one number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.day import number
from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.calls.situation import day_of, grid_of, place, places
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import Floats

PRESSURE, METER, INFLOW = "pressure", "meter", "inflow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`node`: id, empty for an inflow. `values`: quarter-hours, or one of a grid without a day. `shared`: connections they are of."""

    node: str
    at: tuple[float, float] | None
    unit: str
    values: Floats
    shared: int = 1


def told(given: Mapping[str, Any], seen: Callable[[str, str], Seen | None]) -> dict[str, Any]:
    """`sensors`: kind, element and `step` of the quarter-hour wanted, or None. `only`: those at this node, with the whole day.

    Sensors the grid has no place for are left out; `index` says which one a row is of.
    """
    found = []
    for index, one in enumerate(given["sensors"]):
        here = seen(one["kind"], one["element"])
        if here is None or given.get("only", here.node) != here.node:
            continue
        step = one["step"]
        values = {"values": [number(value) for value in here.values]} if "only" in given else {}
        value = None if step is None else number(here.values[min(step, len(here.values) - 1)])
        found.append({"index": index, "node": here.node, "at": here.at, "unit": here.unit, "shared": here.shared, "value": value, **values})
    return {"seen": found}


def power_sensed(model: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """Meters: the power of all connections at the bus of the house, as the year of loads and promised devices say. Raises NoAnswer."""
    grid, _ = grid_of(model, given)
    found, joined, (spots, _) = day_of(model, given), model.found.connections, places(grid)
    row = rows_of(joined)
    bus = np.where(joined.node >= 0, found.made.bus[np.maximum(joined.node, 0)], -1)

    def seen(kind: str, element: str) -> Seen | None:
        at = row.get(element, -1)
        if kind != METER or at < 0 or bus[at] < 0:
            return None
        node = int(joined.node[at])
        power = np.where(found.live[node], found.demand_kva[:, bus[at]].real, np.nan)
        return Seen(node=grid.nodes.id[node], at=place(spots, node), unit="kW", values=power, shared=int((bus == bus[at]).sum()))

    return told(given, seen)


def rows_of(joined: Connections) -> dict[str, int]:
    """Connections by id."""
    return {name: at for at, name in enumerate(joined.id)}
