"""Single states of a grid of any size: the fixed point of dense.py with sparse factors in place of Z.

Constant power, magnitudes only. What this is not for is power-grid-model's: clocks that differ, and every step that does not settle.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import SuperLU, splu

from glueckauf.supply.engine.power.admittance import Complexes, admittance, end_currents, one_clock
from glueckauf.supply.engine.power.circuit import Circuit, feeds, supplied
from glueckauf.supply.engine.power.dense import still_off
from glueckauf.supply.engine.power.grid import Bools, Ints
from glueckauf.supply.engine.power.newton import Flow, Model, all_solved, completed

TOLERANCE = 1e-11  # p.u.: what the voltages may still be off
ROUNDS = 40


class Flows:
    """Flows of one circuit, factored once. Steps that do not settle, and circuits this is not for, are power-grid-model's."""

    def __init__(self, made: Circuit) -> None:
        self.made = made
        self.factors = Factors.of(made) if is_for(made) else None
        self.model: Model | None = None

    def flow(self, demand_kva: Complexes) -> Flow:
        """Demand per bus and step (steps x buses, kW + j kvar, consumption positive). Raises NotConverged if one step has no solution."""
        return all_solved(self.tried(demand_kva))

    def tried(self, demand_kva: Complexes) -> Flow:
        """The same; a step without a solution is not `solved`."""
        if self.factors is None:
            return self.newton.tried(demand_kva)
        return completed(self.factors.flow(demand_kva), lambda left: self.newton.tried(demand_kva[left]))

    @property
    def newton(self) -> Model:
        """Made when it is needed."""
        self.model = self.model or Model(self.made)
        return self.model


def is_for(made: Circuit) -> bool:
    """Whether angles play no part, and a feed has something to supply."""
    slack = feeds(made)
    return one_clock(made) and bool((slack >= 0).all()) and int(supplied(made).sum()) > len(set(slack.tolist()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """Y without the feeds, factored; currents at both ends of lines and transformers as a sparse map of voltages."""

    made: Circuit
    free: Ints
    factors: SuperLU
    idle: Complexes  # voltages of all buses without load
    ends: csr_array  # ends x buses: percent of the rating; transformers: per p.u. of voltage

    @classmethod
    def of(cls, made: Circuit) -> "Factors":
        """Of a circuit with a feed."""
        slack, sources = feeds(made), made.grid.sources
        free = np.setdiff1d(np.flatnonzero(supplied(made)), slack)
        y = admittance(made)
        idle = np.zeros(made.buses, dtype=np.complex128)
        idle[slack] = sources.voltage_pu[sources.in_service]
        # The order of symmetric patterns: a tree fills nothing in.
        symmetric = {"SymmetricMode": True}
        factors = splu(y[free][:, free].tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=symmetric)
        idle[free] = -factors.solve(y[free] @ idle)
        return cls(made=made, free=free, factors=factors, idle=idle, ends=end_currents(made))

    def flow(self, demand_kva: Complexes) -> Flow:
        """All steps; those that settle leave the rounds."""
        power = np.ascontiguousarray(-1e-3 * demand_kva[:, self.free].conj())
        voltage = np.tile(self.idle, (len(power), 1))
        moving, solved = np.arange(len(power)), np.zeros(len(power), dtype=bool)
        before = np.ones(len(power))
        for _ in range(ROUNDS):
            start = voltage[np.ix_(moving, self.free)]
            following = self.settled(power[moving], start)
            voltage[np.ix_(moving, self.free)] = following
            change = np.abs(following - start).max(axis=1, initial=0.0)
            there = still_off(change, before) < TOLERANCE
            solved[moving[there]] = True
            moving, before = moving[~there], change[~there]
            if not len(moving):
                break
        return self.read(voltage, solved)

    def settled(self, power: Complexes, voltage: Complexes) -> Complexes:
        """One round."""
        size = voltage.real**2 + voltage.imag**2
        current = power * voltage / size
        found: Complexes = self.idle[self.free] + self.factors.solve(np.ascontiguousarray(current).T).T
        return found

    def read(self, voltage: Complexes, solved: Bools) -> Flow:
        """What they mean for lines and transformers; zeros for steps that did not settle."""
        voltage[~solved] = 0
        size, units, count = np.abs(voltage), self.made.grid.transformers, len(self.made.grid.lines)
        flows = np.abs(self.ends @ voltage.T).T
        line, unit = flows[:, : 2 * count], flows[:, 2 * count :]
        sides = self.made.bus[np.stack([units.hv, units.lv])]
        return Flow(
            solved=solved,
            voltage_pu=size,
            energised=size > 0,
            line_percent=np.maximum(line[:, :count], line[:, count:]),
            transformer_percent=(unit.reshape(len(flows), 2, -1) * size[:, sides]).max(axis=1),
        )
