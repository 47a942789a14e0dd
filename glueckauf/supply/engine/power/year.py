"""A year of quarter-hours of one low-voltage circuit, and the same year with one more device: only the steps in which it runs change."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit
from glueckauf.supply.engine.power.dense import BLOCK, Dense
from glueckauf.supply.engine.power.grid import Bools, Ints
from glueckauf.supply.engine.power.newton import Model

Singles = NDArray[np.float32]
THREADS = 2  # that share the blocks of a year; more than two cores wait for memory


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFlow:
    """States of all steps. Single precision is 1e-7 p.u., far below any limit; the solution itself is found in double precision.

    `unsolved`: steps no method could solve: what is asked there cannot be supplied.
    """

    voltage_pu: Singles
    line_percent: Singles
    transformer_percent: Singles
    unsolved: Ints


def year_flow(prepared: Dense, demand_kva: Complexes, *, threads: int = THREADS) -> YearFlow:
    """Demand: steps x power buses of `prepared`, kW + j kvar, consumption positive. `threads` share the blocks; BLAS has one each then."""
    made, steps = prepared.made, len(demand_kva)
    voltage = np.empty((steps, made.buses), dtype=np.float32)
    line = np.empty((steps, len(made.grid.lines)), dtype=np.float32)
    unit = np.empty((steps, len(made.grid.transformers)), dtype=np.float32)
    solved = np.empty(steps, dtype=bool)

    def fill(first: int) -> None:
        rows = slice(first, first + BLOCK)
        found = prepared.stored(demand_kva[rows])
        voltage[rows], line[rows], unit[rows], solved[rows] = found.voltage_pu, found.line_percent, found.transformer_percent, found.solved

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, range(0, steps, BLOCK)))
    flow = YearFlow(voltage_pu=voltage, line_percent=line, transformer_percent=unit, unsolved=np.flatnonzero(~solved))
    return flow if solved.all() else with_newton(prepared, flow, demand_kva)


def with_newton(prepared: Dense, flow: YearFlow, demand_kva: Complexes) -> YearFlow:
    """Steps the fixed point left open, one by one: a step without a solution must not take others with it."""
    model, lost = Model(prepared.made), []
    for step in flow.unsolved:
        total = np.zeros((1, prepared.made.buses), dtype=np.complex128)
        total[0, prepared.power_bus] = demand_kva[step]
        try:
            found = model.flow(total, threads=-1)
        except ArithmeticError:
            lost.append(step)
            continue
        flow.voltage_pu[step], flow.line_percent[step] = found.voltage_pu[0], found.line_percent[0]
        flow.transformer_percent[step] = found.transformer_percent[0]
    return YearFlow(
        voltage_pu=flow.voltage_pu,
        line_percent=flow.line_percent,
        transformer_percent=flow.transformer_percent,
        unsolved=np.array(lost, dtype=np.int64),
    )


def changed_steps(before: YearFlow, prepared: Dense, demand_kva: Complexes, running: Bools) -> YearFlow:
    """The year after: steps outside `running` are those of before, exactly. Demand holds all steps."""
    rows = np.flatnonzero(running)
    return with_steps(before, rows, year_flow(prepared, demand_kva[rows]))


def with_steps(before: YearFlow, rows: Ints, part: YearFlow) -> YearFlow:
    """The year with these steps replaced."""
    return YearFlow(
        voltage_pu=merged(before.voltage_pu, rows, part.voltage_pu),
        line_percent=merged(before.line_percent, rows, part.line_percent),
        transformer_percent=merged(before.transformer_percent, rows, part.transformer_percent),
        unsolved=np.union1d(np.setdiff1d(before.unsolved, rows), rows[part.unsolved]),
    )


def merged(before: Singles, rows: Ints, part: Singles) -> Singles:
    """A copy with these rows replaced."""
    after = before.copy()
    after[rows] = part
    return after


def summed(made: Circuit, prepared: Dense, load_kva: Complexes, generation_kva: Complexes) -> Complexes:
    """Steps x loads and steps x generators to steps x power buses; what is out of service counts nothing."""
    grid, place = made.grid, np.full(made.buses, -1)
    place[prepared.power_bus] = np.arange(len(prepared.power_bus))
    total = np.zeros((load_kva.shape[0], len(prepared.power_bus)), dtype=np.complex128)
    for devices, power, sign in ((grid.loads, load_kva, 1), (grid.generators, generation_kva, -1)):
        bus = made.bus[devices.node]
        column = np.where(devices.in_service & (bus >= 0), place[bus], -1)
        for device in np.flatnonzero(column >= 0):
            total[:, column[device]] += sign * power[:, device]
    return total
