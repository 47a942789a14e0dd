"""A plan of switchings around a line: cut it out with the switches that are there, then bring the others back over an open point.

Every step is judged on its own over a day: who is dark, what comes near a limit, whether it joins two parts that are both live (a ring
carries currents nobody computed the protection for) and whether it makes the place of work live. Nothing is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, circuit, supplied
from glueckauf.supply.engine.power.grid import COUPLER, LINE, Bools, PowerGrid
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.outages import SINGLE_FED, outages
from glueckauf.supply.engine.power.promised import Device
from glueckauf.supply.engine.power.series import Profiles
from glueckauf.supply.engine.power.standing import DayState, Tightest, day_state, standing, tightest

NO_SWITCH = "no_switch"


class CannotCut(ValueError):
    """A feed lies inside the part that no switch separates from the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A switch to open or to close."""

    switch: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What no switch separates from a line (masks), and the rows of closed switches around it."""

    lines: Bools
    transformers: Bools
    nodes: Bools
    around: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Moves in order. `reason`: why not everybody comes back (outages.SINGLE_FED, OVER_LIMIT, NO_SWITCH), None when they do."""

    section: Section
    moves: tuple[Move, ...]
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """After a move. `dark` per node, against the start. `joins`: it closes between two live parts; `workplace_live`: the section has
    voltage again after it was cut out; `known`: the switch exists and stood otherwise before."""

    move: Move
    dark: Bools
    tightest: Tightest
    joins: bool
    workplace_live: bool
    section_dead: bool
    known: bool


def section(grid: PowerGrid, line: int) -> Section:
    """Around a line (row). Raises CannotCut."""
    at = boundaries(grid)
    lines, units, nodes = (np.zeros(len(table), dtype=bool) for table in (grid.lines, grid.transformers, grid.nodes))
    around: set[int] = set()
    todo: list[tuple[str, int]] = [(LINE, line)]
    while todo:
        kind, row = todo.pop()
        mask = lines if kind == LINE else units if kind != "node" else nodes
        if mask[row]:
            continue
        mask[row] = True
        for further, node, branch in neighbours(grid, kind, row):
            switches = at.get((node, *branch), [])
            around.update(switches)
            if not switches:
                todo.append(further)
    if nodes[grid.sources.node[grid.sources.in_service]].any():
        raise CannotCut
    closed = tuple(sorted(row for row in around if grid.switches.closed[row]))
    return Section(lines=lines, transformers=units, nodes=nodes, around=closed)


def boundaries(grid: PowerGrid) -> dict[tuple[int, str, int], list[int]]:
    """Rows of the switches between a node and a branch, or between two nodes."""
    found: dict[tuple[int, str, int], list[int]] = {}
    switches = grid.switches
    for row, (kind, node, other) in enumerate(zip(switches.kind, switches.node.tolist(), switches.other.tolist(), strict=True)):
        found.setdefault((node, kind, other), []).append(row)
        if kind == COUPLER:
            found.setdefault((other, kind, node), []).append(row)
    return found


def neighbours(grid: PowerGrid, kind: str, row: int) -> list[tuple[tuple[str, int], int, tuple[str, int]]]:
    """What meets it: (what, node between them, branch between them)."""
    if kind == LINE:
        return [(("node", int(node)), int(node), (LINE, row)) for node in (grid.lines.start[row], grid.lines.end[row])]
    if kind != "node":
        return [(("node", int(node)), int(node), (kind, row)) for node in (grid.transformers.hv[row], grid.transformers.lv[row])]
    found = []
    for other in np.flatnonzero((grid.lines.start == row) | (grid.lines.end == row)).tolist():
        found.append(((LINE, other), row, (LINE, other)))
    for other in np.flatnonzero((grid.transformers.hv == row) | (grid.transformers.lv == row)).tolist():
        found.append((("transformer", other), row, ("transformer", other)))
    for at in np.flatnonzero(np.array([one == COUPLER for one in grid.switches.kind], dtype=bool)).tolist():
        pair = {int(grid.switches.node[at]), int(grid.switches.other[at])}
        if row in pair:
            far = (pair - {row} or pair).pop()
            found.append((("node", far), row, (COUPLER, far)))
    return found


def proposal(grid: PowerGrid, demand_kva: Complexes, limits: PowerLimits, line: int) -> Proposal:
    """For a grid in its own positions. Demand: one moment, per bus; the plan is made for it, then judged over a day. Raises CannotCut."""
    part = section(grid, line)
    full = [Move(switch=grid.switches.id[row], is_open=True) for row in part.around]
    (found,) = outages(grid, demand_kva, limits, only=[line]) or (None,)
    if found is None or (not found.dark and found.plan is None):
        return Proposal(section=part, moves=tuple(spared(grid, part, full)), reason=None)
    if found.plan is None:
        return Proposal(section=part, moves=tuple(spared(grid, part, full)), reason=found.reason)
    apart = [opened for name in found.plan.open if (opened := switch_of(grid, name)) is not None]
    if len(apart) < len(found.plan.open):
        return Proposal(section=part, moves=tuple(spared(grid, part, full)), reason=NO_SWITCH)
    moves = (*full, *apart, *(Move(switch=name, is_open=False) for name in found.plan.close))
    if is_live(standing(grid, {one.switch: one.is_open for one in moves})[0], part):
        return Proposal(section=part, moves=tuple(spared(grid, part, full)), reason=SINGLE_FED)
    return Proposal(section=part, moves=moves, reason=None)


def spared(grid: PowerGrid, part: Section, moves: Sequence[Move]) -> list[Move]:
    """Without those that the section stays dead without: towards a part that has no other feed."""
    kept = list(moves)
    for one in moves:
        fewer = {other.switch: True for other in kept if other is not one}
        if len(kept) > 1 and not is_live(standing(grid, fewer)[0], part):
            kept.remove(one)
    return kept


def switch_of(grid: PowerGrid, line: str) -> Move | None:
    """A closed switch at an end of a line."""
    row = grid.lines.id.index(line)
    for at, (kind, other) in enumerate(zip(grid.switches.kind, grid.switches.other.tolist(), strict=True)):
        if kind == LINE and other == row and grid.switches.closed[at]:
            return Move(switch=grid.switches.id[at], is_open=True)
    return None


def is_live(grid: PowerGrid, part: Section) -> bool:
    """Whether anything of the section hangs on a feed."""
    made = circuit(grid)
    live = supplied(made)
    lines, units = grid.lines, grid.transformers
    sides = (
        (lines.start, made.line_start_on & part.lines),
        (lines.end, made.line_end_on & part.lines),
        (units.hv, made.hv_on & part.transformers),
        (units.lv, made.lv_on & part.transformers),
    )
    return any(bool(live[made.bus[node[on]]].any()) for node, on in sides)


def walked(
    grid: PowerGrid,
    profiles: Profiles,
    first_step: int,
    devices: Sequence[Device],
    limits: PowerLimits,
    moves: Sequence[Move],
    part: Section | None,
) -> tuple[DayState, list[Step]]:
    """The day as it is, and each step in turn."""
    start = day_state(grid, profiles, first_step, devices)
    found, now, was_cut = [], grid, False
    for move in moves:
        row = grid.switches.id.index(move.switch) if move.switch in grid.switches.id else -1
        known = row >= 0 and bool(now.switches.closed[row]) == move.is_open
        joined = known and not move.is_open and joins(circuit(now), row)
        now = standing(now, {move.switch: move.is_open})[0] if row >= 0 else now
        after = day_state(now, profiles, first_step, devices)
        live = part is not None and is_live(now, part)
        found.append(
            Step(
                move=move,
                dark=start.live & ~after.live,
                tightest=tightest(after, limits),
                joins=joined,
                workplace_live=was_cut and live,
                section_dead=not live,
                known=known,
            )
        )
        was_cut = was_cut or (part is not None and not live)
    return start, found


def joins(made: Circuit, row: int) -> bool:
    """Whether an open switch lies between two buses that both hang on a feed."""
    grid, live = made.grid, supplied(made)
    kind, node, other = grid.switches.kind[row], int(grid.switches.node[row]), int(grid.switches.other[row])
    if kind == COUPLER:
        far, on = other, True
    elif kind == LINE:
        at_start = int(grid.lines.start[other]) == node
        far, on = (
            int((grid.lines.end if at_start else grid.lines.start)[other]),
            bool((made.line_end_on if at_start else made.line_start_on)[other]),
        )
    else:
        at_hv = int(grid.transformers.hv[other]) == node
        far, on = int((grid.transformers.lv if at_hv else grid.transformers.hv)[other]), bool((made.lv_on if at_hv else made.hv_on)[other])
    a, b = int(made.bus[node]), int(made.bus[far])
    return on and a >= 0 and b >= 0 and bool(live[a]) and bool(live[b])
