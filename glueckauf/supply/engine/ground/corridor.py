"""Where somebody digs who names a street and house numbers: a strip along that stretch, wide enough that the trench lies in it.

Across the street nobody has said where the trench runs, so the strip takes the whole side from the middle of the street to the houses
(or both sides): rather one cable too many than one too few.
"""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.earth import metres_per_degree
from glueckauf.supply.engine.ground.ground import Ground
from glueckauf.supply.engine.polygon import Bools, Floats, Ints
from glueckauf.supply.engine.power.addresses import UnknownAddress
from glueckauf.supply.engine.spelling import spelled

ALONG_M = 5.0  # beyond the first and last house: half a front
ACROSS_M = 1.0  # beyond the houses
HALF_STREET_M = 6.0  # where the operator's points lie in the street and not at the houses
LONGEST_M = 2_000.0  # houses further apart lie in two streets of one name


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """As a form asks for it. `last` may be empty; side: even, odd or both, by house numbers."""

    street: str
    first: str
    last: str
    side: str
    length_m: float
    width_m: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a point, flat: good to centimetres over some hundred metres."""

    longitude: float
    latitude: float

    def metres(self, degrees: Floats) -> Floats:
        """k x 2."""
        return np.asarray((degrees - [self.longitude, self.latitude]) * metres_per_degree(self.latitude), dtype=np.float64)

    def degrees(self, metres: Floats) -> Floats:
        """k x 2."""
        return np.asarray(metres / metres_per_degree(self.latitude) + [self.longitude, self.latitude], dtype=np.float64)


def plane_of(degrees: Floats) -> Plane:
    """Around the middle of these points."""
    middle = (degrees.min(axis=0) + degrees.max(axis=0)) / 2
    return Plane(float(middle[0]), float(middle[1]))


def corridor(ground: Ground, asked: Stretch) -> Floats:
    """Four corners in degrees, the first again at the end. Raises UnknownAddress: no such house, or its place is not known."""
    rows = of_street(ground, asked.street)
    number = np.array([leading(ground.connections.house_number[row]) for row in rows], dtype=np.int64)
    low, high = sorted((leading(asked.first), leading(asked.last) or leading(asked.first)))
    wanted = (number >= low) & (number <= high)
    if not wanted.any():
        raise UnknownAddress
    degrees = ground.xy[ground.connections.node[rows]]
    plane = plane_of(degrees[wanted])
    points = plane.metres(degrees)
    if np.ptp(points[wanted], axis=0).max() > LONGEST_M:
        raise UnknownAddress
    along = direction(points, number)
    turned = points @ np.array([along, [-along[1], along[0]]]).T
    left, right = across(turned[:, 1], number, wanted, asked)
    start, end = lengthwise(turned[wanted, 0], asked.length_m)
    box = np.array([[start, left], [end, left], [end, right], [start, right], [start, left]])
    return np.round(plane.degrees(box @ np.array([along, [-along[1], along[0]]])), 7)


def of_street(ground: Ground, street: str) -> Ints:
    """Rows of its connections with a place. Raises UnknownAddress."""
    wanted, node = spelled(street), ground.connections.node
    known = (node >= 0) & np.isfinite(ground.xy[np.maximum(node, 0)]).all(axis=1) if len(ground.xy) else np.zeros(len(node), dtype=bool)
    rows = np.array([row for row in np.flatnonzero(known) if spelled(ground.connections.street[row]) == wanted], dtype=np.int64)
    if not len(rows):
        raise UnknownAddress
    return rows


def leading(house_number: str) -> int:
    """12 of 12 a; 0 where there is none."""
    digits = ""
    for letter in house_number.strip():
        if not letter.isdecimal():
            break
        digits += letter
    return int(digits or 0)


def direction(points: Floats, number: Ints) -> Floats:
    """Along the street: the way houses of one side follow each other. East where no side has two houses."""
    spread = np.zeros((2, 2))
    for side in (0, 1):
        own = points[number % 2 == side]
        if len(own) > 1:
            spread += np.cov(own.T, bias=True) * len(own)
    if not spread.any():
        return np.array([1.0, 0.0])
    found: Floats = np.linalg.eigh(spread)[1][:, -1]
    return found


def across(offset: Floats, number: Ints, wanted: Bools, asked: Stretch) -> tuple[float, float]:
    """From where to where, at right angles to the street, at least as wide as the trench."""
    even, odd = offset[number % 2 == 0], offset[number % 2 == 1]
    own = offset[wanted]
    if not len(even) or not len(odd) or abs(even.mean() - odd.mean()) < 2 * ACROSS_M:
        low, high = own.min() - HALF_STREET_M, own.max() + HALF_STREET_M
    elif asked.side in ("even", "odd"):
        middle = (even.mean() + odd.mean()) / 2
        houses = even if asked.side == "even" else odd
        near = own[number[wanted] % 2 == (0 if asked.side == "even" else 1)]
        edge = near if len(near) else houses
        low, high = min(middle, edge.min()), max(middle, edge.max())
    else:
        low, high = min(own.min(), even.mean(), odd.mean()), max(own.max(), even.mean(), odd.mean())
    lacking = max(asked.width_m - (high - low), 0.0) / 2 + ACROSS_M
    return float(low - lacking), float(high + lacking)


def lengthwise(at: Floats, length_m: float) -> tuple[float, float]:
    """From before the first house to behind the last, at least as long as the trench."""
    low, high = at.min() - ALONG_M, at.max() + ALONG_M
    lacking = max(length_m - (high - low), 0.0) / 2
    return float(low - lacking), float(high + lacking)
