"""What sensors would see of a leak at each junction: the model asked once per revision, at one instant of the night.

A leak is asked for as a fixed draw of two sizes; between them the response of each sensor is a parabola through zero.
"""

from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.water import epanet
from glueckauf.supply.engine.water.grid import JUNCTION, Demands, Floats, Ints, WaterGrid
from glueckauf.supply.engine.water.inp import written

NIGHT_S = 3 * 3600
SIZES_M3H = (3.0, 15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Change of pressure in m at each sensor by q m³/h at each node: `linear` q + `square` q² (nodes x sensors; 0 where nothing can leak).

    `sensors`: rows of nodes. `demand_m3h`: what nodes draw at that instant.
    """

    grid: WaterGrid
    sensors: Ints
    linear: Floats
    square: Floats
    demand_m3h: Floats


def response(grid: WaterGrid, sensors: Ints, *, at_s: int = NIGHT_S) -> Response:
    """Two solutions per junction. sensors: rows of nodes that have a source. Raises NothingSupplied, NotConverged, HydraulicsFailed."""
    asked = with_leaks(grid)
    model = written(asked, steps=0, step_s=grid.pattern_step_s, start_s=at_s)
    junctions = np.flatnonzero((model.node > 0) & (np.array(grid.nodes.kind) == JUNCTION))
    category = np.bincount(asked.demands.node, minlength=len(grid.nodes))
    changes = np.zeros((len(SIZES_M3H), len(grid.nodes), len(sensors)))
    with epanet.Model(model.text) as opened, opened.instants() as solve:
        solve()
        numbers = model.node[sensors].tolist()
        base = opened.node_values(numbers, epanet.PRESSURE)
        demand = np.zeros(len(grid.nodes))
        demand[junctions] = opened.node_values(model.node[junctions].tolist(), epanet.DEMAND)
        for row in junctions.tolist():
            for number, size in enumerate(SIZES_M3H):
                opened.set_demand(int(model.node[row]), int(category[row]), size / grid.demand_factor)
                solve()
                changes[number, row] = opened.node_values(numbers, epanet.PRESSURE) - base
            opened.set_demand(int(model.node[row]), int(category[row]), 0.0)
    small, large = SIZES_M3H
    square = (changes[1] / large - changes[0] / small) / (large - small)
    return Response(
        grid=grid,
        sensors=sensors,
        linear=changes[0] / small - square * small,
        square=square,
        demand_m3h=demand,
    )


def with_leaks(grid: WaterGrid) -> WaterGrid:
    """A last demand of 0 at every junction, constant over time, to be set to what leaks."""
    rows, old = grid.nodes.of(JUNCTION), grid.demands
    made = Demands(
        node=np.concatenate([old.node, rows]),
        base_m3h=np.concatenate([old.base_m3h, np.zeros(len(rows))]),
        pattern=old.pattern + ("",) * len(rows),
    )
    return replace(grid, demands=made)
