"""A grid as a drawing for a page without scripts: north up, loading by width and pattern, numbers of the table beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, dist, pi, sin
from typing import Any

from glueckauf.supply.rules.street_map import HEIGHT, WIDTH, Point, Sheet, sheet

BUSY, FULL = 0.8, 1.0  # of the limit
APART = 24.0  # between two numbers
LETTER, LINE_HEIGHT = 6.6, 15.0  # of a label on the sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A line on the sheet, or a station where both ends are one point. `level`: none, calm, busy, over. `number`: of its row, 0: none."""

    id: str
    x1: float
    y1: float
    x2: float
    y2: float
    level: str
    number: int
    is_station: bool
    is_main: bool
    spot: Point = (0.0, 0.0)  # where the number stands, beside the middle where that is taken

    @property
    def middle(self) -> Point:
        """Of the line."""
        return self.along(0.5)

    def along(self, share: float) -> Point:
        """A point of the line."""
        return round(self.x1 + share * (self.x2 - self.x1), 1), round(self.y1 + share * (self.y2 - self.y1), 1)


def level(use: float | None) -> str:
    """In four steps, each with its own width and pattern."""
    if use is None:
        return "none"
    return "over" if use > FULL else "busy" if use > BUSY else "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sensor on the sheet. `text` is empty where it would lie over another one: the table says it."""

    x: float
    y: float
    text: str
    is_fresh: bool

    @property
    def diamond(self) -> str:
        """Its corners."""
        return f"{self.x},{self.y - 7:.1f} {self.x + 7:.1f},{self.y} {self.x},{self.y + 7:.1f} {self.x - 7:.1f},{self.y}"


def marks(place: Sheet | None, spots: Sequence[tuple[tuple[float, float] | None, str, bool]]) -> tuple[Mark, ...]:
    """`spots`: degrees, text, whether its value is fresh; the first ones keep their text."""
    found: list[Mark] = []
    for spot, text, is_fresh in spots if place else ():
        if spot is None or place is None:
            continue
        x, y = place(spot)
        taken = any(
            one.text and abs(one.y - y) < LINE_HEIGHT and x < one.x + len(one.text) * LETTER + 16 and one.x < x + len(text) * LETTER + 16
            for one in found
        )
        found.append(Mark(x=x, y=y, text="" if taken else text, is_fresh=is_fresh))
    return tuple(found)


def sheet_of(lines: Sequence[Mapping[str, Any]]) -> Sheet | None:
    """On which these lines fit; None where there is nothing to draw."""
    return sheet([point for one in lines for point in one["line"]]) if lines else None


def drawing(lines: Sequence[Mapping[str, Any]], numbers: Mapping[str, int], main: float) -> tuple[Drawn, ...]:
    """`main`: from this voltage (kV) or diameter (mm) a line is drawn wider; numbered ones come last, on top."""
    place = sheet_of(lines)
    if place is None:
        return ()
    found = []
    for one in lines:
        (x1, y1), (x2, y2) = (place(point) for point in one["line"])
        found.append(
            Drawn(
                id=one["id"],
                x1=x1,
                y1=y1,
                x2=x2,
                y2=y2,
                level=level(one["use"]),
                number=numbers.get(one["id"], 0),
                is_station=one["line"][0] == one["line"][1],
                is_main=one["kv"] >= main,
            )
        )
    return tuple(sorted(with_spots(found), key=lambda one: (one.is_station, -one.number if one.number else -99)))


def with_spots(lines: Sequence[Drawn]) -> list[Drawn]:
    """Each number where no other stands: on its line, else near it; the first ones choose first."""
    taken: list[Point] = []
    found = [one for one in lines if not one.number]
    for one in sorted((one for one in lines if one.number), key=lambda one: one.number):
        spot = next((place for place in places(one) if all(dist(place, other) >= APART for other in taken)), one.middle)
        taken.append(spot)
        found.append(replace(one, spot=spot))
    return found


def places(one: Drawn) -> Iterator[Point]:
    """Where a number may stand, the best first."""
    yield from (one.along(share) for share in ((0.5,) if one.is_station else (0.5, 0.3, 0.7, 0.15, 0.85)))
    x, y = one.middle
    for ring in (1, 2, 3):
        for eighth in range(8):
            angle = eighth * pi / 4
            away = (round(x + ring * APART * cos(angle), 1), round(y - ring * APART * sin(angle), 1))
            if APART / 2 < away[0] < WIDTH - APART / 2 and APART / 2 < away[1] < HEIGHT - APART / 2:
                yield away
