"""What a circuit carries before a request comes: its year, and in it everything promised, at its least and at full power."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.dense import Dense, dense, with_power
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints, node_index
from glueckauf.supply.engine.power.year import YearFlow, changed_steps, year_flow


class NoConnection(LookupError):
    """The node does not exist or hangs on no feed in normal switching."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What is to be connected. `share`: of its power, per step. `sign` 1 draws, -1 feeds in. `least_kw`: dimmed no further, None: never."""

    node: str
    power_kw: float
    share: Floats
    sign: int = 1
    least_kw: float | None = None

    @property
    def floor_kw(self) -> float:
        """What it takes when it is dimmed as far as may be."""
        return self.power_kw if self.least_kw is None else min(self.least_kw, self.power_kw)

    def at(self, level: Floats | float) -> Floats | float:
        """kW at a level between its least (0) and its full power (1)."""
        return self.floor_kw + level * (self.power_kw - self.floor_kw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The year of a circuit before anything was promised: solved once, kept for all studies of the same grid."""

    ready: Dense
    demand_kva: Complexes  # steps x power buses of `ready`
    flow: YearFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A year with all that was promised before: solved once, kept for all who ask until something else is promised.

    `least`: every controllable device dimmed as far as may be, which the operator can always reach. `before`: all at full power.
    """

    ready: Dense
    floor_kva: Complexes  # steps x power buses, as in `least`
    span_kw: Floats  # steps x power buses: what full power adds to it
    runs: Bools  # steps in which something controllable runs
    least: YearFlow
    before: YearFlow


def promised_year(made: Circuit, base: Base, devices: Sequence[Device]) -> Promised:
    """Raises NoConnection."""
    live, rigid = supplied(made), [one for one in devices if one.least_kw is None]
    dimmable = [one for one in devices if one.least_kw is not None]
    floor, span = base.demand_kva.copy() if devices else base.demand_kva, np.zeros(base.demand_kva.shape)
    for one in devices:
        column = column_of(base.ready, bus_of(made, one.node, live))
        floor[:, column] += one.sign * one.floor_kw * one.share
        span[:, column] += one.sign * (one.power_kw - one.floor_kw) * one.share
    runs = running(dimmable, len(floor))
    least = changed_steps(base.flow, base.ready, floor, runs | running(rigid, len(floor))) if devices else base.flow
    before = changed_steps(least, base.ready, floor + span, runs) if dimmable else least
    return Promised(ready=base.ready, floor_kva=floor, span_kw=span, runs=runs, least=least, before=before)


def running(devices: Sequence[Device], steps: int) -> Bools:
    """Steps in which one of them runs."""
    found = np.zeros(steps, dtype=bool)
    for one in devices:
        found |= one.share > 0
    return found


def base_year(made: Circuit, demand_kva: Complexes, more: Ints) -> Base:
    """Solves the year. Demand: steps x buses; `more`: buses on which a device may come. Raises NotDense."""
    used = np.flatnonzero(np.any(demand_kva != 0, axis=0))
    ready = dense(made, np.union1d(np.union1d(with_power(made), used), more).astype(np.int64))
    demand = np.take(demand_kva, ready.power_bus, axis=1)
    return Base(ready=ready, demand_kva=demand, flow=year_flow(ready, demand))


def bus_of(made: Circuit, node: str, live: Bools) -> int:
    """The bus of a node that is supplied. Raises NoConnection."""
    row = node_index(made.grid).get(node)
    if row is None or made.bus[row] < 0 or not live[made.bus[row]]:
        raise NoConnection(node)
    return int(made.bus[row])


def column_of(ready: Dense, bus: int) -> int:
    """Of a bus. Raises NoConnection where no device may come: it has neither power nor an address."""
    found = np.flatnonzero(ready.power_bus == bus)
    if not len(found):
        raise NoConnection(ready.made.grid.nodes.id[ready.made.bus_node[bus]])
    return int(found[0])
