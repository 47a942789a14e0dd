"""Pressures and flows over a day. Pressure-driven where somebody may get too little (closures), else as the demands say."""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.water import epanet
from glueckauf.supply.engine.water.grid import JUNCTION, Bools, Floats, Ints, WaterGrid
from glueckauf.supply.engine.water.inp import PressureDriven, Written, written

SOLVER = "EPANET"
DAY_S = 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Steps x nodes and steps x links; `times_s` from the start. Left out for want of a source: pressure NaN, demand and flow 0.

    `demand_m3h` is what was delivered, leaks through emitters included; of reservoirs and tanks their net inflow.
    `warnings`: EPANET's codes 2 to 6.
    """

    times_s: Ints
    pressure_m: Floats
    demand_m3h: Floats
    flow_m3h: Floats
    warnings: frozenset[int]
    solver: str
    version: str


def day(
    grid: WaterGrid,
    *,
    step_s: int | None = None,
    hours: float = 24,
    start_s: int = 0,
    pressure: PressureDriven | None = None,
    links: Bools | None = None,
) -> Day:
    """Solves `hours` from `start_s` in steps of `step_s` (default: the grid's own). `links`: usable ones (mask over links).

    Raises NothingSupplied, NotConverged, HydraulicsFailed, SolverMissing.
    """
    step = grid.step_s if step_s is None else step_s
    steps = round(hours * 3600 / step)
    model = written(grid, steps=steps, step_s=step, start_s=start_s, pressure=pressure, links=links)
    with epanet.Model(model.text) as opened:
        return solved(grid, model, opened, steps, step)


def solved(grid: WaterGrid, model: Written, opened: epanet.Model, steps: int, step_s: int) -> Day:
    """Runs an opened model and keeps the instants that are multiples of the step."""
    nodes, links = np.flatnonzero(model.node), np.flatnonzero(model.link)
    node_numbers, link_numbers = model.node[nodes].tolist(), model.link[links].tolist()
    pressure = np.full((steps + 1, len(model.node)), np.nan)
    demand, flow = np.zeros((steps + 1, len(model.node))), np.zeros((steps + 1, len(model.link)))
    opened.warnings.clear()
    for now in opened.steps():
        if now % step_s == 0 and now // step_s <= steps:
            row = now // step_s
            pressure[row, nodes] = opened.node_values(node_numbers, epanet.PRESSURE)
            demand[row, nodes] = opened.node_values(node_numbers, epanet.DEMAND)
            flow[row, links] = opened.link_values(link_numbers, epanet.FLOW)
    return Day(
        times_s=np.arange(steps + 1) * step_s,
        pressure_m=pressure,
        demand_m3h=demand,
        flow_m3h=flow,
        warnings=frozenset(opened.warnings),
        solver=SOLVER,
        version=epanet.version(),
    )


def lowest_pressure(grid: WaterGrid, result: Day) -> Floats:
    """Per node over the day, junctions only: NaN for reservoirs, tanks and the dry."""
    found: Floats = result.pressure_m.min(axis=0)
    return np.where(np.array(grid.nodes.kind) == JUNCTION, found, np.nan)
