"""Lines and a polygon on a plane: which lines it touches, how much of each lies within, which pass close by.

Points are k x 2, polygons corners x 2, closed or not, all in metres of one frame.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCK = 2_000  # pieces at once: each is held against every edge


def corners_of(polygon: Floats) -> Floats:
    """Each once. Raises ValueError for fewer than three."""
    corners = polygon[:-1] if len(polygon) > 1 and (polygon[0] == polygon[-1]).all() else polygon
    if len(corners) < 3:
        raise ValueError("a polygon has three corners")
    return corners


def touched(polygon: Floats, paths: Sequence[Floats], *, near_m: float = 0.0) -> Ints:
    """Rows of paths with an edge crossed, a piece within, or a piece at most `near_m` away. One without a known path is never found."""
    corners = corners_of(polygon)
    sizes = np.array([max(len(path) - 1, 0) for path in paths], dtype=np.int64)
    if not sizes.sum():
        return np.zeros(0, dtype=np.int64)
    first = np.concatenate([path[:-1] for path in paths if len(path)])
    last = np.concatenate([path[1:] for path in paths if len(path)])
    row = np.repeat(np.arange(len(sizes)), sizes)
    known = np.flatnonzero(boxed(corners, first, last, near_m))
    first, last = first[known], last[known]
    blocks = [slice(at, at + BLOCK) for at in range(0, len(known), BLOCK)]
    found = [known[block][meets(corners, first[block], last[block], near_m)] for block in blocks]
    return np.unique(row[np.concatenate([known[:0], *found])])


def reaches(polygon: Floats, paths: Sequence[Floats], *, near_m: float) -> bool:
    """Whether any path comes into the box so far around the polygon."""
    corners = corners_of(polygon)
    return any(len(path) > 1 and boxed(corners, path[:-1], path[1:], near_m).any() for path in paths)


def meets(corners: Floats, first: Floats, last: Floats, near_m: float) -> Bools:
    """Whether each piece crosses an edge, lies within, or is at most so far away."""
    found = inside(corners, first) | inside(corners, last) | crossing(corners, first, last)
    return found | (apart(corners, first, last) <= near_m) if near_m else found


def boxed(corners: Floats, first: Floats, last: Floats, near_m: float) -> Bools:
    """Pieces whose box meets that of the polygon: the others cannot touch it. False where a place is not known."""
    low, high = corners.min(axis=0) - near_m, corners.max(axis=0) + near_m
    return np.asarray(((np.maximum(first, last) >= low) & (np.minimum(first, last) <= high)).all(axis=1), dtype=bool)


def length_within(polygon: Floats, path: Floats) -> float:
    """Metres of a path inside: each piece is cut where it meets an edge, and the parts whose middle is inside count."""
    corners = corners_of(polygon)
    return float(sum(piece_within(corners, path[at], path[at + 1]) for at in range(len(path) - 1)))


def piece_within(corners: Floats, start: Floats, end: Floats) -> float:
    """Metres of one straight piece."""
    along, edge = end - start, np.roll(corners, -1, axis=0) - corners
    turn = along[0] * edge[:, 1] - along[1] * edge[:, 0]
    away = corners - start
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (away[:, 0] * edge[:, 1] - away[:, 1] * edge[:, 0]) / turn
        on_edge = (away[:, 0] * along[1] - away[:, 1] * along[0]) / turn
    met = (turn != 0) & (at > 0) & (at < 1) & (on_edge >= 0) & (on_edge <= 1)
    cuts = np.concatenate([[0.0], np.sort(at[met]), [1.0]])
    middles = start + ((cuts[:-1] + cuts[1:]) / 2)[:, None] * along
    return float(np.diff(cuts)[inside(corners, middles)].sum() * np.hypot(*along))


def apart(corners: Floats, first: Floats, last: Floats) -> Floats:
    """Metres from each piece to the nearest edge, 0 where they cross."""
    following = np.roll(corners, -1, axis=0)
    from_edges = np.minimum(
        to_piece(first[:, None], corners[None], following[None]), to_piece(last[:, None], corners[None], following[None])
    )
    from_corners = to_piece(corners[None], first[:, None], last[:, None])
    found = np.minimum(from_edges, from_corners).min(axis=1)
    return np.where(crossing(corners, first, last), 0.0, found)


def to_piece(point: Floats, start: Floats, end: Floats) -> Floats:
    """Metres from points to straight pieces; shapes broadcast, the last axis is x and y."""
    along = end - start
    length = (along**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = np.clip(((point - start) * along).sum(axis=-1) / length, 0, 1)
    nearest = start + np.where(length > 0, at, 0.0)[..., None] * along
    return np.asarray(np.hypot(point[..., 0] - nearest[..., 0], point[..., 1] - nearest[..., 1]), dtype=np.float64)


def inside(corners: Floats, points: Floats) -> Bools:
    """Even-odd rule. points: k x 2."""
    following = np.roll(corners, -1, axis=0)
    x, y = points[:, :1], points[:, 1:]
    straddles = (corners[:, 1] > y) != (following[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = corners[:, 0] + (y - corners[:, 1]) * (following[:, 0] - corners[:, 0]) / (following[:, 1] - corners[:, 1])
        left = straddles & (x < at)
    return np.asarray(left.sum(axis=1) % 2 == 1, dtype=bool)


def crossing(corners: Floats, first: Floats, last: Floats) -> Bools:
    """Whether a piece meets any edge, touching included."""
    following = np.roll(corners, -1, axis=0)
    a = side(corners[None], following[None], first[:, None])
    b = side(corners[None], following[None], last[:, None])
    c = side(first[:, None], last[:, None], corners[None])
    d = side(first[:, None], last[:, None], following[None])
    within_x = overlap(first[:, None, 0], last[:, None, 0], corners[None, :, 0], following[None, :, 0])
    within_y = overlap(first[:, None, 1], last[:, None, 1], corners[None, :, 1], following[None, :, 1])
    return np.asarray(((a * b <= 0) & (c * d <= 0) & within_x & within_y).any(axis=1), dtype=bool)


def side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Sign of the side of a line."""
    turn: Floats = (end[..., 0] - start[..., 0]) * (point[..., 1] - start[..., 1]) - (end[..., 1] - start[..., 1]) * (
        point[..., 0] - start[..., 0]
    )
    return np.sign(turn)


def overlap(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    """Of two intervals on an axis."""
    return np.asarray((np.maximum(a, b) >= np.minimum(c, d)) & (np.maximum(c, d) >= np.minimum(a, b)), dtype=bool)
