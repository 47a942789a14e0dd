"""One more device at a connection: the year before and after it, what binds, and how often a controllable device would be dimmed.

§ 14a EnWG (BK6-22-300): a controllable device above 4.2 kW is not refused for overload; the operator may dim it, not below its minimum.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, supplied
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints
from glueckauf.supply.engine.power.highest import highest
from glueckauf.supply.engine.power.judge import Extreme, excess, extremes
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.promised import Device, Promised, bus_of, column_of
from glueckauf.supply.engine.power.year import YearFlow, with_steps, year_flow

HEAVIEST = 256  # steps
QUARTER_H = 0.25


class Answer(StrEnum):
    """What the grid says. None of them is a refusal: that is for a person."""

    POSSIBLE = "possible"
    DIMMED = "dimmed"  # yes, with hours in which the operator would dim it
    REINFORCE = "reinforce"  # over a limit also at the least power: a person plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A circuit, its limits, and its year with what was promised before this request: accepted or waiting."""

    made: Circuit
    limits: PowerLimits
    year: Promised


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
    """The year without and with the device. Raises NoConnection.

    Before: all others at full power. Where that or the device breaks a limit, all controllable devices are dimmed together, as far as
    needed; what is then still over a limit, and worse than with the others at their least, needs a person.
    """
    work = Work.of(case, device)
    full = work.with_device()
    excess_full = work.excess(full)
    level = work.dimmed(excess_full) if work.can_dim else np.ones(work.steps)
    after = work.dimmed_to(level, full)
    left = work.excess(after) > 0
    dimmed = (level < 1) & (device.share > 0) & (device.least_kw is not None)
    return Study(
        answer=Answer.REINFORCE if left.any() else Answer.DIMMED if dimmed.any() else Answer.POSSIBLE,
        before=extremes(case.made, case.year.before, case.limits, work.live),
        after=extremes(case.made, after, case.limits, work.live),
        dimmed_hours=float(dimmed.sum()) * QUARTER_H,
        largest_kw=work.largest(excess_full),
        steps_over=int(left.sum()),
        flow_before=case.year.before,
        flow_after=after,
        level=level,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One study on its way. The device comes as a column among the power buses; `runs`: steps in which it or something that can be
    dimmed runs. Excess: by how much a step is over a limit, and worse than with the others at their least; 0 or less: it is not."""

    case: Case
    device: Device
    column: int
    runs: Ints
    live: Bools

    @classmethod
    def of(cls, case: Case, device: Device) -> "Work":
        """Raises NoConnection."""
        live = supplied(case.made)
        column = column_of(case.year.ready, bus_of(case.made, device.node, live))
        return cls(case=case, device=device, column=column, runs=np.flatnonzero(case.year.runs | (device.share > 0)), live=live)

    @property
    def can_dim(self) -> bool:
        """Whether anything can be dimmed."""
        return self.device.least_kw is not None or bool(self.case.year.runs.any())

    @property
    def steps(self) -> int:
        """Of the year."""
        return len(self.device.share)

    def flow(self, rows: Ints, level: Floats, scale: Floats | float = 1.0) -> YearFlow:
        """Of these steps, controllable devices at the level of each; `scale` is of the new device's full power."""
        year, one = self.case.year, self.device
        demand: Complexes = year.floor_kva[rows] + level[:, None] * year.span_kw[rows]
        demand[:, self.column] += one.sign * one.share[rows] * one.at(level) * scale
        return year_flow(year.ready, demand)

    def with_device(self) -> YearFlow:
        """The year with everything at full power."""
        rows = np.flatnonzero(self.device.share > 0)
        return with_steps(self.case.year.before, rows, self.flow(rows, np.ones(len(rows))))

    def dimmed_to(self, level: Floats, full: YearFlow) -> YearFlow:
        """The year at these levels."""
        rows = np.flatnonzero(level < 1)
        return with_steps(full, rows, self.flow(rows, level[rows])) if len(rows) else full

    def excess(self, flow: YearFlow) -> Floats:
        """Of each step of the year."""
        found = np.full(self.steps, -np.inf)
        found[self.runs] = self.excess_of(rows_of(flow, self.runs), self.runs)
        found[np.setdiff1d(flow.unsolved, self.case.year.least.unsolved)] = np.inf
        return found

    def excess_of(self, part: YearFlow, rows: Ints) -> Floats:
        """Of these steps."""
        return excess(rows_of(self.case.year.least, rows), part, self.case.limits, self.live)

    def excess_at(self, rows: Ints, level: Floats, scale: Floats | float = 1.0) -> Floats:
        """The same, solved; a step without a solution is over every limit."""
        part = self.flow(rows, level, scale)
        found = self.excess_of(part, rows)
        found[part.unsolved] = np.inf
        return found

    def dimmed(self, excess_full: Floats) -> Floats:
        """At each step over a limit the highest level inside it; 0 where none is."""
        rows, level = np.flatnonzero(excess_full > 0), np.ones(self.steps)
        level[rows] = highest(lambda tried, at: self.excess_at(rows[at], tried), excess_full[rows])
        return level

    def largest(self, excess_full: Floats) -> float:
        """The device's largest power without dimming. Exact where more power is never better: held against the full sweep in tests.

        The heaviest steps mostly decide: they are asked alone, and what they leave is asked of all the others.
        """
        rows = np.flatnonzero(excess_full > 0)
        if not len(rows):
            return self.device.power_kw
        load = np.abs((self.case.year.floor_kva[rows] + self.case.year.span_kw[rows]).sum(axis=1))
        asked = rows[np.argsort(load)[-HEAVIEST:]]
        while share := self.largest_share(asked, excess_full[asked]):
            also = np.setdiff1d(rows, asked)
            bad = also[self.excess_at(also, np.ones(len(also)), share) > 0]
            if not len(bad):
                break
            asked = np.union1d(asked, bad)
        return self.device.power_kw * share

    def largest_share(self, rows: Ints, excess_full: Floats) -> float:
        """Of the new device's power, that none of these steps minds."""
        return float(highest(lambda tried, at: self.excess_at(rows[at], np.ones(len(at)), tried), excess_full).min())


def rows_of(flow: YearFlow, rows: Ints) -> YearFlow:
    """Some steps of a year."""
    return replace(
        flow,
        voltage_pu=flow.voltage_pu[rows],
        line_percent=flow.line_percent[rows],
        transformer_percent=flow.transformer_percent[rows],
        unsolved=np.flatnonzero(np.isin(rows, flow.unsolved)),
    )
