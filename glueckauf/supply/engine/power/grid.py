"""The grid as frozen tables with stable ids. A what-if is (grid, positions of switches, injections); only the first is kept here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

COUPLER, LINE, TRANSFORMER = "coupler", "line", "transformer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes(Rows):
    """Where things meet. `xy` in degrees (WGS84) or metres of the operator's frame, NaN where unknown; `street`: what may be public."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    rated_kv: Floats
    xy: Floats
    street: tuple[str, ...]
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Rows):
    """Cables and overhead lines, pi model: half of the capacitance at each end. Values of the whole line, parallel systems together."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    start: Ints
    end: Ints
    r_ohm: Floats
    x_ohm: Floats
    c_nf: Floats
    g_us: Floats
    rated_a: Floats
    length_m: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformers(Rows):
    """Two windings; `hv` and `lv` are nodes. Tap values are of the side that has the tap changer; `clock` in hours, lv behind hv."""

    id: tuple[str, ...]
    name: tuple[str, ...]
    hv: Ints
    lv: Ints
    hv_kv: Floats
    lv_kv: Floats
    rated_kva: Floats
    uk_percent: Floats
    copper_percent: Floats
    i0_percent: Floats
    iron_kw: Floats
    clock: Ints
    tap_at_hv: Bools
    tap_position: Ints
    tap_neutral: Ints
    tap_min: Ints
    tap_max: Ints
    tap_step_percent: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches(Rows):
    """`node` is where it sits; `other` the second node of a coupler, or the index of the line or transformer whose end it opens."""

    id: tuple[str, ...]
    kind: tuple[str, ...]
    node: Ints
    other: Ints
    closed: Bools
    breaker: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices(Rows):
    """Loads or generators with constant power. `profile` names the series that scales p and q over the year, empty for none."""

    id: tuple[str, ...]
    node: Ints
    p_kw: Floats
    q_kvar: Floats
    profile: tuple[str, ...]
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(Rows):
    """Stiff feeds from the grid above: voltage in p.u. of the node, angle 0."""

    id: tuple[str, ...]
    node: Ints
    voltage_pu: Floats
    in_service: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerGrid:
    """One revision of a power grid. Indexes in the tables point into the tables of the same grid."""

    frequency_hz: float
    nodes: Nodes
    lines: Lines
    transformers: Transformers
    switches: Switches
    loads: Devices
    generators: Devices
    sources: Sources

    @property
    def positions(self) -> Bools:
        """Normal positions of the switches: True is closed."""
        return self.switches.closed


def node_index(grid: PowerGrid) -> dict[str, int]:
    """From stable id to row."""
    return {key: row for row, key in enumerate(grid.nodes.id)}


def switch_targets(grid: PowerGrid) -> list[str]:
    """Id of what each switch connects its node with, or whose end it opens."""
    tables = {COUPLER: grid.nodes.id, LINE: grid.lines.id, TRANSFORMER: grid.transformers.id}
    return [tables[kind][row] for kind, row in zip(grid.switches.kind, grid.switches.other, strict=True)]
