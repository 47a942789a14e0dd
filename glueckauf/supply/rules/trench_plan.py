"""The plan of a trench for who runs the lines in it: a drawing to scale, and the same as GeoJSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from glueckauf.supply.engine.earth import metres_per_degree
from glueckauf.supply.rules.rings import Point, Ring
from glueckauf.supply.rules.trench import WORDS

PRINTED_MM = 174.0  # width of the drawing on A4
WIDTH, HEIGHT = 720.0, 460.0  # units of the sheet
MARGIN = 56.0
SCALES = (100, 200, 250, 500, 750, 1_000, 1_500, 2_000, 2_500, 5_000, 10_000, 20_000)
BARS_M = (2, 5, 10, 20, 50, 100, 200, 500, 1_000)
SHORTEST_BAR = 90.0
LABEL = (64.0, 12.0)  # room a text takes
# Colour and pattern: also who sees no colours, or prints without, tells them apart. Symbols as colours of the lines in German plans.
STYLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"power": ("#b3001b", ""), "gas": ("#7a5200", "12 4 2 4"), "water": ("#0b4f9e", "10 5"), "heat": ("#6a1b7a", "3 3")}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One network of the operator in the ring, as the engine tells it. `found` empty: there is no model, or no answer; `why` says which."""

    network: str
    found: Mapping[str, Any]
    revision: int
    is_synthetic: bool
    why: str = ""

    @property
    def word(self) -> str:
        """Strom, Gas …"""
        return WORDS[self.network]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line on the sheet: `points` as SVG wants them."""

    points: str
    colour: str
    dash: str
    is_around: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A valve or switch, or a house number."""

    x: float
    y: float
    text: str
    lift: float = -6.0  # of the text, so that two do not cover each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All in units of the sheet. `scale`: 500 of 1:500 on A4; `bar`: metres and units of the bar."""

    width: float
    height: float
    ring: str
    strokes: tuple[Stroke, ...]
    valves: tuple[Mark, ...]
    houses: tuple[Mark, ...]
    legend: tuple[tuple[str, str, str], ...]
    scale: int
    bar_m: int
    bar: float


def drawing(ring: Ring, seen: Sequence[Seen]) -> Drawing:
    """North up, the trench in the middle, on the largest round scale at which it fits."""
    place = Sheet.around(ring)
    strokes = [*lines(seen, place, around=True), *lines(seen, place, around=False)]
    bar_m = next((one for one in BARS_M if one * place.per_metre >= SHORTEST_BAR), BARS_M[-1])
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        ring=points(ring, place),
        strokes=tuple(strokes),
        valves=tuple(lifted(marks(((one["at"], one["id"]) for at in seen for one in at.found.get("shut", ())), place))),
        houses=tuple(
            marks(once((tuple(one["at"]), one["number"]) for at in seen for one in at.found.get("houses", ()) if one["at"]), place)
        ),
        legend=tuple((WORDS[one.network], *STYLES[one.network]) for one in seen if one.found.get("lines")),
        scale=place.scale,
        bar_m=bar_m,
        bar=round(bar_m * place.per_metre, 1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """From degrees to units. `east`, `north`: metres of a degree."""

    middle: Point
    east: float
    north: float
    scale: int

    @classmethod
    def around(cls, ring: Ring) -> "Sheet":
        """The whole ring with a margin."""
        (west, south), (right, top) = (tuple(pick(point[k] for point in ring) for k in (0, 1)) for pick in (min, max))
        middle = ((west + right) / 2, (south + top) / 2)
        east, north = metres_per_degree(middle[1])
        wide, high = (right - west) * east, (top - south) * north
        unit_mm = PRINTED_MM / WIDTH
        fits = (
            one
            for one in SCALES
            if wide * 1000 / one <= (WIDTH - 2 * MARGIN) * unit_mm and high * 1000 / one <= (HEIGHT - 2 * MARGIN) * unit_mm
        )
        return cls(middle=middle, east=east, north=north, scale=next(fits, SCALES[-1]))

    @property
    def per_metre(self) -> float:
        """Units."""
        return 1000 / self.scale / (PRINTED_MM / WIDTH)

    def __call__(self, point: Sequence[float]) -> Point:
        """With one digit."""
        x = (float(point[0]) - self.middle[0]) * self.east * self.per_metre
        y = (float(point[1]) - self.middle[1]) * self.north * self.per_metre
        return round(WIDTH / 2 + x, 1), round(HEIGHT / 2 - y, 1)


def points(path: Sequence[Sequence[float]], place: Sheet) -> str:
    """As an SVG polyline."""
    return " ".join(f"{x},{y}" for x, y in map(place, path))


def lines(seen: Iterable[Seen], place: Sheet, *, around: bool) -> Iterator[Stroke]:
    """Those in the trench, or those around it."""
    for one in seen:
        colour, dash = STYLES[one.network]
        for path in one.found.get("around", ()) if around else [line["path"] for line in one.found.get("lines", ())]:
            if path:
                yield Stroke(points=points(path, place), colour=colour, dash=dash, is_around=around)


def once(found: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
    """Houses stand in several networks: one number each, where the first network has it."""
    told: set[str] = set()
    for at, text in found:
        if text not in told:
            told.add(text)
            yield at, text


def marks(found: Iterable[tuple[Any, str]], place: Sheet) -> Iterator[Mark]:
    """Those on the sheet."""
    for at, text in found:
        if at:
            x, y = place(at)
            if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
                yield Mark(x=x, y=y, text=text)


def lifted(found: Iterable[Mark]) -> Iterator[Mark]:
    """Each text clear of those before it."""
    told: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.y, one.x)):
        lift = mark.lift
        while any(abs(one.x - mark.x) < LABEL[0] and abs(one.y + one.lift - mark.y - lift) < LABEL[1] for one in told):
            lift += LABEL[1]
        told.append(replace(mark, lift=lift))
        yield told[-1]


def geojson(ring: Ring, seen: Sequence[Seen], *, about: Mapping[str, Any]) -> dict[str, Any]:
    """The trench, lines in it and what to shut, WGS 84."""
    area = {"type": "Polygon", "coordinates": [[list(point) for point in ring]]}
    features = [feature(area, {"kind": "trench", **about})]
    for one in seen:
        common = {"network": one.network, "revision": one.revision, "synthetic": one.is_synthetic}
        for line in one.found.get("lines", ()):
            shape = {"type": "LineString", "coordinates": line["path"]} if line["path"] else None
            told = {"kind": "line", "id": line["id"], "type": line["what"], "metres_in_trench": line["metres"], "depth": None}
            features.append(feature(shape, told | common))
        for valve in one.found.get("shut", ()):
            shape = {"type": "Point", "coordinates": valve["at"]} if valve["at"] else None
            features.append(feature(shape, {"kind": "shut", "id": valve["id"], **common}))
    return {"type": "FeatureCollection", "features": features}


def feature(shape: Mapping[str, Any] | None, told: Mapping[str, Any]) -> dict[str, Any]:
    """One of them."""
    return {"type": "Feature", "geometry": shape, "properties": dict(told)}
