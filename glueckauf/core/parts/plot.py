"""How long it takes, as bars: an SVG made on the server, wide and narrow, with its message as text and its numbers as a table.

Bars: dark up to the day when half were done, lighter up to nine of ten, grey after it. Shape and words carry it, not colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from glueckauf.core.parts.library import part, register

Bins = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Measures of one drawing, in its own units."""

    kind: str
    width: int
    height: int
    left: int
    right: int
    floor: int
    top: int
    ticks: int
    size: int


WIDE = Frame(kind="wide", width=720, height=250, left=44, right=700, floor=196, top=44, ticks=8, size=15)
NARROW = Frame(kind="narrow", width=420, height=300, left=44, right=410, floor=214, top=70, ticks=4, size=18)


@register.simple_tag
def plot(bins: Bins, median_days: int, nine_of_ten_days: int, unit: str) -> SafeString:
    """bins: (first day, count) with equal steps, the last one open ("28 und mehr"); unit: what the axis counts."""
    most = max(count for _, count in bins)
    drawings = [drawing(frame, bins, median_days=median_days, nine_of_ten_days=nine_of_ten_days) for frame in (WIDE, NARROW)]
    values = {"median": median_days, "nine": nine_of_ten_days, "unit": unit}
    peak = next(start for start, count in bins if count == most)
    return part("plot", drawings=drawings, rows=rows(bins), peak=peak, peak_end=peak + step_of(bins) - 1, last=bins[-1][0], **values)


def rows(bins: Bins) -> list[tuple[int, int | None, int]]:
    """(first day, last day or None, count) for the table."""
    step = step_of(bins)
    closed: list[tuple[int, int | None, int]] = [(start, start + step - 1, count) for start, count in bins[:-1]]
    return [*closed, (bins[-1][0], None, bins[-1][1])]


def step_of(bins: Bins) -> int:
    """Days in one bar."""
    return bins[1][0] - bins[0][0] if len(bins) > 1 else 1


def drawing(frame: Frame, bins: Bins, *, median_days: int, nine_of_ten_days: int) -> dict[str, object]:
    """Everything the template draws, in numbers."""
    slot = (frame.right - frame.left) / len(bins)
    step = step_of(bins)
    scale = (frame.floor - frame.top) / max(count for _, count in bins)

    def x(days: float) -> float:
        return round(min(frame.left + (days - bins[0][0]) / step * slot, frame.right - slot), 1)

    bars = [
        {
            "x": round(frame.left + n * slot + slot * 0.05, 1),
            "y": round(frame.floor - count * scale, 1),
            "width": round(slot * 0.9, 1),
            "height": round(count * scale, 1),
            "kind": "half" if start < median_days else "nine" if start < nine_of_ten_days else "late",
        }
        for n, (start, count) in enumerate(bins)
    ]
    every = max(1, round(len(bins) / frame.ticks))
    ticks = [(x(start), start) for start, _ in bins[:-1:every] if x(start) < frame.right - 1.8 * slot]
    return {
        "frame": frame,
        "bars": bars,
        "ticks": ticks,
        "lines": [(round(frame.floor - n * scale, 1), n) for n in grid(max(count for _, count in bins))],
        "middle": (frame.left + frame.right) / 2,
        "marks": [mark(frame, x(median_days), row=0), mark(frame, x(nine_of_ten_days), row=1)],
        "last": bins[-1][0],
    }


def mark(frame: Frame, x: float, *, row: int) -> dict[str, float | str]:
    """A dashed line and where its words stand: beside it, on the side that has room; the second one lower when both are near."""
    right = x + 8 + frame.size * 10 > frame.right
    y = 30 if frame.kind == "wide" and not right else 30 + row * (frame.size + 7)
    return {"x": x, "text_x": x - 8 if right else x + 8, "anchor": "end" if right else "start", "y": y, "top": y - frame.size + 5}


def grid(most: int) -> list[int]:
    """Two to four round numbers below the highest bar."""
    for base in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000):
        if most / base <= 4:
            return list(range(base, most + 1, base))
    return [most]
