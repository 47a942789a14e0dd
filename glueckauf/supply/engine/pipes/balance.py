"""What enters and leaves at junctions, and the pressures that feeds and circulation pumps hold."""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.pipes.fluid import GRAVITY, NORMAL_BAR, PASCAL, Floats
from glueckauf.supply.engine.pipes.grid import Bools, Ints
from glueckauf.supply.engine.pipes.network import Network
from glueckauf.supply.engine.pipes.problems import CircuitUnbalanced, FlowReversed, PressureConflict

SAME_BAR = 1e-9
LEAK_KG_S = 1e-6  # relative to what the pump moves, or absolute


def air_bar(height_m: Floats) -> Floats:
    """Pressure of the air outside, by the international height formula (DIN ISO 2533 below 11 km, exponent 5.255)."""
    return np.asarray(NORMAL_BAR * (1 - 0.0065 * height_m / 288.15) ** 5.255, dtype=np.float64)


def summed(rows: Ints, values: Floats, count: int) -> Floats:
    """Values added up by row; zeros where nothing stands."""
    return np.bincount(rows, weights=values, minlength=count).astype(np.float64)


def out_of(made: Network, flow: Floats) -> Floats:
    """kg/s that branches carry away from each junction, less what they bring."""
    count = len(made.grid.junctions)
    return summed(made.start, flow, count) - summed(made.end, flow, count)


def taken(made: Network, wanted_kg_s: Floats | None) -> Floats:
    """kg/s over sinks: as wanted or as recorded, 0 where out of service or not supplied."""
    sinks = made.grid.sinks
    wanted = sinks.flow_kg_s if wanted_kg_s is None else wanted_kg_s
    return np.where(sinks.in_service & made.supplied[sinks.junction], wanted, 0.0)


def drawn(made: Network, sinks_kg_s: Floats) -> Floats:
    """kg/s over junctions: sinks, and what consumers carry from supply to return."""
    consumers, count = made.grid.consumers, len(made.grid.junctions)
    carried = np.where(made.served, consumers.flow_kg_s, 0.0)
    through = summed(consumers.start, carried, count) - summed(consumers.end, carried, count)
    return summed(made.grid.sinks.junction, sinks_kg_s, count) + through


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Junctions whose pressure is held, and at what (bar above the air outside). `feeds`, `pumps`: masks of those that work."""

    junction: Ints
    pressure_bar: Floats
    feeds: Bools
    pumps: Bools

    def supplies(self, made: Network, leaving: Floats) -> tuple[Floats, Floats]:
        """kg/s of feeds and pumps from what leaves each junction. Raises CircuitUnbalanced, FlowReversed.

        A pump gives out what comes back; a feed at one of its sides makes up the difference. Feeds at one junction share equally.
        """
        feeds, pumps = made.grid.feeds, made.grid.pumps
        rest = leaving.copy()
        fed = np.zeros(len(leaving), dtype=bool)
        fed[feeds.junction[self.feeds]] = True
        moved = np.zeros(len(pumps))
        for row in np.flatnonzero(self.pumps):
            out, back = int(pumps.out[row]), int(pumps.back[row])
            moved[row] = -rest[back] if fed[out] else rest[out]
            rest[out] -= moved[row]
            rest[back] += moved[row]
            complain(pumps.id[row], moved[row], 0.0 if fed[out] else rest[out], 0.0 if fed[back] else rest[back])
        share = np.bincount(feeds.junction[self.feeds], minlength=len(leaving))
        given = np.where(self.feeds, rest[feeds.junction] / np.maximum(share[feeds.junction], 1), 0.0)
        return given, moved


def complain(pump: str, moved: float, out: float, back: float) -> None:
    """Where a pump cannot be what the flows say."""
    slack = LEAK_KG_S * max(1.0, abs(moved))
    if abs(out) > slack or abs(back) > slack:
        raise CircuitUnbalanced(pump, f"Die Pumpe fördert {moved:.3f} kg/s, am Rücklauf kommen {moved - back:.3f} kg/s an.")
    if moved < -slack:
        raise FlowReversed(pump, f"Durch die Pumpe müssten {-moved:.3f} kg/s rückwärts fließen.")


def held(made: Network, temperature_k: Floats) -> Held:
    """`temperature_k` over junctions: the weight of the water between both sides of a pump. Raises PressureConflict."""
    grid = made.grid
    runs = grid.pumps.in_service & grid.junctions.in_service[grid.pumps.out] & grid.junctions.in_service[grid.pumps.back]
    feeds = grid.feeds.in_service & grid.junctions.in_service[grid.feeds.junction]
    junction = np.concatenate([grid.feeds.junction[feeds], grid.pumps.out[runs], grid.pumps.back[runs]])
    wanted = np.concatenate([grid.feeds.pressure_bar[feeds], grid.pumps.pressure_bar[runs], behind(made, temperature_k)[runs]])
    rows, first, inverse = np.unique(junction, return_index=True, return_inverse=True)
    apart = np.abs(wanted - wanted[first][inverse]) > SAME_BAR
    if apart.any():
        where = grid.junctions.id[int(junction[int(apart.argmax())])]
        raise PressureConflict(where, "Zwei Einspeisungen halten hier verschiedene Drücke.")
    return Held(junction=rows, pressure_bar=wanted[first], feeds=feeds, pumps=runs)


def behind(made: Network, temperature_k: Floats) -> Floats:
    """Pressure at `back` of each pump: that at `out` without the lift, corrected for height."""
    grid, pumps = made.grid, made.grid.pumps
    height, air = grid.junctions.height_m, air_bar(grid.junctions.height_m)
    density = (grid.fluid.density(temperature_k[pumps.back]) + grid.fluid.density(pumps.temperature_k)) / 2
    weight = density * GRAVITY * (height[pumps.back] - height[pumps.out]) / PASCAL
    return np.asarray(pumps.pressure_bar - pumps.lift_bar + air[pumps.out] - air[pumps.back] - weight, dtype=np.float64)
