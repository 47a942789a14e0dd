"""The water grid as frozen tables with stable ids. Metres, millimetres, m³/h, kW; heads and pressures in metres of water.

Links are counted over three tables: pipes first, then pumps, then valves (`links`). Isolation valves are no links: each sits in a pipe
near one of its ends, and what it does is cut the pipe there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

JUNCTION, RESERVOIR, TANK = "junction", "reservoir", "tank"
PRV, PSV, PBV, FCV, TCV, GPV = "PRV", "PSV", "PBV", "FCV", "TCV", "GPV"
ACTIVE, OPEN, CLOSED = "active", "open", "closed"
HAZEN_WILLIAMS, DARCY_WEISBACH, CHEZY_MANNING = "H-W", "D-W", "C-M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes(Rows):
    """Junctions, reservoirs and tanks. `elevation_m` of a reservoir is its head; `xy` (nodes x 2) in metres of the operator's frame or NaN.

    `emitter`: m³/h at 1 m pressure, 0 for none. `street`: what may be public.
    """

    id: tuple[str, ...]
    kind: tuple[str, ...]
    elevation_m: Floats
    emitter: Floats
    xy: Floats
    street: tuple[str, ...]

    def of(self, kind: str) -> Ints:
        """Rows of one kind."""
        return np.flatnonzero(np.array(self.kind) == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservoirs:
    """Rows in `nodes`, and the pattern that scales the head, empty for none."""

    node: Ints
    pattern: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tanks:
    """Rows in `nodes`; levels above the elevation. A `volume_curve` (level, m³) beats the diameter."""

    node: Ints
    level_m: Floats
    lowest_m: Floats
    highest_m: Floats
    diameter_m: Floats
    least_m3: Floats
    volume_curve: tuple[str, ...]
    overflows: Bools

    def __len__(self) -> int:
        return len(self.node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What junctions draw: base times pattern. A junction may have several; an empty pattern is constant."""

    node: Ints
    base_m3h: Floats
    pattern: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipes(Rows):
    """`roughness` as the head loss formula wants it (H-W and C-M: factor, D-W: mm). `path`: points from start to end (k x 2)."""

    id: tuple[str, ...]
    start: Ints
    end: Ints
    length_m: Floats
    diameter_mm: Floats
    roughness: Floats
    minor_loss: Floats
    open: Bools
    one_way: Bools
    path: tuple[Floats, ...]
    street: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pumps(Rows):
    """From suction to pressure side: head `curve` (m³/h, m) or constant `power_kw`, never both."""

    id: tuple[str, ...]
    start: Ints
    end: Ints
    curve: tuple[str, ...]
    power_kw: Floats
    speed: Floats
    pattern: tuple[str, ...]
    open: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Valves(Rows):
    """Control valves. `setting`: m (PRV, PSV, PBV), m³/h (FCV), loss factor (TCV); GPV: `curve` (m³/h, m). `state` fixed or active."""

    id: tuple[str, ...]
    start: Ints
    end: Ints
    kind: tuple[str, ...]
    diameter_mm: Floats
    setting: Floats
    minor_loss: Floats
    curve: tuple[str, ...]
    state: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsolationValves(Rows):
    """`pipe` is the row in `pipes`, `node` the end it sits at. `open` is what the record says: a survey or a stuck spindle may differ."""

    id: tuple[str, ...]
    pipe: Ints
    node: Ints
    open: Bools
    street: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Rows):
    """Customers or hydrants at nodes. `priority` names why somebody comes first (hospital, dialysis), empty for nobody special."""

    id: tuple[str, ...]
    node: Ints
    street: tuple[str, ...]
    priority: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A simple control. `link` over all links; `becomes` OPEN, CLOSED or a setting; either a level at a node (m) or a time (s)."""

    link: int
    becomes: str | float
    node: int = -1
    above: bool = False
    level_m: float = 0.0
    time_s: int = -1
    clock_s: int = -1


NONE = np.zeros(0, dtype=np.int64)
NO_VALVES = IsolationValves(id=(), pipe=NONE, node=NONE, open=NONE.astype(bool), street=())
NO_POINTS = Points(id=(), node=NONE, street=(), priority=())


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterGrid:
    """One revision. Indexes point into tables of the same grid. Patterns: factors; curves: points x 2; both by name."""

    nodes: Nodes
    reservoirs: Reservoirs
    tanks: Tanks
    demands: Demands
    pipes: Pipes
    pumps: Pumps
    valves: Valves
    isolation: IsolationValves = NO_VALVES
    customers: Points = NO_POINTS
    hydrants: Points = NO_POINTS
    patterns: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    curves: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    controls: tuple[Control, ...] = ()
    formula: str = HAZEN_WILLIAMS
    viscosity: float = 1.0  # relative to water at 20 °C
    demand_factor: float = 1.0
    emitter_exponent: float = 0.5
    pattern_step_s: int = 3600
    pattern_start_s: int = 0
    clock_start_s: int = 0
    step_s: int = 3600

    @property
    def links(self) -> int:
        """Pipes, pumps and valves together."""
        return len(self.pipes) + len(self.pumps) + len(self.valves)


def link_ids(grid: WaterGrid) -> tuple[str, ...]:
    """In the order in which links are counted."""
    return grid.pipes.id + grid.pumps.id + grid.valves.id


def link_ends(grid: WaterGrid) -> tuple[Ints, Ints]:
    """Start and end node of each link."""
    tables = (grid.pipes, grid.pumps, grid.valves)
    return np.concatenate([one.start for one in tables]), np.concatenate([one.end for one in tables])


def base_demand(grid: WaterGrid) -> Floats:
    """m³/h per node, patterns left out."""
    found = np.zeros(len(grid.nodes))
    np.add.at(found, grid.demands.node, grid.demands.base_m3h * grid.demand_factor)
    return found
