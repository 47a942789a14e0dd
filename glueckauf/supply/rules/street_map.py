"""Streets without supply as a drawing: lines on a plain sheet, north up, each with the number of its outage in the list beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glueckauf.supply.engine.earth import metres_per_degree
from glueckauf.supply.rules.outages import in_words
from glueckauf.supply.rules.public_outage import PublicOutage

WIDTH, HEIGHT, MARGIN = 640.0, 300.0, 48.0
SHORTEST_M = 300.0  # what the sheet shows at least, so that one house does not fill it
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A street on the sheet. `is_now`: drawn through, else dashed. `number`: of its outage."""

    x1: float
    y1: float
    x2: float
    y2: float
    number: int
    is_now: bool
    words: str

    @property
    def middle(self) -> Point:
        """Where the number stands."""
        return round((self.x1 + self.x2) / 2, 1), round((self.y1 + self.y2) / 2, 1)


def strokes(now: Sequence[PublicOutage], planned: Sequence[PublicOutage]) -> tuple[Stroke, ...]:
    """All streets with a place; none: nothing to draw. Numbers run through both lists."""
    lines = [
        (number, number <= len(now), in_words(street), street["line"])
        for number, outage in enumerate((*now, *planned), start=1)
        for street in outage.streets
        if street.get("line")
    ]
    if not lines:
        return ()
    place = sheet([point for *_, line in lines for point in line])
    found = []
    for number, is_now, words, (first, last) in lines:
        (x1, y1), (x2, y2) = place(first), place(last)
        found.append(Stroke(x1=x1, y1=y1, x2=x2, y2=y2, number=number, is_now=is_now, words=words))
    return tuple(found)


def sheet(points: Iterable[Sequence[float]]) -> "Sheet":
    """Fits all of them."""
    given = list(points)
    longitudes, latitudes = [float(p[0]) for p in given], [float(p[1]) for p in given]
    middle = ((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
    east, north = metres_per_degree(middle[1])
    wide = max((max(longitudes) - min(longitudes)) * east, SHORTEST_M)
    high = max((max(latitudes) - min(latitudes)) * north, SHORTEST_M * HEIGHT / WIDTH)
    return Sheet(middle=middle, east=east, north=north, scale=min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """From degrees to the sheet. `east`, `north`: metres of a degree; `scale`: units of the sheet per metre."""

    middle: Point
    east: float
    north: float
    scale: float

    def __call__(self, point: Sequence[float]) -> Point:
        """With one digit."""
        x = (float(point[0]) - self.middle[0]) * self.east * self.scale
        y = (float(point[1]) - self.middle[1]) * self.north * self.scale
        return round(WIDTH / 2 + x, 1), round(HEIGHT / 2 - y, 1)
