"""From days to bars: equal steps, at most sixteen bars, the last one open."""

from collections.abc import Sequence
from math import ceil

MOST_BARS = 14


def bins(days: Sequence[int], nine_of_ten_days: int) -> tuple[tuple[int, int], ...]:
    """(first day, count); the open bar begins well after the day when nine of ten were done, so that the tail stays small."""
    end = max(4, ceil(nine_of_ten_days * 1.4))
    step = ceil(end / MOST_BARS)
    count = ceil(end / step)
    counts = [0] * (count + 1)
    for day in days:
        counts[min(max(day, 0) // step, count)] += 1
    return tuple((n * step, found) for n, found in enumerate(counts))
