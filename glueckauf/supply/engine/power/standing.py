"""A grid as it stands: switches that were moved, devices that came, and a day of quarter-hours of it for every line and node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, circuit, supplied
from glueckauf.supply.engine.power.grid import Bools, Floats, PowerGrid, node_index
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.newton import Flow
from glueckauf.supply.engine.power.promised import Device
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.power.sparse import Flows

DAY = 96  # quarter-hours


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """96 quarter-hours from `first_step` of the profile year. Voltages per node in p.u., NaN where dark; loading in percent of the rating.

    `live` per node: hangs on a feed. `solved` per step: what is not solved holds NaN.
    """

    made: Circuit
    first_step: int
    voltage_pu: Floats
    line_percent: Floats
    transformer_percent: Floats
    live: Bools
    solved: Bools
    demand_kva: Complexes  # steps x buses


def standing(grid: PowerGrid, moved: Mapping[str, bool]) -> tuple[PowerGrid, tuple[str, ...]]:
    """The same grid with these switches open (True) or closed as its normal positions, and the ids it does not have."""
    row = {name: at for at, name in enumerate(grid.switches.id)}
    closed = grid.switches.closed.copy()
    for name, is_open in moved.items():
        if name in row:
            closed[row[name]] = not is_open
    return replace(grid, switches=replace(grid.switches, closed=closed)), tuple(name for name in moved if name not in row)


def without(grid: PowerGrid, *, lines: Sequence[int] = (), transformers: Sequence[int] = ()) -> PowerGrid:
    """With these rows out of service."""
    line, unit = grid.lines.in_service.copy(), grid.transformers.in_service.copy()
    line[list(lines)] = False
    unit[list(transformers)] = False
    return replace(grid, lines=replace(grid.lines, in_service=line), transformers=replace(grid.transformers, in_service=unit))


def demand_of_day(made: Circuit, profiles: Profiles, first_step: int, devices: Sequence[Device]) -> Complexes:
    """Steps x buses. A device on a node that does not exist any more, or is out of service, counts nothing."""
    steps = slice(first_step, first_step + DAY)
    found, row = demand_kva(made, profiles, steps), node_index(made.grid)
    for one in devices:
        bus = made.bus[row[one.node]] if one.node in row else -1
        if bus >= 0:
            found[:, bus] += one.sign * one.power_kw * one.share[steps]
    return found


def day_state(grid: PowerGrid, profiles: Profiles, first_step: int, devices: Sequence[Device] = ()) -> DayState:
    """A day of a grid in its own positions."""
    made = circuit(grid)
    demand = demand_of_day(made, profiles, first_step, devices)
    return state_of(made, demand, first_step)


def state_of(made: Circuit, demand: Complexes, first_step: int) -> DayState:
    """The flow of each step, per node."""
    live = supplied(made)
    flow = Flows(made).tried(demand) if live.any() else nothing(made, len(demand))
    alive = (made.bus >= 0) & live[np.maximum(made.bus, 0)]
    voltage = np.where(alive, flow.voltage_pu[:, np.maximum(made.bus, 0)], np.nan)
    line, unit = flow.line_percent.copy(), flow.transformer_percent.copy()
    for values in (voltage, line, unit):
        values[~flow.solved] = np.nan
    return DayState(
        made=made,
        first_step=first_step,
        voltage_pu=voltage,
        line_percent=line,
        transformer_percent=unit,
        live=alive,
        solved=flow.solved,
        demand_kva=demand,
    )


def nothing(made: Circuit, steps: int) -> Flow:
    """Of a grid without a feed."""
    return Flow(
        solved=np.ones(steps, dtype=bool),
        voltage_pu=np.zeros((steps, made.buses)),
        energised=np.zeros((steps, made.buses), dtype=bool),
        line_percent=np.zeros((steps, len(made.grid.lines))),
        transformer_percent=np.zeros((steps, len(made.grid.transformers))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightest:
    """Where a day is nearest to a limit. `use`: share of what is allowed; infinite where a step has no solution."""

    quantity: str
    element: str
    step: int
    value: float
    use: float


def tightest(found: DayState, limits: PowerLimits) -> Tightest:
    """Over all steps and elements."""
    if not found.solved.all():
        return Tightest(quantity="solution", element="", step=int(np.argmin(found.solved)), value=np.nan, use=np.inf)
    grid = found.made.grid
    judged = (
        ("voltage_low", (1 - found.voltage_pu) / (1 - limits.voltage_low.value), found.voltage_pu, grid.nodes.id),
        ("voltage_high", (found.voltage_pu - 1) / (limits.voltage_high.value - 1), found.voltage_pu, grid.nodes.id),
        ("line", found.line_percent / limits.line_percent.value, found.line_percent, grid.lines.id),
        ("transformer", found.transformer_percent / limits.transformer_percent.value, found.transformer_percent, grid.transformers.id),
    )
    best = Tightest(quantity="line", element="", step=0, value=0.0, use=0.0)
    for quantity, use, values, names in judged:
        if not use.size or np.isnan(use).all():
            continue
        step, at = divmod(int(np.nanargmax(use)), use.shape[1])
        if use[step, at] > best.use:
            best = Tightest(quantity=quantity, element=names[at], step=step, value=float(values[step, at]), use=float(use[step, at]))
    return best
