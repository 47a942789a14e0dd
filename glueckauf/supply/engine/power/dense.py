"""The Z-bus fixed point: a year of quarter-hours of a low-voltage grid in tenths of a second.

With Z = (Y without slack)^-1 and w the voltage without load, V = w + Z conj(S / V) is repeated until it stands; each round is a complex
matrix product for each feeder (see star.py). Constant power. Valid for grids of some hundred buses: the cost grows with the square of the
buses of a feeder that have power.

Two rounds in single precision lead near the end, one in double precision takes their rounding away; from there on only what changes goes
through Z, and what is small does so in single precision: 1e-4 p.u. with seven digits are 1e-11 p.u.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.power.admittance import Complexes, admittance, end_currents, end_places, one_clock
from glueckauf.supply.engine.power.circuit import Circuit, feeds, supplied
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints
from glueckauf.supply.engine.power.star import Star, StarMap, star, star_map, voltage_map

TOLERANCE = 1e-10  # p.u.: what the voltages may still be off
ROUNDS = 30
COARSE = 2  # rounds in single precision at the start
SMALL = 1e-4  # p.u.: changes below go through Z in single precision
BLOCK = 512  # steps that stay in the cache together, on each of two cores

SingleComplexes = NDArray[np.complex64]
OneOf = TypeVar("OneOf", Complexes, SingleComplexes)


class NotDense(ValueError):
    """The method does not fit this grid (clocks that differ, no feed, too large): use power-grid-model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Some steps: voltage of each bus, loading of lines (both ends, the larger) and transformers, `solved` per step."""

    voltage_pu: Floats
    line_percent: Floats
    transformer_percent: Floats
    solved: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """One circuit, prepared. `power_bus`: buses that may have load or generation; demand comes in that order."""

    made: Circuit
    power_bus: Ints
    star: Star
    z: StarMap
    z_single: StarMap
    idle: SingleComplexes  # voltage of the columns without load
    rest: Ints  # all other buses, in the order of `rest_map`; dead ones have zeros
    rest_map: StarMap
    branch_map: StarMap
    branch_map_single: StarMap
    branch_place: tuple[Ints, ...]  # where both ends of lines, then of transformers, come out of the map

    def stored(self, demand_kva: Complexes) -> Steps:
        """One block for storage: voltages as exact, loadings with seven digits."""
        return self.block(demand_kva, single=self.branch_map_single)

    def block(self, demand_kva: Complexes, *, single: StarMap | None = None) -> Steps:
        """One block. Demand: steps x power buses, kW + j kvar, consumption positive. `single`: map of the branches in single precision."""
        voltage, current, solved = self.settled(self.star.spread(-1e-3 * demand_kva.conj()))
        branch = np.abs(self.branch_map.of(current) if single is None else single.of(current.astype(np.complex64)))
        volts = np.empty((len(demand_kva), self.made.buses))
        volts[:, self.power_bus] = np.abs(voltage)[:, self.star.own]
        volts[:, self.rest] = np.abs(self.rest_map.of(current))
        start, end, hv, lv = (branch[:, place] for place in self.branch_place)
        units = self.made.grid.transformers
        unit = np.maximum(hv * volts[:, self.made.bus[units.hv]], lv * volts[:, self.made.bus[units.lv]])
        return Steps(voltage_pu=volts, line_percent=np.maximum(start, end), transformer_percent=unit, solved=solved)

    def settled(self, power: Complexes) -> tuple[Complexes, Complexes, Bools]:
        """Voltages and injected currents that fit each other, in the columns of the star. `power`: conj of the injected power, p.u."""
        closed, single = self.star.closed, power.astype(np.complex64)
        rough: SingleComplexes = np.broadcast_to(self.idle, power.shape)
        for _ in range(COARSE):
            rough = self.z_single.of(closed(divided(single, rough)))
        current = closed(divided(power, rough.astype(np.complex128)))
        voltage = self.z.of(current)
        before = largest(voltage - rough)
        solved = np.zeros(len(power), dtype=bool)
        for _ in range(ROUNDS):
            following = closed(divided(power, voltage))
            step = self.moved(following - current, before)
            change = largest(step)
            voltage, current = voltage + step, following
            solved, before = still_off(change, before) < TOLERANCE, change
            if solved.all():
                break
        return voltage, closed(divided(power, voltage)), solved

    def moved(self, current: Complexes, before: Floats) -> Complexes | SingleComplexes:
        """How voltages move with currents."""
        if before.max(initial=0.0) < SMALL:
            return self.z_single.of(current.astype(np.complex64))
        return self.z.of(current)


def divided(power: OneOf, voltage: OneOf) -> OneOf:
    """power / conj(voltage) as power x voltage / |voltage|², five times as fast as the division of numpy."""
    size = voltage.real * voltage.real
    size += voltage.imag * voltage.imag
    np.reciprocal(size, out=size)
    found = power * voltage
    found.real *= size
    found.imag *= size
    return found


def largest(step: Complexes | SingleComplexes) -> Floats:
    """Per row: the larger of real and imaginary parts, which is at most 3 dB below the magnitude."""
    parts = np.abs(np.ascontiguousarray(step).view(step.real.dtype))
    found: Floats = parts.max(axis=1, initial=0.0).astype(np.float64) * np.sqrt(2)
    return found


def still_off(change: Floats, before: Floats) -> Floats:
    """How far the voltages are from their end, p.u.: the rest of a geometric series whose ratio two changes tell."""
    ratio = np.minimum(change / np.maximum(before, 1e-30), 0.9999)
    off: Floats = change * ratio / (1 - ratio)
    return off


def dense(made: Circuit, power_bus: Ints | None = None) -> Dense:
    """Prepares a circuit. Raises NotDense."""
    z, idle = impedance(made)
    chosen = with_power(made) if power_bus is None else power_bus
    return assembled(made, z, idle, chosen[supplied(made)[chosen]])


def impedance(made: Circuit) -> tuple[Complexes, Complexes]:
    """Z of all buses, zeros where nothing changes a voltage, and the voltages without load. Raises NotDense."""
    grid = made.grid
    if not one_clock(made):
        raise NotDense("transformers of different clocks")
    slack = feeds(made)
    if len(slack) == 0 or (slack < 0).any():
        raise NotDense("no feed")
    free = np.setdiff1d(np.flatnonzero(supplied(made)), slack)
    y = admittance(made).toarray()
    z = np.zeros((made.buses, made.buses), dtype=np.complex128)
    z[np.ix_(free, free)] = np.linalg.inv(y[np.ix_(free, free)])
    idle = np.zeros(made.buses, dtype=np.complex128)
    idle[slack] = grid.sources.voltage_pu[grid.sources.in_service]
    idle[free] = -z[np.ix_(free, free)] @ (y[np.ix_(free, slack)] @ idle[slack])
    return z, idle


def with_power(made: Circuit) -> Ints:
    """Buses with a load or generator in service."""
    grid = made.grid
    nodes = np.concatenate([grid.loads.node[grid.loads.in_service], grid.generators.node[grid.generators.in_service]])
    found = np.unique(made.bus[nodes])
    return found[found >= 0]


def assembled(made: Circuit, z: Complexes, idle: Complexes, power_bus: Ints) -> Dense:
    """The maps from injected currents to voltages, and to currents at both ends of lines in percent, then of transformers."""
    ordered = star(made, z, power_bus, feeds(made))
    voltages = voltage_map(ordered, z, idle)
    rest = np.setdiff1d(np.arange(made.buses), power_bus)
    rest_map, place = star_map(ordered, z[rest], idle[rest], ordered.feeder[rest])
    ends, (near, far) = end_currents(made), end_places(made)
    inside = np.maximum(*(np.where(bus >= 0, ordered.feeder[bus], 0) for bus in (near, far)))
    branch_map, branch_place = star_map(ordered, ends @ z, ends @ idle, inside)
    lines, units = len(made.grid.lines), len(made.grid.transformers)
    start = np.ones(ordered.width, dtype=np.complex64)
    start[ordered.own] = idle[power_bus]
    return Dense(
        made=made,
        power_bus=power_bus,
        star=ordered,
        z=voltages,
        z_single=voltages.single(),
        idle=start,
        rest=rest[np.argsort(place)],
        rest_map=rest_map,
        branch_map=branch_map,
        branch_map_single=branch_map.single(),
        branch_place=tuple(np.split(branch_place, np.cumsum([lines, lines, units]))),
    )
