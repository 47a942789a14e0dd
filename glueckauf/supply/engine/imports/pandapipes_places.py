"""Where things lie in a pandapipes file: `geo` per row (degrees), else the tables of coordinates beside it (the operator's metres).

Some files hold [latitude, longitude] where GeoJSON wants the reverse. In Germany the two ranges do not meet, so the order can be told.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glueckauf.supply.engine.imports.panda_tables import Floats, Row

LATITUDES, LONGITUDES = (47.0, 55.2), (5.5, 15.5)  # Germany
UNKNOWN = np.full((1, 2), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`xy` over junctions; one path a pipe, as far as the file knows it. `turned`: latitude stood first."""

    xy: Floats
    paths: tuple[Floats, ...]
    turned: bool


def places(junctions: Sequence[Row], pipes: Sequence[Row], beside: Sequence[Row], lines: Sequence[Row]) -> Places:
    """`beside` and `lines`: tables junction_geodata and pipe_geodata. One frame for all: the one that knows more junctions."""
    points, paths = [points_of(row.get("geo")) for row in junctions], [points_of(row.get("geo")) for row in pipes]
    known = {str(row["_index"]): points_of([[row.get("x"), row.get("y")]]) for row in beside}
    if covered(points) < covered(known.values()):
        drawn = {str(row["_index"]): points_of(row.get("coords")) for row in lines}
        points = [known.get(str(row["_index"]), UNKNOWN[:0]) for row in junctions]
        paths = [drawn.get(str(row["_index"]), UNKNOWN[:0]) for row in pipes]
    xy = np.concatenate([one[:1] if len(one) else UNKNOWN for one in points]) if points else np.zeros((0, 2))
    turned = latitude_first(xy)
    order = slice(None, None, -1 if turned else 1)
    return Places(xy=xy[:, order], paths=tuple(one[:, order] for one in paths), turned=turned)


def covered(points: Iterable[Floats]) -> int:
    """How many are known."""
    return sum(len(one) > 0 for one in points)


def points_of(geo: Any) -> Floats:
    """Points of a GeoJSON geometry (as text or object) or of nested lists; none where nothing sensible stands."""
    try:
        given = json.loads(geo) if isinstance(geo, str) else geo
        found = np.array(given["coordinates"] if isinstance(given, dict) else given, dtype=np.float64)
        flat = found.reshape(-1, found.shape[-1])[:, :2]
    except (TypeError, ValueError, KeyError, IndexError, OverflowError, RecursionError):
        return UNKNOWN[:0]
    return flat if flat.shape[1] == 2 and np.isfinite(flat).all() else UNKNOWN[:0]


def latitude_first(xy: Floats) -> bool:
    """Whether all known points are in Germany only if read as [latitude, longitude]."""
    known = xy[~np.isnan(xy[:, 0])]
    if not len(known):
        return False
    first, second = known[:, 0], known[:, 1]
    north = (first >= LATITUDES[0]) & (first <= LATITUDES[1])
    east = (second >= LONGITUDES[0]) & (second <= LONGITUDES[1])
    return bool((north & east).all())
