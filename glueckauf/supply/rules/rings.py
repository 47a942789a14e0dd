"""A ring of corners on the map: read from GeoJSON or from lines of two numbers, judged, measured, held against another.

Plain Python: pages use it too.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, isfinite
from typing import Any

from glueckauf.supply.engine.earth import metres_per_degree

Point = tuple[float, float]
Ring = tuple[Point, ...]  # longitude, latitude; the first again at the end

MOST_CORNERS, MOST_LETTERS = 200, 20_000
LARGEST_M2, SMALLEST_M2, LONGEST_M = 50_000.0, 0.05, 2_000.0
LONGITUDES, LATITUDES = (5.5, 15.5), (47.0, 55.2)  # Germany
DEGREES = re.compile(r"\d{1,3}[.,]\d{1,15}")
BESIDE_DEGREES = re.compile(r"[\s,;/|()°NEO]*")  # what map programs write around the two numbers of a corner


class BadRing(ValueError):
    """Not an area anybody can dig; the text says what to do, for the applicant."""


def ring_of(text: str) -> Ring:
    """From GeoJSON: a polygon without holes, alone or as the only feature; or from a corner a line. Raises BadRing."""
    if len(text) > MOST_LETTERS:
        raise BadRing(f"Die Fläche hat zu viele Ecken. Möglich sind höchstens {MOST_CORNERS}.")
    if not set("{[") & set(text) and DEGREES.search(text):
        return judged(listed(text))
    try:
        given = json.loads(text, parse_constant=refused)
    except (ValueError, RecursionError) as error:
        raise BadRing(
            "Die Fläche ist kein lesbares GeoJSON. Speichern Sie sie im Kartenprogramm als GeoJSON, oder schreiben Sie je Zeile eine Ecke."
        ) from error
    return judged(corners(polygon(given)))


def listed(text: str) -> Ring:
    """A corner a line, latitude and longitude as maps show them, in either order; closed if it is not yet. Raises BadRing."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_CORNERS + 1:
        raise BadRing(f"Die Fläche hat {len(lines)} Ecken. Möglich sind höchstens {MOST_CORNERS}.")
    found = [corner(line, at) for at, line in enumerate(lines, start=1)]
    return tuple(found) if found[0] == found[-1] else (*found, found[0])


def corner(line: str, at: int) -> Point:
    """51.48184, 7.21623: the larger one is the latitude everywhere in Germany. Raises BadRing."""
    values = DEGREES.findall(line)
    if len(values) != 2 or not BESIDE_DEGREES.fullmatch(DEGREES.sub(" ", line)):
        raise BadRing(f"Ecke {at} verstehen wir nicht: Schreiben Sie je Zeile Breite und Länge, zum Beispiel 51.48184, 7.21623.")
    low, high = sorted(float(value.replace(",", ".")) for value in values)
    return low, high


def refused(word: str) -> float:
    """NaN and Infinity are no numbers of JSON."""
    raise ValueError(word)


def polygon(given: Any) -> Any:
    """Its outer ring. Raises BadRing."""
    if isinstance(given, dict) and given.get("type") == "FeatureCollection":
        features = given.get("features")
        given = features[0] if isinstance(features, list) and len(features) == 1 else None
    if isinstance(given, dict) and given.get("type") == "Feature":
        given = given.get("geometry")
    rings = given.get("coordinates") if isinstance(given, dict) and given.get("type") == "Polygon" else None
    if not isinstance(rings, list) or len(rings) != 1 or not isinstance(rings[0], list):
        raise BadRing("Die Fläche muss genau ein Polygon ohne Löcher sein.")
    return rings[0]


def corners(given: list[Any]) -> Ring:
    """As numbers. Raises BadRing."""
    if len(given) > MOST_CORNERS + 1:
        raise BadRing(f"Die Fläche hat {len(given) - 1} Ecken. Möglich sind höchstens {MOST_CORNERS}.")
    found = []
    for point in given:
        if not isinstance(point, list) or len(point) not in (2, 3) or not all(type(value) in (int, float) for value in point):
            raise BadRing("Jede Ecke der Fläche braucht eine Länge und eine Breite als Zahl.")
        try:
            longitude, latitude = float(point[0]), float(point[1])
        except OverflowError as error:
            raise BadRing("Die Fläche liegt nicht in Deutschland.") from error
        found.append((longitude, latitude))
    return tuple(found)


