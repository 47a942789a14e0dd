"""Stacked bars, one per row: numbers for an SVG, wide and narrow. The words and the table stand in the template."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a bar. `shows_number`: it is wide enough for its number."""

    level: int
    x: float
    width: float
    middle: float
    count: int
    shows_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row: its name above (narrow) or beside (wide)."""

    name: str
    text_x: float
    text_y: float
    y: float
    number_y: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything an SVG needs."""

    kind: str
    width: int
    height: int
    size: int
    thick: int
    bars: tuple[Bar, ...]


def drawings(rows: Sequence[tuple[str, Sequence[int]]]) -> tuple[Drawing, ...]:
    """Wide and narrow; none without rows."""
    return (wide(rows), narrow(rows)) if rows else ()


def wide(rows: Sequence[tuple[str, Sequence[int]]]) -> Drawing:
    """Names on the left."""
    thick, left, width = 30, 200, 720
    bars = [
        Bar(
            name=name,
            text_x=left - 12,
            text_y=GAP + n * (thick + GAP) + 20,
            y=GAP + n * (thick + GAP),
            number_y=GAP + n * (thick + GAP) + 20,
            pieces=pieces(counts, left=left, right=width - GAP),
        )
        for n, (name, counts) in enumerate(rows)
    ]
    return Drawing(kind="wide", width=width, height=GAP + len(rows) * (thick + GAP), size=15, thick=thick, bars=tuple(bars))


def narrow(rows: Sequence[tuple[str, Sequence[int]]]) -> Drawing:
    """Names above."""
    thick, line, width = 34, 26, 420
    step = thick + line + GAP
    bars = [
        Bar(
            name=name,
            text_x=GAP,
            text_y=GAP + n * step + 18,
            y=GAP + n * step + line,
            number_y=GAP + n * step + line + 23,
            pieces=pieces(counts, left=GAP, right=width - GAP),
        )
        for n, (name, counts) in enumerate(rows)
    ]
    return Drawing(kind="narrow", width=width, height=GAP + len(rows) * step, size=18, thick=thick, bars=tuple(bars))


def pieces(counts: Sequence[int], *, left: float, right: float) -> tuple[Piece, ...]:
    """Highest level first, in shares of the whole; nothing of nothing."""
    total, x, found = sum(counts), left, []
    for level in range(len(counts) - 1, -1, -1):
        if counts[level]:
            width = counts[level] / total * (right - left)
            at = {"x": round(x, 1), "width": round(width, 1), "middle": round(x + width / 2, 1)}
            found.append(Piece(level=level, count=counts[level], shows_number=width > 6 + 8 * len(str(counts[level])), **at))
            x += width
    return tuple(found)
