"""What invented sensors of the invented town would show: pressures and inflow of a day by EPANET, power of houses from the year of loads.

Without noise: whoever simulates adds it. A burst is a draw that does not depend on pressure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.water.grid import JUNCTION, Demands, Floats, Ints, WaterGrid
from glueckauf.supply.engine.water.hydraulics import day

BAR_PER_M = 0.0980665
STEPS_A_DAY = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterDay:
    """Hours 0 to 23: `pressure_bar` hours x sensors, `inflow_m3h` of all sources together."""

    pressure_bar: Floats
    inflow_m3h: Floats


def water_day(grid: WaterGrid, sensors: Ints, *, leak: int = -1, leak_m3h: float = 0.0) -> WaterDay:
    """sensors: rows of nodes; leak: row of the node that draws `leak_m3h` more at all hours. Raises what EPANET raises."""
    asked = grid
    if leak >= 0 and leak_m3h:
        old = grid.demands
        more = Demands(
            node=np.append(old.node, leak), base_m3h=np.append(old.base_m3h, leak_m3h / grid.demand_factor), pattern=(*old.pattern, "")
        )
        asked = replace(grid, demands=more)
    found = day(asked, step_s=3600, hours=23)
    junction = np.array(grid.nodes.kind) == JUNCTION
    return WaterDay(pressure_bar=found.pressure_m[:24, sensors] * BAR_PER_M, inflow_m3h=found.demand_m3h[:24, junction].sum(axis=1))


def meter_day(made: Circuit, profiles: Profiles, nodes: Sequence[int], day_of_year: int) -> Floats:
    """Power in kW of 96 quarter-hours x nodes on that day (0 to 364) of the year of loads; below zero feeds in."""
    steps = np.arange(STEPS_A_DAY) + day_of_year * STEPS_A_DAY
    found: Floats = demand_kva(made, profiles, steps)[:, made.bus[list(nodes)]].real
    return found
