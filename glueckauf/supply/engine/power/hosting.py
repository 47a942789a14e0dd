"""Hosting capacity: how much generation (or load) each node could still take, all nodes in lock-step bisection.

Values hold for one addition and never add up over neighbours. A grid over its limit without any addition is a state of its own, not "0 kW".
"""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.dense import Steps, dense
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints
from glueckauf.supply.engine.power.limits import PowerLimits

ROUNDS = 7  # 1 kW in 100 kW


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Largest power per node in kW, of those supplied; `over` when the grid breaks a limit without any addition, then all are NaN."""

    nodes: tuple[str, ...]
    largest_kw: Floats
    over: bool


def hosting(made: Circuit, demand_kva: Complexes, limits: PowerLimits, *, most_kw: float = 100.0, sign: int = -1) -> Hosting:
    """`demand_kva`: steps x buses, the binding steps of a year or one snapshot. `sign` -1: generation, 1: load."""
    live = np.flatnonzero(supplied(made))
    feeds = made.bus[made.grid.sources.node[made.grid.sources.in_service]]
    candidates = np.setdiff1d(live, feeds)
    names = tuple(made.grid.nodes.id[node] for node in made.bus_node[candidates])
    sweep = Sweep(made, demand_kva, limits, candidates)
    if sweep.over():
        return Hosting(nodes=names, largest_kw=np.full(len(candidates), np.nan), over=True)
    low, high = np.zeros(len(candidates)), np.full(len(candidates), float(most_kw))
    fits = sweep.fits(high, sign)
    low[fits] = high[fits]
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        fits = sweep.fits(middle, sign)
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return Hosting(nodes=names, largest_kw=low, over=False)


class Sweep:
    """All candidates at once, each with its own power, at every step given."""

    def __init__(self, made: Circuit, demand_kva: Complexes, limits: PowerLimits, candidates: Ints) -> None:
        self.limits, self.ready = limits, dense(made, candidates)
        self.live = supplied(made)
        self.base = demand_kva[:, self.ready.power_bus]
        self.idle = self.ready.block(self.base)

    def over(self) -> bool:
        """Whether a limit is broken already."""
        return bool((~self.within(self.idle)).any())

    def fits(self, power_kw: Floats, sign: int) -> Bools:
        """Of each candidate: all steps inside the limits."""
        count, good = len(power_kw), np.ones(len(power_kw), dtype=bool)
        for step in range(len(self.base)):
            demand = np.repeat(self.base[step : step + 1], count, axis=0)
            demand[np.arange(count), np.arange(count)] += sign * power_kw
            found = self.ready.block(demand)
            rise = np.abs(found.voltage_pu - self.idle.voltage_pu[step]).max(axis=1) * 100
            good &= self.within(found) & (rise <= self.limits.rise_percent.value)
        return good

    def within(self, found: Steps) -> Bools:
        """Of each step: voltages, lines and transformers inside their limits, and a solution."""
        limits, voltage = self.limits, found.voltage_pu[:, self.live]
        low, high = voltage.min(axis=1) >= limits.voltage_low.value, voltage.max(axis=1) <= limits.voltage_high.value
        line = (found.line_percent <= limits.line_percent.value).all(axis=1)
        unit = (found.transformer_percent <= limits.transformer_percent.value).all(axis=1)
        within: Bools = low & high & line & unit & found.solved
        return within
