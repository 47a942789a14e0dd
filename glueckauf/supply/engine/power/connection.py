"""One more device at a connection: the year before and after it, what binds, and how often a controllable device would be dimmed.

§ 14a EnWG (BK6-22-300): a controllable device above 4.2 kW is not refused for overload; the operator may dim it, not below its minimum.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.dense import Dense, dense, with_power
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints, node_index
from glueckauf.supply.engine.power.judge import Extreme, extremes, made_worse
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.year import YearFlow, changed_steps, with_steps, year_flow

HEAVIEST = 256  # steps
ROUNDS = 12  # bisections: a twelfth round knows the power to 1/4096 of its range
QUARTER_H = 0.25


class Answer(StrEnum):
    """What the grid says. None of them is a refusal: that is for a person."""

    POSSIBLE = "possible"
    DIMMED = "dimmed"  # yes, with hours in which the operator would dim it
    REINFORCE = "reinforce"  # over a limit also at the least power: a person plans


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The year of a circuit before anything was promised: solved once, kept for all studies of the same grid."""

    ready: Dense
    demand_kva: Complexes  # steps x power buses of `ready`
    flow: YearFlow


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A circuit with the power of all its buses over the year, and what was promised before this request: accepted or waiting.

    `base`: the same year solved before, with all buses as power buses on which a device may come.
    """

    made: Circuit
    demand_kva: Complexes  # steps x buses: profiles
    limits: PowerLimits
    controllable: tuple[Device, ...] = ()
    rigid: tuple[Device, ...] = ()
    base: Base | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The answer with its evidence. `level` per step: 1 every controllable device at full power, 0 all at their least; `largest_kw`: of the
    new device without any step over a limit and without dimming. `steps_over`: steps over a limit also at the least power."""

    answer: Answer
    before: tuple[Extreme, ...]
    after: tuple[Extreme, ...]
    dimmed_hours: float
    largest_kw: float
    steps_over: int
    flow_before: YearFlow
    flow_after: YearFlow
    level: Floats


