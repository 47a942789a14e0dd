"""Temperatures along the flow: each branch cools towards its surroundings, at each junction what arrives mixes.

A pipe: T_out = T_outside + (T_in - T_outside) · exp(-U π d L / (c m)), exact for constant c. Not counted: heat from friction, the
cooling of an expanding gas (Joule-Thomson), conduction along the pipe. What stands still takes the ambient temperature.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu

from glueckauf.supply.engine.pipes.balance import summed
from glueckauf.supply.engine.pipes.fluid import NORMAL_K, Floats
from glueckauf.supply.engine.pipes.friction import Temperatures
from glueckauf.supply.engine.pipes.grid import Bools, Ints
from glueckauf.supply.engine.pipes.hydraulics import Flow
from glueckauf.supply.engine.pipes.problems import NotConverged, TooMuchHeat

STILL_KG_S = 1e-8  # what is left of the solver's rounding is no flow
SETTLED_K = 1e-4  # each round divides what is left by some hundred: heat capacity hardly depends on temperature
MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriers:
    """All that carries heat from `up` to `down`, in the direction of flow: branches of the network, then consumers, then pumps.

    T_out = kept · T_in + given, with kept = exp(-cooling / (c m)) (`cooling` in W/K) and given from the rest:
    `outside_k` for what cools, -`heat_w` / (c m), -`drop_k`; `sets_k` (else NaN) is the temperature whatever arrives.
    """

    up: Ints
    down: Ints
    flow: Floats
    cooling: Floats
    outside_k: Floats
    heat_w: Floats
    drop_k: Floats
    sets_k: Floats

    def outlet(self, inlet_k: Floats, capacity: Floats) -> tuple[Floats, Floats]:
        """`kept` and `given`. `capacity`: J/(kg K). What stands still is left as it is."""
        stream = np.maximum(self.flow, STILL_KG_S) * capacity
        kept = np.exp(-self.cooling / stream)
        given = self.outside_k * (1 - kept) - self.heat_w / stream - self.drop_k
        fixed = ~np.isnan(self.sets_k)
        return np.where(fixed, 0.0, kept), np.where(fixed, self.sets_k, given)


def carriers(found: Flow) -> Carriers:
    """From a state of flow."""
    made, grid = found.made, found.made.grid
    pipes, valves, consumers, pumps = grid.pipes, grid.valves, grid.consumers, grid.pumps
    flow = np.concatenate([found.pipe_kg_s, found.valve_kg_s])[made.branch]
    surface = np.pi * pipes.outer_mm / 1000 * pipes.length_m
    cooling = np.concatenate([pipes.transmission_w_m2k * surface, np.zeros(len(valves))])[made.branch]
    outside = np.concatenate([pipes.outside_k, np.full(len(valves), grid.ambient_k)])[made.branch]
    none, quiet = np.zeros(len(made.branch)), np.zeros(len(pumps))
    up, down = np.where(flow < 0, made.end, made.start), np.where(flow < 0, made.start, made.end)
    return Carriers(
        up=np.concatenate([up, consumers.start, pumps.back]),
        down=np.concatenate([down, consumers.end, pumps.out]),
        flow=np.concatenate([np.abs(flow), found.consumer_kg_s, found.pump_kg_s]),
        cooling=np.concatenate([cooling, np.zeros(len(consumers) + len(pumps))]),
        outside_k=np.concatenate([outside, np.full(len(consumers) + len(pumps), grid.ambient_k)]),
        heat_w=np.concatenate([none, np.nan_to_num(consumers.heat_w), quiet]),
        drop_k=np.concatenate([none, np.nan_to_num(consumers.drop_k), quiet]),
        sets_k=np.concatenate([none + np.nan, consumers.return_k, pumps.temperature_k]),
    )


def fed(found: Flow) -> tuple[Floats, Floats]:
    """kg/s over junctions that feeds and negative sinks bring in, and with what temperature (mean)."""
    grid = found.made.grid
    junction = np.concatenate([grid.feeds.junction, grid.sinks.junction])
    brought = np.maximum(np.concatenate([found.feed_kg_s, -found.sink_kg_s]), 0.0)
    warmth = brought * np.concatenate([grid.feeds.temperature_k, grid.junctions.temperature_k[grid.sinks.junction]])
    total = summed(junction, brought, len(grid.junctions))
    mean = summed(junction, warmth, len(grid.junctions)) / np.maximum(total, STILL_KG_S)
    return total, mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Kelvin. `temperatures` as the hydraulics take them (still branches: ambient); outlets of consumers, NaN where not served;

    `lost_w` over pipes; `drawn_w` over consumers; `given_w` over pumps.
    """

    temperatures: Temperatures
    return_k: Floats
    lost_w: Floats
    drawn_w: Floats
    given_w: Floats


