"""What lies in a polygon: lines of a network with their metres inside, what to shut around them, and who is out when they are hit."""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.ground.corridor import plane_of
from glueckauf.supply.engine.ground.ground import Ground
from glueckauf.supply.engine.ground.parts import hit
from glueckauf.supply.engine.polygon import Bools, Floats, Ints, length_within, reaches, touched

NEAR_M = 2.0  # lines so close by count: neither plans nor diggers are more exact
AROUND_M = 40.0  # what a plan shows beside it
COVERED_M = 500.0  # a grid with nothing at all so near ends before this place: it says nothing about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Rows of lines with metres inside (0: only close by), rows of lines and connections further around, rows of cuts to shut, rows of
    connections that are out then.

    `covered`: the grid reaches this place; `unplaced`: lines nobody knows the place of; `feeds_inside`: nothing shuts it off.
    """

    rows: Ints
    metres: Floats
    around: Ints
    houses: Ints
    shut: Ints
    out: Ints
    covered: bool
    unplaced: int
    feeds_inside: bool


def look(ground: Ground, ring: Floats) -> Seen:
    """ring: corners x 2 in degrees, closed or not. Raises ValueError for fewer than three corners."""
    plane = plane_of(ring)
    corners = plane.metres(ring)
    paths = [plane.metres(path) for path in ground.lying.path]
    rows = touched(corners, paths, near_m=NEAR_M)
    struck = hit(ground.parts, rows)
    return Seen(
        rows=rows,
        metres=np.array([length_within(corners, paths[row]) for row in rows], dtype=np.float64),
        around=np.setdiff1d(touched(corners, paths, near_m=AROUND_M), rows),
        houses=houses(ground, plane.metres(ground.xy), corners),
        shut=struck.shut if len(rows) else rows,
        out=out(ground, struck.out) if len(rows) else rows,
        covered=reaches(corners, paths, near_m=COVERED_M),
        unplaced=sum(not len(path) for path in ground.lying.path),
        feeds_inside=struck.feeds_inside and bool(len(rows)),
    )


def out(ground: Ground, nodes: Bools) -> Ints:
    """Connections whose node, or whose return, is out."""
    found = np.zeros(len(ground.connections), dtype=bool)
    for side in (ground.connections.node, ground.back):
        known = side >= 0
        found[known] |= nodes[side[known]]
    return np.flatnonzero(found)


def houses(ground: Ground, xy: Floats, corners: Floats) -> Ints:
    """Connections in the box around it, for orientation."""
    low, high = corners.min(axis=0) - AROUND_M, corners.max(axis=0) + AROUND_M
    node = ground.connections.node
    with np.errstate(invalid="ignore"):
        near = ((xy >= low) & (xy <= high)).all(axis=1)
    return np.flatnonzero((node >= 0) & near[np.maximum(node, 0)]) if len(near) else np.zeros(0, dtype=np.int64)
