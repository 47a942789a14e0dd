"""A study in a grid of several low-voltage areas: that of the node over the year, the rest at its heaviest quarter-hour.

What is promised in another area neither dims nor burdens this one but through the medium voltage. Heaviest is the quarter-hour with the
most net load (for what feeds in: the most surplus) while the device runs, all at full power. The area sees that medium voltage all year,
never kinder than the truth. The rest of the grid is held against its limits then, controllable devices at their least, as in
connection.py; dimming for its sake is not forecast. The year of all buses of a city would take gigabytes, and is never made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.imports.own import Imported
from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.cut import cut_out, fed_at, rows_of
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints, PowerGrid, node_index
from glueckauf.supply.engine.power.judge import made_worse
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.newton import Flow
from glueckauf.supply.engine.power.promised import Device
from glueckauf.supply.engine.power.series import demand_kva
from glueckauf.supply.engine.power.year import YearFlow

STEP_PU = 1e-3  # the feed's voltage is rounded to the unkind side, so that the base year of an area serves the next question too
NOTHING = 1e-6


class NoArea(LookupError):
    """The node lies above the low voltage, or hangs on no feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`model`: the area alone, fed; `step`: the quarter-hour; `over`: outside the area something is over its limit there, and the device
    makes it worse."""

    model: Model
    step: int
    over: bool


def has_parts(model: Model) -> bool:
    """Whether a study takes an area only: a grid of one area is that area."""
    return len(model.areas) > 1


def part_of(model: Model, device: Device, promised: Sequence[Device], limits: PowerLimits) -> Part:
    """Raises NoArea, NotConverged."""
    made = model.made
    inside = np.isin(np.arange(made.buses), area_of(model, device.node))
    step = heaviest(model, device)
    flow = model.flows.flow(demands(model, step, device, promised))
    before, after = (outside(made, inside, flow, row) for row in (1, 2))
    over = bool(made_worse(before, after, limits, np.ones(int((~inside).sum()), dtype=bool))[0])
    return Part(model=fed(model, inside, flow.voltage_pu[0], device.sign), step=step, over=over)


def area_of(model: Model, node: str) -> Ints:
    """Buses of the low voltage around a node."""
    row = node_index(model.found.grid).get(node, -1)
    bus = -1 if row < 0 else int(model.made.bus[row])
    for buses in model.areas:
        if bus in buses:
            return buses
    raise NoArea(node)


def heaviest(model: Model, device: Device) -> int:
    """While the device runs."""
    running = np.flatnonzero(device.share > 0)
    steps = running if len(running) else np.arange(len(device.share))
    return int(steps[np.argmax(device.sign * model.net_kw[steps])])


def demands(model: Model, step: int, device: Device, promised: Sequence[Device]) -> Complexes:
    """Three scenarios x buses: everything at full power; what was promised at its least; the device with it, at its least."""
    base = demand_kva(model.made, model.profiles, np.array([step]))
    found, row = np.repeat(base, 3, axis=0), node_index(model.found.grid)
    for one in (*promised, device):
        bus = int(model.made.bus[row[one.node]]) if one.node in row else -1
        if bus < 0:
            continue
        least = one.power_kw if one.least_kw is None else min(one.least_kw, one.power_kw)
        found[:, bus] += one.sign * one.share[step] * np.array([one.power_kw, 0.0 if one is device else least, least])
    return found


def outside(made: Circuit, inside: Bools, flow: Flow, row: int) -> YearFlow:
    """One scenario without the area and its transformers, as a year of one step."""
    grid = made.grid
    lines = ~inside[made.bus[grid.lines.start]] & ~inside[made.bus[grid.lines.end]]
    units = ~inside[made.bus[grid.transformers.lv]]
    return YearFlow(
        voltage_pu=flow.voltage_pu[row : row + 1, ~inside].astype(np.float32),
        line_percent=flow.line_percent[row : row + 1, lines].astype(np.float32),
        transformer_percent=flow.transformer_percent[row : row + 1, units].astype(np.float32),
        unsolved=np.zeros(0, dtype=np.int64),
    )


def fed(model: Model, inside: Bools, voltage_pu: Floats, sign: int) -> Model:
    """The area with that voltage at its feeds; one that was asked for lately comes back with its base year."""
    made = model.made
    grid = cut_out(made, np.flatnonzero(inside))
    index = node_index(made.grid)
    at = voltage_pu[[made.bus[index[grid.nodes.id[node]]] for node in grid.sources.node]]
    rounded = (np.floor(at / STEP_PU + NOTHING) if sign > 0 else np.ceil(at / STEP_PU - NOTHING)) * STEP_PU
    key = f"area {int(np.flatnonzero(inside)[0])} {rounded.tolist()}"
    return model.remembered(key, lambda: Model(found=joined(model, fed_at(grid, rounded)), profiles=model.profiles))


def joined(model: Model, grid: PowerGrid) -> Imported:
    """With the addresses that lie in it."""
    old, row = model.found.connections, node_index(grid)
    ids = model.found.grid.nodes.id
    place = np.array([row.get(ids[node], -1) if node >= 0 else -1 for node in old.node.tolist()], dtype=np.int64)
    kept = np.flatnonzero(place >= 0)
    columns = {name: rows_of(getattr(old, name), kept) for name in type(old).__dataclass_fields__}
    return Imported(grid=grid, connections=replace(old, **{**columns, "node": place[kept]}))
