"""A water grid as EPANET input, in m³/h and metres. Names are numbers, so that no id of an operator meets EPANET's limits.

What has no source is left out: EPANET would invent pressures for it. `Written` says which node and link carries which number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import lcm

import numpy as np

from glueckauf.supply.engine.water.grid import (
    ACTIVE,
    GPV,
    JUNCTION,
    OPEN,
    Bools,
    Control,
    Floats,
    Ints,
    WaterGrid,
    link_ends,
)
from glueckauf.supply.engine.water.topology import passable, supply

ACCURACY, TRIALS = 1e-6, 200


class NothingSupplied(ValueError):
    """No junction is reached by any reservoir or tank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureDriven:
    """A junction gets nothing at `least_m` and all from `full_m` on, in between by the square root (Wagner 1988)."""

    least_m: float = 0.0
    full_m: float = 20.0
    exponent: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`node` and `link`: EPANET's number from 1, 0 for left out. Junctions come before reservoirs and tanks."""

    text: str
    node: Ints
    link: Ints


def written(
    grid: WaterGrid, *, steps: int, step_s: int, start_s: int = 0, pressure: PressureDriven | None = None, links: Bools | None = None
) -> Written:
    """The input for `steps` steps after the first instant. `links`: usable ones (mask over links). Raises NothingSupplied."""
    usable = passable(grid) if links is None else links
    alive = supply(grid, usable).reached
    start, end = link_ends(grid)
    kept = usable & alive[start] & alive[end]
    junction = np.array(grid.nodes.kind) == JUNCTION
    if not (alive & junction).any():
        raise NothingSupplied
    node, link = np.zeros(len(grid.nodes), dtype=np.int64), np.where(kept, np.cumsum(kept), 0)
    order = np.concatenate([np.flatnonzero(alive & junction), np.flatnonzero(alive & ~junction)])
    node[order] = np.arange(len(order)) + 1
    averaged = blocks(grid, step_s)
    pattern = {name: str(number) for number, name in enumerate(averaged, 1)}
    curve = {name: str(number) for number, name in enumerate(grid.curves, 1)}
    names = Names(node, link, pattern, curve)
    return Written(text="\n".join(lines(grid, names, averaged, steps, step_s, start_s, pressure)) + "\n", node=node, link=link)


@dataclass(frozen=True, slots=True)
class Names:
    """Numbers by row or name."""

    node: Ints
    link: Ints
    pattern: Mapping[str, str]
    curve: Mapping[str, str]


def blocks(grid: WaterGrid, step_s: int) -> dict[str, Floats]:
    """Patterns; means over a step that is a multiple of theirs, so that a coarse day draws the same water."""
    ratio = step_s // grid.pattern_step_s if averaged_over(grid, step_s) else 1
    return {name: np.resize(values, lcm(len(values), ratio)).reshape(-1, ratio).mean(axis=1) for name, values in grid.patterns.items()}


def averaged_over(grid: WaterGrid, step_s: int) -> bool:
    """Whether steps take the place of the patterns' own."""
    return step_s > grid.pattern_step_s and step_s % grid.pattern_step_s == 0


def lines(
    grid: WaterGrid, names: Names, averaged: Mapping[str, Floats], steps: int, step_s: int, start_s: int, pressure: PressureDriven | None
) -> Iterator[str]:
    """All sections."""
    yield from junctions(grid, names)
    yield from storages(grid, names)
    yield from pipes(grid, names)
    yield from pumps_and_valves(grid, names)
    yield from series("[PATTERNS]", ((names.pattern[name], values[:, None]) for name, values in averaged.items()))
    yield from series("[CURVES]", ((names.curve[name], values) for name, values in grid.curves.items()))
    yield "[CONTROLS]"
    yield from (sentence(control, names) for control in grid.controls if told(control, names))
    yield from options(grid, pressure)
    pattern_step = step_s if averaged_over(grid, step_s) else grid.pattern_step_s
    yield from times(grid, steps * step_s, min(step_s, pattern_step), pattern_step, start_s)


def junctions(grid: WaterGrid, names: Names) -> Iterator[str]:
    """Nodes that draw, with demands and emitters."""
    rows = [row for row in grid.nodes.of(JUNCTION) if names.node[row]]
    yield "[JUNCTIONS]"
    yield from (f"{names.node[row]} {grid.nodes.elevation_m[row]:.12g} 0" for row in rows)
    yield "[DEMANDS]"
    for node, base, pattern in zip(grid.demands.node, grid.demands.base_m3h, grid.demands.pattern, strict=True):
        if names.node[node]:
            yield f"{names.node[node]} {base:.12g} {names.pattern.get(pattern, 'constant')}"
    yield "[EMITTERS]"
    yield from (f"{names.node[row]} {grid.nodes.emitter[row]:.12g}" for row in rows if grid.nodes.emitter[row])


def storages(grid: WaterGrid, names: Names) -> Iterator[str]:
    """Reservoirs and tanks; they come after all junctions, in the order of the nodes."""
    found = {}
    for node, pattern in zip(grid.reservoirs.node, grid.reservoirs.pattern, strict=True):
        found[int(node)] = f"[RESERVOIRS]\n{names.node[node]} {grid.nodes.elevation_m[node]:.12g} {names.pattern.get(pattern, '')}"
    tanks = grid.tanks
    for row, node in enumerate(tanks.node):
        columns = (tanks.level_m, tanks.lowest_m, tanks.highest_m, tanks.diameter_m, tanks.least_m3)
        levels = " ".join(f"{column[row]:.12g}" for column in columns)
        volume = names.curve.get(tanks.volume_curve[row], "*")
        over = "YES" if tanks.overflows[row] else "NO"
        found[int(node)] = f"[TANKS]\n{names.node[node]} {grid.nodes.elevation_m[node]:.12g} {levels} {volume} {over}"
    yield from (found[node] for node in sorted(found) if names.node[node])