def heat(found: Flow, *, near: Temperatures | None = None) -> Heat:
    """Temperatures of a state. `near`: where to start, default the grid's. Raises NotConverged, TooMuchHeat."""
    grid, moving = found.made.grid, carriers(found)
    brought, feed_k = fed(found)
    start = grid.junctions.temperature_k if near is None else near.junction
    known = np.where(found.made.supplied, start, grid.ambient_k)
    flows = moving.flow > STILL_KG_S
    outlet = known[moving.up]
    for _ in range(MOST_ROUNDS):
        inlet = known[moving.up]
        kept, given = moving.outlet(inlet, (grid.fluid.heat_capacity(inlet) + grid.fluid.heat_capacity(outlet)) / 2)
        mixed = mixing(found, moving, flows, (kept, given, outlet), (brought, feed_k), known)
        settled = np.abs(mixed - known).max(initial=0.0) < SETTLED_K
        known, outlet = mixed, np.where(flows, kept * mixed[moving.up] + given, grid.ambient_k)
        if settled:
            return assembled(found, moving, known, outlet)
    raise NotConverged("Temperaturen", "Die Temperaturen finden keinen festen Stand.")


def mixing(
    found: Flow,
    moving: Carriers,
    flows: Bools,
    outlet: tuple[Floats, Floats, Floats],
    feed: tuple[Floats, Floats],
    known: Floats,
) -> Floats:
    """One linear solve over junctions: heat that arrives with the flow leaves at the mixed temperature."""
    fluid, count = found.made.grid.fluid, len(known)
    kept, given, out_k = outlet
    brought, feed_k = feed
    capacity = fluid.heat_capacity(known)
    stream = np.where(flows, moving.flow * (fluid.heat_capacity(out_k) + capacity[moving.down]) / 2, 0.0)
    entering = brought * (fluid.heat_capacity(feed_k) + capacity) / 2
    weight = summed(moving.down, stream, count) + entering
    still = weight <= STILL_KG_S
    right = summed(moving.down, stream * given, count) + entering * feed_k
    every = np.arange(count)
    matrix = coo_matrix(
        (
            np.concatenate([np.where(still, 1.0, weight), -stream * kept]),
            (np.concatenate([every, moving.down]), np.concatenate([every, moving.up])),
        ),
        shape=(count, count),
    ).tocsc()
    try:
        solved = splu(matrix).solve(np.where(still, found.made.grid.ambient_k, right))
    except RuntimeError as error:
        raise NotConverged("Temperaturen", "Wasser kreist, ohne dass ihm jemand Wärme gibt oder nimmt.") from error
    return np.asarray(solved, dtype=np.float64)


def assembled(found: Flow, moving: Carriers, known: Floats, outlet: Floats) -> Heat:
    """Checked, and back to the tables of the grid."""
    grid, made = found.made.grid, found.made
    branches, consumers = len(made.branch), len(grid.consumers)
    stuck = (grid.consumers.heat_w > 0) & (found.consumer_kg_s <= STILL_KG_S)
    frozen = np.flatnonzero(made.served & (stuck | (outlet[branches : branches + consumers] < NORMAL_K)))
    if len(frozen) and not grid.fluid.is_gas:
        raise TooMuchHeat(grid.consumers.id[int(frozen[0])], "Die Übergabestation nimmt mehr Wärme, als ihr Wasser trägt.")
    inlet = np.where(moving.flow > STILL_KG_S, known[moving.up], grid.ambient_k)
    capacity = (grid.fluid.heat_capacity(inlet) + grid.fluid.heat_capacity(outlet)) / 2
    power = moving.flow * capacity * (inlet - outlet)
    lost = np.zeros(len(grid.pipes) + len(grid.valves))
    lost[made.branch] = power[:branches]
    return Heat(
        temperatures=Temperatures(junction=np.where(made.supplied, known, np.nan), inlet=inlet[:branches], outlet=outlet[:branches]),
        return_k=np.where(made.served, outlet[branches : branches + consumers], np.nan),
        lost_w=lost[: len(grid.pipes)],
        drawn_w=np.where(made.served, power[branches : branches + consumers], 0.0),
        given_w=-power[branches + consumers :],
    )
