"""Pressures and flows by Newton: the flows of the branches are eliminated, what is left is one sparse system over the junctions.

Written for the pressure p at each junction that nobody holds, absolute in bar, and the flow m of each branch in kg/s:
branch  p₁ - p₂ + head(p) - loss(m) · factor(p) = 0, junction  inflow - outflow - draw = 0 (after Todini and Pilati 1988, gradient method).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

from glueckauf.supply.engine.pipes.balance import Held, air_bar, drawn, held, out_of, taken
from glueckauf.supply.engine.pipes.fluid import Floats, Fluid
from glueckauf.supply.engine.pipes.friction import Branches, Temperatures, at_start, branches, terms
from glueckauf.supply.engine.pipes.grid import Ints, branch_ids
from glueckauf.supply.engine.pipes.network import Network
from glueckauf.supply.engine.pipes.problems import NotConverged

SOLVER, VERSION = "Glückauf pipes", "1"
MOST_ROUNDS = 40
TOLERANCE_BAR = 1e-9
TOLERANCE_KG_S = 1e-9
FIRST_M_S = 0.1  # speed the flows start from
LEAST_BAR = 0.01  # absolute
# Pipes branch like trees, so columns of the factors share no rows: gathering them into panels costs SuperLU more than it saves.
FACTORED = {"permc_spec": "MMD_AT_PLUS_A", "diag_pivot_thresh": 0.0, "relax": 1, "panel_size": 1, "options": {"SymmetricMode": True}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Pressures (bar above the air outside, NaN where nothing feeds) over junctions; kg/s over pipes, valves, consumers, sinks, feeds,
    pumps.

    `off_kg_s`: largest violation of a balance. A flow is positive from start to end, out of a feed, through a pump from back to out.
    """

    made: Network
    pressure_bar: Floats
    pipe_kg_s: Floats
    valve_kg_s: Floats
    consumer_kg_s: Floats
    sink_kg_s: Floats
    feed_kg_s: Floats
    pump_kg_s: Floats
    rounds: int
    off_kg_s: float
    solver: str = SOLVER
    version: str = VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The sparse matrix before its values. `slot`: position in `indices` of each of 4 entries a branch, -1 where a side is held."""

    unknown: Ints  # junctions
    at: Ints  # junction -> row, -1
    slot: Ints
    indices: Ints
    pointers: Ints

    def matrix(self, values: Floats) -> csc_matrix:
        """From the 4 entries of each branch."""
        used = self.slot >= 0
        summed = np.bincount(self.slot[used], weights=values[used], minlength=len(self.indices))
        return csc_matrix((summed, self.indices, self.pointers), shape=(len(self.unknown), len(self.unknown)))


def pattern(made: Network, holds: Ints) -> Pattern:
    """Rows and columns are supplied junctions whose pressure nobody holds."""
    free = made.supplied.copy()
    free[holds] = False
    unknown = np.flatnonzero(free)
    at = np.full(len(free), -1, dtype=np.int64)
    at[unknown] = np.arange(len(unknown))
    start, end = at[made.start], at[made.end]
    row, column = np.concatenate([start, start, end, end]), np.concatenate([start, end, start, end])
    count = len(unknown)
    inside = (row >= 0) & (column >= 0)
    key, inverse = np.unique((column * count + row)[inside], return_inverse=True)
    slot = np.full(len(row), -1, dtype=np.int64)
    slot[inside] = inverse
    pointers = np.searchsorted(key // max(count, 1), np.arange(count + 1))
    return Pattern(unknown=unknown, at=at, slot=slot, indices=key % max(count, 1), pointers=pointers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A step of Newton: absolute pressures over junctions, flows over branches, and what its branches say to it.

    `off`: bar over branches; `softness`: kg/s per bar; `by_start`, `by_end`: kg/s per bar of pressure at an end.
    """

    pressure: Floats
    flow: Floats
    off: Floats
    softness: Floats
    by_start: Floats
    by_end: Floats


def guess(made: Network, lossy: Branches, pressure: Floats, flow: Floats) -> Guess:
    """The branch law and its derivatives."""
    start, end = pressure[made.start], pressure[made.end]
    now = terms(lossy, start, end)
    loss, slope = lossy.loss(flow)
    softness = 1 / (slope * now.factor)
    return Guess(
        pressure=pressure,
        flow=flow,
        off=start - end + now.head - loss * now.factor,
        softness=softness,
        by_start=(1 + now.head_start - loss * now.factor_start) * softness,
        by_end=(1 - now.head_end + loss * now.factor_end) * softness,
    )


def flow(made: Network, *, draw_kg_s: Floats | None = None, temperatures: Temperatures | None = None) -> Flow:
    """The state at given temperatures (default: the grid's). `draw_kg_s`: over sinks, default as recorded.

    Raises NotConverged, PressureConflict, CircuitUnbalanced, FlowReversed.
    """
    warm = at_start(made) if temperatures is None else temperatures
    sinks = taken(made, draw_kg_s)
    fixed = held(made, warm.junction)
    state, rounds = solved(made, branches(made, warm), fixed, drawn(made, sinks))
    return result(made, fixed, sinks, state, rounds)