def pipes(grid: WaterGrid, names: Names) -> Iterator[str]:
    """Closed ones stand here only where a control may open them."""
    table = grid.pipes
    yield "[PIPES]"
    for row in range(len(table)):
        if names.link[row]:
            ends = f"{names.node[table.start[row]]} {names.node[table.end[row]]}"
            state = "CV" if table.one_way[row] else "OPEN" if table.open[row] else "CLOSED"
            sizes = f"{table.length_m[row]:.12g} {table.diameter_mm[row]:.12g} {table.roughness[row]:.12g} {table.minor_loss[row]:.12g}"
            yield f"{names.link[row]} {ends} {sizes} {state}"


def pumps_and_valves(grid: WaterGrid, names: Names) -> Iterator[str]:
    """And the states of both."""
    states, first = [], len(grid.pipes)
    yield "[PUMPS]"
    for row, table in ((row, grid.pumps) for row in range(len(grid.pumps))):
        if number := names.link[first + row]:
            drive = f"HEAD {names.curve[table.curve[row]]}" if table.curve[row] else f"POWER {table.power_kw[row]:.12g}"
            pattern = f" PATTERN {names.pattern[table.pattern[row]]}" if table.pattern[row] else ""
            yield f"{number} {names.node[table.start[row]]} {names.node[table.end[row]]} {drive} SPEED {table.speed[row]:.12g}{pattern}"
            states += [] if table.open[row] else [f"{number} CLOSED"]
    yield "[VALVES]"
    first += len(grid.pumps)
    for row, valves in ((row, grid.valves) for row in range(len(grid.valves))):
        if number := names.link[first + row]:
            setting = names.curve[valves.curve[row]] if valves.kind[row] == GPV else repr(float(valves.setting[row]))
            sizes = f"{valves.diameter_mm[row]:.12g} {valves.kind[row]} {setting} {valves.minor_loss[row]:.12g}"
            yield f"{number} {names.node[valves.start[row]]} {names.node[valves.end[row]]} {sizes}"
            states += [] if valves.state[row] == ACTIVE else [f"{number} {'OPEN' if valves.state[row] == OPEN else 'CLOSED'}"]
    yield "[STATUS]"
    yield from states


def series(section: str, tables: Iterable[tuple[str, Floats]]) -> Iterator[str]:
    """One point a line."""
    yield section
    for name, points in tables:
        yield from (f"{name} {' '.join(repr(float(value)) for value in point)}" for point in points)
    if section == "[PATTERNS]":
        yield "constant 1"


def told(control: Control, names: Names) -> bool:
    """Whether link and node are part of the model."""
    return bool(names.link[control.link]) and (control.node < 0 or bool(names.node[control.node]))


def sentence(control: Control, names: Names) -> str:
    """As EPANET reads it."""
    becomes = control.becomes.upper() if isinstance(control.becomes, str) else repr(control.becomes)
    if control.node >= 0:
        side = "ABOVE" if control.above else "BELOW"
        return f"LINK {names.link[control.link]} {becomes} IF NODE {names.node[control.node]} {side} {control.level_m:.12g}"
    if control.clock_s >= 0:
        return f"LINK {names.link[control.link]} {becomes} AT CLOCKTIME {clock(control.clock_s)}"
    return f"LINK {names.link[control.link]} {becomes} AT TIME {clock(control.time_s)}"


def options(grid: WaterGrid, pressure: PressureDriven | None) -> Iterator[str]:
    """Accuracy and trials are ours whatever the file said."""
    yield f"[OPTIONS]\nUNITS CMH\nHEADLOSS {grid.formula}\nVISCOSITY {grid.viscosity:.12g}\nTRIALS {TRIALS}\nACCURACY {ACCURACY}"
    yield f"UNBALANCED CONTINUE\nPATTERN constant\nDEMAND MULTIPLIER {grid.demand_factor:.12g}"
    yield f"EMITTER EXPONENT {grid.emitter_exponent:.12g}"
    if pressure is not None:
        yield f"DEMAND MODEL PDA\nMINIMUM PRESSURE {pressure.least_m:.12g}\nREQUIRED PRESSURE {pressure.full_m:.12g}"
        yield f"PRESSURE EXPONENT {pressure.exponent:.12g}"
    yield "[REPORT]\nSTATUS NO\nMESSAGES NO"


def times(grid: WaterGrid, duration_s: int, step_s: int, pattern_s: int, start_s: int) -> Iterator[str]:
    """`start_s` moves patterns and clock; tanks start at their first level."""
    yield f"[TIMES]\nDURATION {clock(duration_s)}\nHYDRAULIC TIMESTEP {clock(step_s)}\nREPORT TIMESTEP {clock(step_s)}"
    yield f"PATTERN TIMESTEP {clock(pattern_s)}\nPATTERN START {clock(grid.pattern_start_s + start_s)}"
    yield f"START CLOCKTIME {clock((grid.clock_start_s + start_s) % 86400)}\n[END]"


def clock(seconds: int) -> str:
    """h:mm:ss."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
