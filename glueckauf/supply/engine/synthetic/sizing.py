"""Loads of a synthetic grid are scaled per station until its worst quarter-hours use what its quarter may: transformer, cable, voltage."""

from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.power.circuit import Circuit, circuit
from glueckauf.supply.engine.power.grid import Floats, Ints, PowerGrid
from glueckauf.supply.engine.power.newton import Flow, Model
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.synthetic.streets import ARMS, District

ROUNDS = 8
PER_PART = 2  # quarter-hours of each station and each arm that are looked at
MOST_STEPS = 64  # in all; of large towns those that are worst for most of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Station and arm of each node, -1 where it belongs to none."""

    station: Ints
    arm: Ints


def sized(grid: PowerGrid, series: Profiles, parts: list[District], places: Places) -> PowerGrid:
    """Nearly linear: each round meets the tightest of the three better."""
    made = circuit(grid)
    model, steps = Model(made), worst_steps(grid, series, places)
    station = places.station[grid.loads.node]
    factor = np.ones(len(parts))
    for _ in range(ROUNDS):
        now = replace(made, grid=scaled(grid, factor[station]))
        factor *= room(made, model.flow(demand_kva(now, series, steps)), parts, places)
    return scaled(grid, factor[station])


def scaled(grid: PowerGrid, factor: Floats) -> PowerGrid:
    """With other loads, to the watt."""
    p, q = np.round(grid.loads.p_kw * factor, 3), np.round(grid.loads.q_kvar * factor, 3)
    return replace(grid, loads=replace(grid.loads, p_kw=p, q_kvar=q))


def worst_steps(grid: PowerGrid, series: Profiles, places: Places) -> Ints:
    """The quarter-hours in which the loads of a station or of an arm draw most."""
    row = {name: at for at, name in enumerate(series.names)}
    profile = np.array([row[name] for name in grid.loads.profile], dtype=np.int64)
    station, arm = places.station[grid.loads.node], places.arm[grid.loads.node]
    found = []
    for part in (station, station * ARMS + arm):
        for one in np.unique(part):
            weight = np.bincount(profile[part == one], grid.loads.p_kw[part == one], minlength=len(row))
            found.append(np.argpartition(series.values @ weight.astype(np.float32), -PER_PART)[-PER_PART:])
    steps, often = np.unique(np.concatenate(found), return_counts=True)
    chosen: Ints = np.sort(steps[np.argsort(-often, kind="stable")[:MOST_STEPS]]).astype(np.int64)
    return chosen


def room(made: Circuit, flow: Flow, parts: list[District], places: Places) -> Floats:
    """Of each station: by how much its loads may grow, below 1 shrink."""
    grid, station, found = made.grid, places.station, np.ones(len(parts))
    lowest = flow.voltage_pu.min(axis=0)[made.bus]
    line, unit = flow.line_percent.max(axis=0) / 100, flow.transformer_percent.max(axis=0) / 100
    for at, part in enumerate(parts):
        found[at] = min(
            part.quarter.transformer_use / unit[station[grid.transformers.lv] == at].max(),
            part.quarter.line_use / line[station[grid.lines.end] == at].max(),
            (1 - part.quarter.lowest_pu) / (1 - lowest[station == at].min()),
        )
    return found