def solved(made: Network, lossy: Branches, fixed: Held, draw: Floats) -> tuple[Guess, int]:
    """Newton from equal pressures and a slow flow."""
    shape = pattern(made, fixed.junction)
    now = guess(made, lossy, started(made, fixed), first_flow(made))
    for rounds in range(1, MOST_ROUNDS + 1):
        now = guess(made, lossy, *step(made, shape, draw, now))
        if fits(made, shape, draw, now):
            return now, rounds
    raise NotConverged(worst(made, now), "Das Netz lässt sich so nicht rechnen: Was entnommen wird, kommt dort nicht an.")


def started(made: Network, fixed: Held) -> Floats:
    """The first held pressure of its part of the grid, everywhere; NaN where nothing is held."""
    absolute = fixed.pressure_bar + air_bar(made.grid.junctions.height_m)[fixed.junction]
    first = np.full(int(made.island.max()) + 1, np.nan)
    first[made.island[fixed.junction]] = absolute
    found = first[made.island]
    found[fixed.junction] = absolute
    return found


def first_flow(made: Network) -> Floats:
    """Slow and forward."""
    grid = made.grid
    bore = np.concatenate([grid.pipes.diameter_mm, grid.valves.diameter_mm])[made.branch] / 1000
    return np.asarray(FIRST_M_S * np.pi / 4 * bore**2 * grid.fluid.normal_density, dtype=np.float64)


def step(made: Network, shape: Pattern, draw: Floats, now: Guess) -> tuple[Floats, Floats]:
    """Pressures and flows after one Newton step, shortened where a pressure would leave the air."""
    matrix = shape.matrix(np.concatenate([now.by_start, -now.by_end, -now.by_start, now.by_end]))
    straight = now.off * now.softness
    missing = -draw - out_of(made, now.flow + straight)
    change = np.zeros(len(now.pressure))
    if len(shape.unknown):
        change[shape.unknown] = solution(made, shape, matrix, missing[shape.unknown])
    share = shortened(made.grid.fluid, now.pressure[shape.unknown], change[shape.unknown])
    moved = now.by_start * change[made.start] - now.by_end * change[made.end] + straight
    return now.pressure + share * change, now.flow + share * moved


def solution(made: Network, shape: Pattern, matrix: csc_matrix, right: Floats) -> Floats:
    """Raises NotConverged where the matrix cannot be factored."""
    try:
        found = splu(matrix, **FACTORED).solve(right)
    except RuntimeError as error:
        raise NotConverged(made.grid.junctions.id[int(shape.unknown[0])], "Das Gleichungssystem ist nicht lösbar.") from error
    return np.asarray(found, dtype=np.float64)


def shortened(fluid: Fluid, pressure: Floats, change: Floats) -> float:
    """1, or how far the step may go so that no pressure uses up more than 90 % of its room to the least or to what K holds for."""
    down, up = pressure - LEAST_BAR, fluid.highest_bar - pressure
    room = 0.9 * np.maximum(np.where(change < 0, down, up), 1e-6)
    return float(min(1.0, (room / np.maximum(np.abs(change), 1e-12)).min(initial=1.0)))


def fits(made: Network, shape: Pattern, draw: Floats, now: Guess) -> bool:
    """Whether no branch and no junction is off by more than the tolerance."""
    if not np.isfinite(now.flow).all():
        return False
    balance = np.abs(draw + out_of(made, now.flow))[shape.unknown]
    slack = TOLERANCE_KG_S * max(1.0, float(np.abs(now.flow).max(initial=0.0)))
    return bool(np.abs(now.off).max(initial=0.0) <= TOLERANCE_BAR and balance.max(initial=0.0) <= slack)


def worst(made: Network, now: Guess) -> str:
    """Id of the branch that is furthest off, or of the first junction where there is none."""
    if not len(made.branch):
        return made.grid.junctions.id[0]
    return branch_ids(made.grid)[int(made.branch[int(np.nan_to_num(np.abs(now.off), nan=np.inf).argmax())])]


def result(made: Network, fixed: Held, sinks: Floats, state: Guess, rounds: int) -> Flow:
    """Back to the tables of the grid."""
    grid, pipes = made.grid, len(made.grid.pipes)
    flows = np.zeros(pipes + len(grid.valves))
    flows[made.branch] = state.flow
    leaving = drawn(made, sinks) + out_of(made, state.flow)
    feeds, pumps = fixed.supplies(made, leaving)
    still = np.setdiff1d(np.flatnonzero(made.supplied), fixed.junction)
    return Flow(
        made=made,
        pressure_bar=np.where(made.supplied, state.pressure - air_bar(grid.junctions.height_m), np.nan),
        pipe_kg_s=flows[:pipes],
        valve_kg_s=flows[pipes:],
        consumer_kg_s=np.where(made.served, grid.consumers.flow_kg_s, 0.0),
        sink_kg_s=sinks,
        feed_kg_s=feeds,
        pump_kg_s=pumps,
        rounds=rounds,
        off_kg_s=float(np.abs(leaving[still]).max(initial=0.0)),
    )