def study(case: Case, device: Device) -> Study:
    """The year without and with the device. Raises NoConnection, NotDense.

    Before: all others at full power. Where that or the device breaks a limit, all controllable devices are dimmed together, as far as
    needed; what is then still over a limit, and worse than with the others at their least, needs a person.
    """
    work = Work.of(case, device)
    full = work.after(work.everywhere(1.0))
    over = work.over(full)
    level = work.dimmed(over) if over.any() and work.can_dim else work.everywhere(1.0)
    after = work.after(level) if (level < 1).any() else full
    left = over if after is full else work.over(after)
    dimmed = (level < 1) & (device.share > 0) & (device.least_kw is not None)
    return Study(
        answer=Answer.REINFORCE if left.any() else Answer.DIMMED if dimmed.any() else Answer.POSSIBLE,
        before=extremes(case.made, work.before, case.limits, work.live),
        after=extremes(case.made, after, case.limits, work.live),
        dimmed_hours=float(dimmed.sum()) * QUARTER_H,
        largest_kw=work.largest(over),
        steps_over=int(left.sum()),
        flow_before=work.before,
        flow_after=after,
        level=level,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One study on its way. `others` and the device come as columns among the power buses."""

    case: Case
    device: Device
    ready: Dense
    column: int
    columns: tuple[int, ...]
    base: Complexes
    least: YearFlow  # others at their least: what the operator can always reach
    before: YearFlow  # others at full power
    live: Bools

    @classmethod
    def of(cls, case: Case, device: Device) -> "Work":
        """Prepares the solver with all nodes that count. Raises NoConnection."""
        live = supplied(case.made)
        promised = (*case.controllable, *case.rigid)
        buses = [bus_of(case.made, one.node, live) for one in (device, *promised)]
        kept = case.base or base_year(case.made, case.demand_kva, np.array(buses))
        columns = [int(np.flatnonzero(kept.ready.power_bus == bus)[0]) for bus in buses]
        base, running = kept.demand_kva.copy() if case.rigid else kept.demand_kva, np.zeros(len(kept.demand_kva), dtype=bool)
        for one, column in zip(case.rigid, columns[1 + len(case.controllable) :], strict=True):
            base[:, column] += one.sign * one.share * one.power_kw
            running |= one.share > 0
        others = base.copy() if case.controllable else base
        for one, column in zip(case.controllable, columns[1:], strict=False):
            others[:, column] += one.sign * one.share * (one.least_kw or 0.0)
            running |= one.share > 0
        least = changed_steps(kept.flow, kept.ready, others, running) if running.any() else kept.flow
        for one, column in zip(case.controllable, columns[1:], strict=False):
            others[:, column] += one.sign * one.share * (one.power_kw - (one.least_kw or 0.0))
        before = changed_steps(least, kept.ready, others, running) if case.controllable else least
        return cls(
            case=case,
            device=device,
            ready=kept.ready,
            column=columns[0],
            columns=tuple(columns[1 : 1 + len(case.controllable)]),
            base=base,
            least=least,
            before=before,
            live=live,
        )

    @property
    def can_dim(self) -> bool:
        """Whether anything can be dimmed."""
        return self.device.least_kw is not None or bool(self.case.controllable)

    def everywhere(self, level: float) -> Floats:
        """The same level in all steps."""
        return np.full(len(self.base), level)

    def demand(self, level: Floats, rows: Ints, *, scale: float = 1.0) -> Complexes:
        """Of these steps, controllable devices at their level; `scale` is of the new device's full power."""
        found = self.base[rows].copy()
        for one, column in zip((self.device, *self.case.controllable), (self.column, *self.columns), strict=True):
            least = one.power_kw if one.least_kw is None else min(one.least_kw, one.power_kw)
            power = least + level[rows] * (one.power_kw - least)
            found[:, column] += one.sign * one.share[rows] * power * (scale if one is self.device else 1.0)
        return found

    def after(self, level: Floats) -> YearFlow:
        """The year with the device."""
        rows = np.flatnonzero((self.device.share > 0) | (level < 1))
        return with_steps(self.before, rows, year_flow(self.ready, self.demand(level, rows)))

    def over(self, flow: YearFlow) -> Bools:
        """Steps over a limit and worse than with the others at their least; a step without a solution counts."""
        found = np.zeros(len(self.base), dtype=bool)
        rows = np.flatnonzero(np.any([one.share > 0 for one in (self.device, *self.case.controllable)], axis=0))
        found[rows] = made_worse(rows_of(self.least, rows), rows_of(flow, rows), self.case.limits, self.live)
        found[np.setdiff1d(flow.unsolved, self.least.unsolved)] = True
        return found

    def over_at(self, level: Floats, rows: Ints, *, scale: float = 1.0) -> Bools:
        """The same for some steps only."""
        part = year_flow(self.ready, self.demand(level, rows, scale=scale))
        found = made_worse(rows_of(self.least, rows), part, self.case.limits, self.live)
        found[part.unsolved] = True
        return found

    def dimmed(self, over: Bools) -> Floats:
        """At each step over a limit the highest level inside it; 0 where none is."""
        rows, level = np.flatnonzero(over), self.everywhere(1.0)
        low, high = np.zeros(len(rows)), np.ones(len(rows))
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            level[rows] = middle
            bad = self.over_at(level, rows)
            low, high = np.where(bad, low, middle), np.where(bad, middle, high)
        level[rows] = low
        return level

    def largest(self, over: Bools) -> float:
        """The device's largest power without dimming. Exact where more power is never better: held against the full sweep in tests.

        The heaviest steps mostly decide: they are bisected alone, and what they leave is asked of all the others.
        """
        rows, full = np.flatnonzero(over), self.everywhere(1.0)
        if not len(rows):
            return self.device.power_kw
        asked = rows[np.argsort(np.abs(self.demand(full, rows).sum(axis=1)))[-HEAVIEST:]]
        while low := self.bisected(full, asked):
            also = np.setdiff1d(rows, asked)
            bad = also[self.over_at(full, also, scale=low)] if len(also) else also
            if not len(bad):
                break
            asked = np.union1d(asked, bad)
        return self.device.power_kw * low

    def bisected(self, level: Floats, rows: Ints) -> float:
        """The largest share of the new device's power that none of these steps minds."""
        low, high = 0.0, 1.0
        for _ in range(ROUNDS):
            middle = (low + high) / 2
            bad = self.over_at(level, rows, scale=middle)
            low, high, rows = (low, middle, rows[bad]) if bad.any() else (middle, high, rows)
        return low


def base_year(made: Circuit, demand_kva: Complexes, more: Ints) -> Base:
    """Solves the year. Demand: steps x buses; `more`: buses on which a device may come. Raises NotDense."""
    used = np.flatnonzero(np.any(demand_kva != 0, axis=0))
    ready = dense(made, np.union1d(np.union1d(with_power(made), used), more).astype(np.int64))
    demand = np.ascontiguousarray(demand_kva[:, ready.power_bus])
    return Base(ready=ready, demand_kva=demand, flow=year_flow(ready, demand))


def bus_of(made: Circuit, node: str, live: Bools) -> int:
    """The bus of a node that is supplied. Raises NoConnection."""
    row = node_index(made.grid).get(node)
    if row is None or made.bus[row] < 0 or not live[made.bus[row]]:
        raise NoConnection(node)
    return int(made.bus[row])


def rows_of(flow: YearFlow, rows: Ints) -> YearFlow:
    """Some steps of a year."""
    return replace(
        flow,
        voltage_pu=flow.voltage_pu[rows],
        line_percent=flow.line_percent[rows],
        transformer_percent=flow.transformer_percent[rows],
        unsolved=np.flatnonzero(np.isin(rows, flow.unsolved)),
    )
