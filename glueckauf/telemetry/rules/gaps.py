"""Gaps of a series: times between two values that are longer apart than the series promises. All in milliseconds."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

MISSED = 1.5  # of the expected interval: one value missing is two intervals, and a little late is not missing


def missed_ms(interval_s: int) -> int:
    """A longer pause is a gap; 0 is no expectation."""
    return round(interval_s * 1000 * MISSED)


def gaps(times: Iterable[int], missed: int) -> Iterator[tuple[int, int]]:
    """Between neighbours of ascending times."""
    if not missed:
        return iter(())
    return ((before, after) for before, after in pairwise(times) if after - before > missed)


def pieces(gap: tuple[int, int], times: Iterable[int], missed: int) -> list[tuple[int, int]]:
    """What is left of a gap when late values arrive in it."""
    inside = sorted(time for time in times if gap[0] < time < gap[1])
    return list(gaps((gap[0], *inside, gap[1]), missed))