def judged(ring: Ring) -> Ring:
    """The same. Raises BadRing."""
    if len(ring) < 4 or len(set(ring)) < 3:
        raise BadRing("Eine Fläche hat mindestens drei Ecken.")
    if ring[0] != ring[-1]:
        raise BadRing("Die Fläche ist nicht geschlossen: Die letzte Ecke muss die erste sein.")
    if not all(within(point) for point in ring):
        if all(within((latitude, longitude)) for longitude, latitude in ring):
            raise BadRing(
                "Länge und Breite sind vertauscht: In GeoJSON steht zuerst die Länge, hier etwa 7, dann die Breite, hier etwa 51."
            )
        raise BadRing("Die Fläche liegt nicht in Deutschland.")
    flat = metres(ring, ring[0])
    if crosses_itself(flat):
        raise BadRing("Der Rand der Fläche kreuzt oder berührt sich selbst.")
    size = area(flat)
    if size > LARGEST_M2 or max(max(point[k] for point in flat) - min(point[k] for point in flat) for k in (0, 1)) > LONGEST_M:
        raise BadRing(
            f"Die Fläche ist zu groß. Möglich sind höchstens {LARGEST_M2 / 10_000:.0f} Hektar und {LONGEST_M / 1000:.0f} Kilometer."
        )
    if size < SMALLEST_M2:
        raise BadRing("Die Fläche ist zu klein.")
    return ring


def within(point: Point) -> bool:
    """Whether it may lie in Germany."""
    longitude, latitude = point
    known = isfinite(longitude) and isfinite(latitude)
    return known and LONGITUDES[0] <= longitude <= LONGITUDES[1] and LATITUDES[0] <= latitude <= LATITUDES[1]


def metres(ring: Sequence[Point], origin: Point) -> list[Point]:
    """East and north of the origin, flat."""
    east, north = metres_per_degree(origin[1])
    return [((longitude - origin[0]) * east, (latitude - origin[1]) * north) for longitude, latitude in ring]


def square_metres(ring: Ring) -> float:
    """Of a ring in degrees."""
    return area(metres(ring, ring[0]))


def area(flat: Sequence[Point]) -> float:
    """Square metres, by Gauss."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(flat))) / 2


def crosses_itself(flat: Sequence[Point]) -> bool:
    """Whether two edges meet that are not neighbours, neighbours run back over each other, or an edge has no length."""
    edges = list(pairwise(flat))
    if any(a == b for a, b in edges):
        return True
    for at, (a, b) in enumerate(edges):
        for other in range(at + 1, len(edges)):
            c, d = edges[other]
            if other == at + 1 or (at == 0 and other == len(edges) - 1):
                before, shared, after = (a, b, d) if other == at + 1 else (c, a, b)
                if turn(before, shared, after) == 0 and folds(before, shared, after):
                    return True
            elif meet(a, b, c, d):
                return True
    return False


def folds(before: Point, shared: Point, after: Point) -> bool:
    """Whether the way goes back."""
    return (shared[0] - before[0]) * (after[0] - shared[0]) + (shared[1] - before[1]) * (after[1] - shared[1]) < 0


def turn(a: Point, b: Point, c: Point) -> float:
    """Positive to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two pieces have a point in common."""
    if turn(a, b, c) * turn(a, b, d) > 0 or turn(c, d, a) * turn(c, d, b) > 0:
        return False
    return all(max(a[k], b[k]) >= min(c[k], d[k]) and max(c[k], d[k]) >= min(a[k], b[k]) for k in (0, 1))


def near(one: Ring, other: Ring, metres_apart: float) -> bool:
    """Whether two areas overlap or lie at most so far apart. Rings in degrees."""
    first, second = metres(one, one[0]), metres(other, one[0])
    if any(min(p[k] for p in second) - max(p[k] for p in first) > metres_apart for k in (0, 1)):
        return False
    if any(min(p[k] for p in first) - max(p[k] for p in second) > metres_apart for k in (0, 1)):
        return False
    if contains(first, second[0]) or contains(second, first[0]):
        return True
    return any(meet(a, b, c, d) or gap(a, b, c, d) <= metres_apart for a, b in pairwise(first) for c, d in pairwise(second))


def contains(flat: Sequence[Point], point: Point) -> bool:
    """Even-odd rule."""
    found = False
    for (ax, ay), (bx, by) in pairwise(flat):
        if (ay > point[1]) != (by > point[1]) and point[0] < ax + (point[1] - ay) * (bx - ax) / (by - ay):
            found = not found
    return found


def gap(a: Point, b: Point, c: Point, d: Point) -> float:
    """Metres between two pieces that do not cross."""
    return min(distances(a, b, c, d))


def distances(a: Point, b: Point, c: Point, d: Point) -> Iterator[float]:
    """Of each end to the other piece."""
    for point, (start, end) in ((a, (c, d)), (b, (c, d)), (c, (a, b)), (d, (a, b))):
        along = (end[0] - start[0], end[1] - start[1])
        length = along[0] ** 2 + along[1] ** 2
        at = max(0.0, min(1.0, ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length)) if length else 0.0
        yield hypot(point[0] - start[0] - at * along[0], point[1] - start[1] - at * along[1])
