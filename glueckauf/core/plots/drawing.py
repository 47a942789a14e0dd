"""Where everything of a plot stands: axes, curves, what lies beyond a limit, the one value that is written, the legend. Numbers only."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from textwrap import wrap

from glueckauf.core.plots.numbers import decimals_for, german, ticks, with_unit
from glueckauf.core.plots.reading import Plot, Series

ROOM = 0.09  # of the height above and below what is drawn
LETTER_WIDTH, HEAVY_WIDTH = 0.54, 0.6  # of the size, on average
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Measures of one drawing, in its own units. `floor` is the line of the x axis."""

    kind: str
    width: int
    right: int
    top: int
    floor: int
    size: int
    x_ticks: int
    y_ticks: int


WIDE = Frame(kind="wide", width=720, right=704, top=16, floor=300, size=15, x_ticks=10, y_ticks=5)
NARROW = Frame(kind="narrow", width=360, right=350, top=14, floor=270, size=16, x_ticks=5, y_ticks=4)
LETTER = Frame(kind="letter", width=720, right=704, top=16, floor=270, size=15, x_ticks=10, y_ticks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From values to places in the frame."""

    frame: Frame
    left: float
    top: float
    low: float
    high: float
    places: tuple[float, ...]
    levels: tuple[float, ...]
    decimals: int

    def y(self, value: float) -> float:
        """Height of a value."""
        return self.frame.floor - (value - self.low) / (self.high - self.low) * (self.frame.floor - self.top)


def scale(plot: Plot, frame: Frame) -> Scale:
    """Both axes. An area shows zero, unless all lies far from it, as voltages do: their shape would be lost. A line shows its range."""
    known = [v for s in plot.series for v in s.known]
    low, high = min(known), max(known)
    if any(s.kind == "area" for s in plot.series) and low < high / 2:
        low, high = min(low, 0.0), max(high, 0.0)
    span = (high - low) or abs(high) or 1.0
    lower = any(not is_upper(limit, plot.curves) for limit in plot.limits)
    bottom, top = low - (2 if lower else 1) * ROOM * span, high + 1.6 * ROOM * span
    if low >= 0 > bottom:
        bottom = 0.0
    levels, decimals = ticks(bottom, top, frame.y_ticks)
    fixed = [limit.known[0] for limit in plot.limits]
    longest = max(len(with_unit(v, decimals, percent(plot.unit))) for v in (*levels, *fixed))
    left = max(44.0, longest * frame.size * HEAVY_WIDTH + 14)
    above = frame.top + (0 if not plot.unit or percent(plot.unit) else frame.size * 1.3)
    places = across(plot, left, frame.right)
    return Scale(frame=frame, left=left, top=above, low=bottom, high=top, places=places, levels=levels, decimals=decimals)


def percent(unit: str) -> str:
    """Only a percent sign stands at each tick; a longer unit stands once."""
    return unit if unit == "%" else ""


def across(plot: Plot, left: float, right: float) -> tuple[float, ...]:
    """Numbers at their distance, texts in equal steps."""
    numbers = [v for v in plot.x if isinstance(v, float)]
    at = [(v - numbers[0]) / (numbers[-1] - numbers[0]) for v in numbers] or [n / (len(plot.x) - 1) for n in range(len(plot.x))]
    return tuple(left + share * (right - left) for share in at)


def runs(series: Series, made: Scale) -> Iterator[list[Point]]:
    """Pieces of a curve between its gaps."""
    piece: list[Point] = []
    for x, value in zip(made.places, series.values, strict=True):
        if value is not None:
            piece.append((x, made.y(value)))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def is_upper(limit: Series, curves: Sequence[Series]) -> bool:
    """What must not be exceeded lies above most of what is drawn, what must be kept below."""
    pairs = [(v, at) for s in curves for v, at in zip(s.values, limit.values, strict=True) if v is not None and at is not None]
    return not pairs or median(v - at for v, at in pairs) <= 0


def beyond(curve: Series, limit: Series, made: Scale, *, sign: int) -> Iterator[list[Point]]:
    """The areas between a curve and the limit it crosses, as polygons. sign 1: above it, -1: below."""
    over: list[Point] = []
    edge: list[Point] = []
    rows = list(zip(made.places, curve.values, limit.values, strict=True))
    for (x0, v0, l0), (x1, v1, l1) in zip(rows, rows[1:], strict=False):
        if v0 is None or v1 is None or l0 is None or l1 is None:
            continue
        d0, d1 = sign * (v0 - l0), sign * (v1 - l1)
        if d0 > 0 and not over:
            over, edge = [(x0, made.y(v0))], [(x0, made.y(l0))]
        if d0 * d1 < 0:
            share = d0 / (d0 - d1)
            cross = (x0 + share * (x1 - x0), made.y(l0 + share * (l1 - l0)))
            over, edge = [*over, cross], [*edge, cross]
        if d1 > 0:
            over, edge = [*over, (x1, made.y(v1))], [*edge, (x1, made.y(l1))]
        elif over:
            yield [*over, *reversed(edge)]
            over, edge = [], []
    if over:
        yield [*over, *reversed(edge)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The one value that is written: the worst against a limit, else the highest."""

    x: float
    y: float
    text: str
    anchor: str
    above: bool


def mark(plot: Plot, made: Scale) -> Mark:
    """Of the curve that comes nearest to a limit, or crosses it most."""
    upper = not plot.limits or is_upper(plot.limits[0], plot.curves)
    sign = 1 if upper else -1
    against = plot.limits[0].values if plot.limits else (0.0,) * len(plot.x)
    pairs = [(n, v, at) for s in plot.curves for n, (v, at) in enumerate(zip(s.values, against, strict=True)) if v is not None]
    rows = [(sign * (v - at), n, v) for n, v, at in pairs if at is not None]
    if not rows:
        rows = [(v, n, v) for s in plot.curves for n, v in enumerate(s.values) if v is not None]
    _, place, value = max(rows, key=lambda row: (row[0], -row[1]))
    x, frame = made.places[place], made.frame
    text = with_unit(value, max(0, decimals_for([v for s in plot.curves for v in s.known]) - 1), plot.unit.partition(" ")[0])
    half = len(text) * frame.size * HEAVY_WIDTH / 2
    anchor = "end" if x + half > frame.right else "start" if x - half < made.left else "middle"
    return Mark(x=x, y=made.y(value), text=text, anchor=anchor, above=upper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on the x axis with its words."""

    x: float
    text: str
    anchor: str


def x_ticks(plot: Plot, made: Scale) -> tuple[Tick, ...]:
    """Round numbers, full hours, or every so many texts; words at both ends stay inside."""
    frame = made.frame
    numbers = [v for v in plot.x if isinstance(v, float)]
    if numbers:
        levels, decimals = ticks(numbers[0], numbers[-1], frame.x_ticks)
        share = (frame.right - made.left) / (numbers[-1] - numbers[0])
        pairs = [(made.left + (v - numbers[0]) * share, german(v, decimals)) for v in levels]
    else:
        pairs = [(made.places[n], word) for n, word in chosen([str(v) for v in plot.x], frame)]
    return apart([Tick(x=x, text=word, anchor=anchored(x, word, made)) for x, word in pairs], frame.size * HEAVY_WIDTH)


def apart(found: list[Tick], letter: float) -> tuple[Tick, ...]:
    """Where the last word, which ends at the edge, would lie over the one before it, that one goes."""
    if len(found) > 2 and found[-1].anchor == "end":
        begins = found[-1].x - len(found[-1].text) * letter
        if found[-2].x + len(found[-2].text) * letter / 2 + letter > begins:
            return (*found[:-2], found[-1])
    return tuple(found)


def anchored(x: float, word: str, made: Scale) -> str:
    """Words at the right edge end there."""
    return "end" if x + len(word) * made.frame.size * LETTER_WIDTH / 2 > made.frame.width - 2 else "middle"


def chosen(words: Sequence[str], frame: Frame) -> list[tuple[int, str]]:
    """Which places are named."""
    hours = [CLOCK.fullmatch(w) for w in words]
    if all(hours):
        full = [(n, int(h[1])) for n, h in enumerate(hours) if h and h[2] == "00"]
        step = next((s for s in (1, 2, 3, 4, 6, 12) if len(full) / s <= frame.x_ticks), 24)
        if len(full) >= 2:
            return [(n, str(hour)) for n, hour in full if hour % step == 0]
    short = [w if len(w) <= 14 else f"{w[:13]}…" for w in words]
    room = max(len(w) for w in short) * frame.size * LETTER_WIDTH + 12
    most = max(2, min(frame.x_ticks, int((frame.right - 44) / room)))
    step = -(-(len(words) - 1) // (most - 1))
    return [(n, short[n]) for n in range(0, len(words), step)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the legend: its sample begins at x, its words stand in lines from y on."""

    x: float
    y: float
    number: int
    lines: tuple[str, ...]


def legend(plot: Plot, made: Scale, y: float) -> tuple[Entry, ...]:
    """Side by side where there is room, else one below the other; a long name takes two lines."""
    frame, sample, gap = made.frame, 42, 20
    most = int((frame.right - made.left - sample) / (frame.size * LETTER_WIDTH))
    entries: list[Entry] = []
    x = left = min(made.left, 44.0)
    for number, series in enumerate(plot.curves):
        lines = tuple(wrap(series.name, most)[:2])
        width = sample + max(map(len, lines)) * frame.size * LETTER_WIDTH
        if entries and x + width > frame.right:
            x, y = left, y + frame.size * 1.5 * len(entries[-1].lines)
        entries.append(Entry(x=x, y=y, number=number, lines=lines))
        x += width + gap
    return tuple(entries)
