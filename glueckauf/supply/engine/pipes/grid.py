"""The grid of gas or heat as frozen tables with stable ids. Pressures in bar above the air outside, flows in kg/s, temperatures in kelvin.

Branches are counted over two tables: pipes first, then valves (`branches`). A heat grid has supply and return as two sides of one grid;
consumers carry water from one to the other, the circulation pump back.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.pipes.fluid import Fluid
from glueckauf.supply.engine.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Junctions(Rows):
    """`temperature_k`: where a calculation starts. `xy` in degrees (WGS84) or metres of the operator's frame, NaN where unknown."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    height_m: Floats
    temperature_k: Floats
    xy: Floats
    street: tuple[str, ...]
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipes(Rows):
    """Inner diameter; `outer_mm` is where heat is lost. Length 0 is a joint. `loss`: ζ of fittings.

    `path`: points from start to end (k x 2), none where unknown.
    """

    id: tuple[str, ...]
    name: tuple[str, ...]
    start: Ints
    end: Ints
    length_m: Floats
    diameter_mm: Floats
    outer_mm: Floats
    roughness_mm: Floats
    loss: Floats
    transmission_w_m2k: Floats
    outside_k: Floats
    path: tuple[Floats, ...]
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Valves(Rows):
    """Between two junctions; `open` as recorded."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    start: Ints
    end: Ints
    diameter_mm: Floats
    loss: Floats
    open: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds(Rows):
    """Hold the pressure of a junction, whatever is drawn."""

    id: tuple[str, ...]
    junction: Ints
    pressure_bar: Floats
    temperature_k: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Sinks(Rows):
    """Draw a mass flow; negative for what is fed in at a given flow (biogas), at the temperature of its junction."""

    id: tuple[str, ...]
    junction: Ints
    flow_kg_s: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumers(Rows):
    """Controlled mass flow from supply to return, and one of: heat drawn, temperature drop, return temperature; the others are NaN."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    start: Ints
    end: Ints
    flow_kg_s: Floats
    heat_w: Floats
    drop_k: Floats
    return_k: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Pumps(Rows):
    """Circulation: takes from `back`, holds pressure and temperature at `out`, lifts by `lift_bar`."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    back: Ints
    out: Ints
    pressure_bar: Floats
    lift_bar: Floats
    temperature_k: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class PipeGrid:
    """One revision. Indexes point into tables of the same grid. `ambient_k`: what stands still takes this temperature."""

    fluid: Fluid
    ambient_k: float
    junctions: Junctions
    pipes: Pipes
    valves: Valves
    feeds: Feeds
    sinks: Sinks
    consumers: Consumers
    pumps: Pumps


def branch_ids(grid: PipeGrid) -> tuple[str, ...]:
    """In the order in which branches are counted."""
    return grid.pipes.id + grid.valves.id


def branch_ends(grid: PipeGrid) -> tuple[Ints, Ints]:
    """Start and end of each branch."""
    return np.concatenate([grid.pipes.start, grid.valves.start]), np.concatenate([grid.pipes.end, grid.valves.end])
