"""A grid as a drawing for a page without scripts: north up, loading by width and pattern, numbers of the table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glueckauf.supply.rules.street_map import Point, Sheet, sheet

BUSY, FULL = 0.8, 1.0  # of the limit
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

    @property
    def middle(self) -> Point:
        """Where the number stands."""
        return round((self.x1 + self.x2) / 2, 1), round((self.y1 + self.y2) / 2, 1)


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
    return tuple(sorted(found, key=lambda one: (one.is_station, -one.number if one.number else -99)))
