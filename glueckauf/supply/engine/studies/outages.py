"""Each line out at each quarter-hour of chosen days: who stays dark without a plan, how hard the best switch-over strains the grid.

What topology alone decides (nobody can be switched over) is one part; each day is another. A line fares at a quarter-hour as
`power/outages.py` says: first one tie, else two and a line opened between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import combinations
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.model import Model, limits_of, read
from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.grid import Bools, Ints
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.outages import OVER_LIMIT, SINGLE_FED, sections
from glueckauf.supply.engine.power.scenarios import BATCH, Judged, Scenario, Scenarios
from glueckauf.supply.engine.power.series import demand_kva
from glueckauf.supply.engine.studies.merge import merged

PER_DAY = 96
FLOWS = 5_000  # of a part, about a second
Best = dict[tuple[int, int], tuple[Judged, Scenario]]  # by number of the line and quarter-hour of the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One that carries something: row, the buses dark after it is cut out, and the single switchings that may help (none of them: nobody is
    dark, or nobody can be switched over)."""

    row: int
    lost: Bools
    tries: tuple[Scenario, ...]


class OutageStudy:
    """`asked`: days, how many (half of them with the largest load, half with the largest surplus), 0 for the year."""

    def __init__(self, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
        self.model: Model = read(files[0], files[1])
        self.limits: PowerLimits = limits_of(limits)
        self.wanted = int(asked["days"])

    @property
    def solver(self) -> str:
        """With versions."""
        return f"power-grid-model {version('power-grid-model')}, numpy {version('numpy')}"

    @cached_property
    def scenarios(self) -> Scenarios:
        """Of the normal switching."""
        made = self.model.made
        return Scenarios(made, np.zeros((1, made.buses), dtype=np.complex128), self.limits)

    @cached_property
    def lines(self) -> list[Line]:
        """All that carry something."""
        made, found = self.model.made, []
        for row in np.flatnonzero(made.line_start_on & made.line_end_on).tolist():
            lost = self.scenarios.dark(Scenario(out=(row,)))
            ties = self.scenarios.touching(lost, (row,)) if lost.any() else []
            tries = tuple(Scenario(out=(row,), close=(tie,)) for tie in ties) if lost.any() else (Scenario(out=(row,)),)
            found.append(Line(row=row, lost=lost, tries=tries))
        return found

    def days(self) -> list[int]:
        """Of the year, from 0."""
        values = self.model.profiles.values
        count = len(values) // PER_DAY
        if not self.model.profiles.names:
            return [0]  # each day is the same
        if self.wanted == 0 or self.wanted >= count:
            return list(range(count))
        steps = (np.arange(at, at + PER_DAY) for at in range(0, len(values), PER_DAY))
        net = np.array([demand_kva(self.model.made, self.model.profiles, rows).real.sum(axis=1) for rows in steps])
        most = np.argsort(-net.max(axis=1), kind="stable").tolist()
        least = [day for day in np.argsort(net.min(axis=1), kind="stable").tolist() if day not in most[: self.wanted - self.wanted // 2]]
        return sorted(most[: self.wanted - self.wanted // 2] + least[: self.wanted // 2])

    def about(self) -> dict[str, Any]:
        """Quarter-hours of the year."""
        return {"steps": len(self.model.profiles.values)}

    def parts(self) -> list[dict[str, Any]]:
        """What topology decides, then some days each."""
        days, flows = self.days(), PER_DAY * sum(len(line.tries) for line in self.lines)
        at_once = max(1, FLOWS // max(flows, 1))
        chunks = [days[at : at + at_once] for at in range(0, len(days), at_once)] if flows else []
        return [{"days": [], "of": len(days), "weight": 1}, *({"days": chunk, "weight": flows * len(chunk)} for chunk in chunks)]

    def part(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Rows by line: quarter-hours looked at, of these dark without a plan, the largest use of a limit with the best plan, and when."""
        if not given["days"]:
            steps = int(given["of"]) * PER_DAY
            return [self.said(line, steps=steps, dark=steps, reason=SINGLE_FED) for line in self.lines if not line.tries]
        return merged(row for day in given["days"] for row in self.day(int(day)))

    def day(self, day: int) -> list[dict[str, Any]]:
        """A row for each line that can be switched over, or needs not."""
        demand = demand_kva(self.model.made, self.model.profiles, np.arange(day * PER_DAY, (day + 1) * PER_DAY))
        lines = [line for line in self.lines if line.tries]
        every = [(number, one, step) for number, line in enumerate(lines) for one in line.tries for step in range(PER_DAY)]
        best = self.judged(every, demand)
        dark = [number for number, line in enumerate(lines) if line.lost.any()]
        best |= self.split(lines, [(number, step) for number in dark for step in range(PER_DAY) if (number, step) not in best], demand)
        return [self.of_day(line, number, day * PER_DAY, best) for number, line in enumerate(lines)]

    def judged(self, tries: Sequence[tuple[int, Scenario, int]], demand: Complexes) -> Best:
        """Of each line and quarter-hour the try that supplies everyone inside the limits with the most room left; the first of equals."""
        found: Best = {}
        for first in range(0, len(tries), BATCH):
            part = tries[first : first + BATCH]
            rows = demand[[step for _, _, step in part]]
            states = self.scenarios.read(self.scenarios.model.switched(rows, [one for _, one, _ in part]))
            for (number, one, step), state in zip(part, states, strict=True):
                key, switched = (number, step), bool(one.close)
                good = state.everyone and (state.use <= 1 or not switched)
                if good and (key not in found or state.use < found[key][0].use):
                    found[key] = (state, one)
        return found

    def split(self, lines: Sequence[Line], left: Sequence[tuple[int, int]], demand: Complexes) -> Best:
        """Two ties, and one line of the dark part opened between them, where one tie does not do."""
        known: dict[int, list[Scenario]] = {}
        for number in {number for number, _ in left}:
            row, lost = lines[number].row, lines[number].lost
            inner = self.scenarios.lines_within(lost, row)
            ties = self.scenarios.touching(lost, (row,))
            tries = [Scenario(out=(row, line), close=pair) for pair in combinations(ties, 2) for line in inner]
            known[number] = [one for one in tries if not self.scenarios.dark(one).any()]
        return self.judged([(number, one, step) for number, step in left for one in known[number]], demand)

    def of_day(self, line: Line, number: int, first: int, best: Best) -> dict[str, Any]:
        """A row."""
        dark = sum((number, step) not in best for step in range(PER_DAY))
        held = [(best[number, step][0].use, -step) for step in range(PER_DAY) if (number, step) in best]
        if not held:
            return self.said(line, steps=PER_DAY, dark=dark, reason=OVER_LIMIT)
        use, back = max(held)
        state, one = best[number, -back]
        return self.said(line, steps=PER_DAY, dark=dark, reason=OVER_LIMIT if dark else "") | {
            "use": round(use, 5),
            "step": first - back,
            "element": state.element,
            "close": [tie.id for tie in one.close],
            "open": [self.model.made.grid.lines.id[row] for row in one.out[1:]],
        }

    def said(self, line: Line, *, steps: int, dark: int, reason: str) -> dict[str, Any]:
        """What is the same at every quarter-hour."""
        grid = self.model.made.grid
        return {
            "id": grid.lines.id[line.row],
            "name": grid.lines.name[line.row],
            "kv": float(grid.nodes.rated_kv[grid.lines.start[line.row]]),
            "customers": self.customers(line.lost),
            "at_fault": self.customers(self.at_fault[line.row]),
            "steps": steps,
            "dark_steps": dark,
            "reason": reason,
            "use": None,
            "step": None,
            "element": "",
            "close": [],
            "open": [],
        }

    @cached_property
    def at_fault(self) -> dict[int, Bools]:
        """Dark buses of each line once its protection has opened."""
        return dict(zip((line.row for line in self.lines), sections(self.model.made.grid), strict=True))

    def customers(self, buses: Bools) -> int:
        """Connections at these buses, or loads where no address is known."""
        bus = self.model.made.bus
        nodes: Ints = self.model.found.connections.node if len(self.model.found.connections) else self.model.made.grid.loads.node
        at = bus[nodes[nodes >= 0]]
        return int(buses[at[at >= 0]].sum())
