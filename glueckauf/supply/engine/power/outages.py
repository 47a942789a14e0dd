"""Outages of single lines: who is dark at the fault, who after it is isolated, and which open switch brings them back inside the limits.

Medium-voltage rings run open: at the fault the breaker at the head of the feeder opens and all of it is dark; later the faulted line is cut
out at both ends and the rest comes back, from its own side or over a tie. Both moments matter: the first for the outage map, the second
for the plan. Two live feeds are never joined: with two ties the dark part is split in between.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, circuit, islands, supplied
from glueckauf.supply.engine.power.grid import COUPLER, LINE, Bools, Ints, PowerGrid
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.scenarios import Scenario, Scenarios

SINGLE_FED, OVER_LIMIT = "single_fed", "over_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Ids of ties to close and of lines to open, in this order: open first. `use`: share of the tightest limit afterwards."""

    close: tuple[str, ...]
    open: tuple[str, ...]
    use: float
    element: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """One line out. `dark_at_fault` and `dark` are node ids; no `plan`: the `reason`, or nobody stays dark."""

    line: str
    dark_at_fault: tuple[str, ...]
    dark: tuple[str, ...]
    plan: Plan | None
    reason: str | None
    element: str  # what binds in the best try


def outages(grid: PowerGrid, demand_kva: Complexes, limits: PowerLimits, only: Collection[int] | None = None) -> tuple[Outage, ...]:
    """All lines that carry something, one after the other, or `only` these rows. Demand per bus of the normal switching, kW + j kvar."""
    made = circuit(grid)
    scenarios = Scenarios(made, demand_kva, limits)
    carrying = np.flatnonzero(made.line_start_on & made.line_end_on)
    rows = carrying if only is None else np.intersect1d(carrying, list(only))
    first = scenarios.judged([Scenario(out=(int(row),)) for row in rows])
    dark = {int(row): scenarios.dark(Scenario(out=(int(row),))) for row in rows}
    plans = single_ties(scenarios, dark)
    left = {row: lost for row, lost in dark.items() if lost.any() and row not in plans}
    plans |= split_between_two(scenarios, left)
    parts = dict(zip(carrying.tolist(), sections(grid), strict=True))
    return tuple(
        outage(scenarios, int(row), dark[int(row)], plans.get(int(row)), parts[int(row)], judged.element)
        for row, judged in zip(rows, first, strict=True)
    )


def outage(scenarios: Scenarios, row: int, lost: Bools, plan: Plan | None, at_fault: Bools, element: str) -> Outage:
    """Put together; without a plan the reason is that no tie touches the dark part, or that every one breaks a limit."""
    grid, reason, binding = scenarios.made.grid, None, element
    if lost.any() and plan is None:
        near = scenarios.touching(lost, (row,))
        reason = OVER_LIMIT if near else SINGLE_FED
        tries = scenarios.judged([Scenario(out=(row,), close=(tie,)) for tie in near])
        binding = min(tries, key=lambda one: one.use).element if tries else grid.lines.id[row]
    return Outage(
        line=grid.lines.id[row],
        dark_at_fault=node_ids(scenarios, at_fault),
        dark=node_ids(scenarios, lost),
        plan=plan,
        reason=reason,
        element=plan.element if plan else binding,
    )


def node_ids(scenarios: Scenarios, buses: Bools) -> tuple[str, ...]:
    """All nodes of these buses."""
    made = scenarios.made
    return tuple(made.grid.nodes.id[node] for node in np.flatnonzero((made.bus >= 0) & buses[np.maximum(made.bus, 0)]))


def single_ties(scenarios: Scenarios, dark: dict[int, Bools]) -> dict[int, Plan]:
    """Closing one tie, all in one batch."""
    tries = [Scenario(out=(row,), close=(tie,)) for row, lost in dark.items() if lost.any() for tie in scenarios.touching(lost, (row,))]
    return best(scenarios, tries)


def split_between_two(scenarios: Scenarios, dark: dict[int, Bools]) -> dict[int, Plan]:
    """Two ties, and one line of the dark part opened between them."""
    tries = []
    for row, lost in dark.items():
        inner = scenarios.lines_within(lost, row)
        for pair in combinations(scenarios.touching(lost, (row,)), 2):
            tries += [Scenario(out=(row, line), close=pair) for line in inner]
    return best(scenarios, [one for one in tries if not scenarios.dark(one).any()])


def best(scenarios: Scenarios, tries: Sequence[Scenario]) -> dict[int, Plan]:
    """Of each outage the try that supplies everyone inside the limits with the most room left."""
    found: dict[int, Plan] = {}
    for one, judged in zip(tries, scenarios.judged(tries), strict=True):
        row = one.out[0]
        if judged.everyone and judged.use <= 1 and (row not in found or judged.use < found[row].use):
            found[row] = Plan(
                close=tuple(tie.id for tie in one.close),
                open=tuple(scenarios.made.grid.lines.id[line] for line in one.out[1:]),
                use=judged.use,
                element=judged.element,
            )
    return found


def sections(grid: PowerGrid) -> list[Bools]:
    """For each line that carries something the buses of normal switching that are dark once its protection has opened."""
    made = circuit(grid)
    cut = circuit(grid, grid.positions & ~grid.switches.breaker)
    number, known = islands(cut), dict[frozenset[int], Bools]()
    found = []
    for row in np.flatnonzero(made.line_start_on & made.line_end_on):
        touched = frozenset(int(number[bus]) for bus in line_buses(cut.bus, grid, int(row)) if bus >= 0)
        if touched not in known:
            known[touched] = tripped(made, np.isin(number[np.maximum(cut.bus, 0)], list(touched)) & (cut.bus >= 0))
        found.append(known[touched])
    return found


def tripped(made: Circuit, section: Bools) -> Bools:
    """Dark buses when all breakers around these nodes open. With a feed inside no breaker is between: nothing is known."""
    grid, switches = made.grid, made.grid.switches
    if section[grid.sources.node[grid.sources.in_service]].any():
        return np.zeros(made.buses, dtype=bool)
    far = np.where([kind == COUPLER for kind in switches.kind], switches.other, switches.node)
    around = switches.breaker & (section[switches.node] | section[far] | of_lines_within(grid, section))
    opened = circuit(grid, grid.positions & ~around)
    alive = np.zeros(made.buses, dtype=bool)
    nodes = np.flatnonzero((opened.bus >= 0) & supplied(opened)[np.maximum(opened.bus, 0)])
    alive[made.bus[nodes]] = True
    return supplied(made) & ~alive


def of_lines_within(grid: PowerGrid, section: Bools) -> Bools:
    """Switches at an end of a line whose other end lies in the section: the breaker sits on the far bar."""
    found = np.zeros(len(grid.switches), dtype=bool)
    for at, kind in enumerate(grid.switches.kind):
        if kind == LINE:
            line = grid.switches.other[at]
            found[at] = section[grid.lines.start[line]] or section[grid.lines.end[line]]
    return found


def line_buses(bus: Ints, grid: PowerGrid, row: int) -> Iterable[int]:
    """Ends of a line that hang on it whatever the breakers do: an end behind an open breaker belongs to the other side."""
    opened = {
        int(grid.switches.node[at])
        for at in np.flatnonzero(grid.switches.breaker)
        if grid.switches.kind[at] == LINE and grid.switches.other[at] == row
    }
    return [int(bus[end]) for end in (grid.lines.start[row], grid.lines.end[row]) if int(end) not in opened]
