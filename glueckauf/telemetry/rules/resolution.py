"""Which resolution answers a question of a span, so that an answer has at most MOST points."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from glueckauf.telemetry.rules.values import HOUR_MS

MOST = 2_000
SLACK = 1.25  # a series may deliver more often than it promises


class Resolution(StrEnum):
    """What one point stands for."""

    RAW = "raw"
    HOUR = "hour"
    DAY = "day"


class Point(NamedTuple):
    """A value, or what several span: `at_ms` is when it begins, `values` how many they are."""

    at_ms: int
    low: float
    mean: float
    high: float
    values: int


def resolution(span_ms: int, *, interval_s: int, age_ms: int, raw_ms: int, hourly_ms: int) -> Resolution:
    """The finest that fits. `age_ms`: how long ago the span begins; `raw_ms`, `hourly_ms`: how long each is kept."""
    expected = span_ms / (interval_s * 1000) * SLACK if interval_s else 0
    if age_ms <= raw_ms and expected <= MOST:
        return Resolution.RAW
    return Resolution.HOUR if age_ms <= hourly_ms and span_ms / HOUR_MS <= MOST else Resolution.DAY


def joined(points: Sequence[Point]) -> list[Point]:
    """At most MOST points: neighbours become one, none of their extremes is lost."""
    size = -(-len(points) // MOST)
    return list(points) if size <= 1 else [join(points[i : i + size]) for i in range(0, len(points), size)]


def join(points: Sequence[Point]) -> Point:
    """One of several."""
    count = sum(point.values for point in points)
    mean = sum(point.mean * (point.values / count) for point in points)
    return Point(points[0].at_ms, min(p.low for p in points), mean, max(p.high for p in points), count)
