"""Percentiles of whole days, by nearest rank: a number that a real case had."""

from collections.abc import Sequence


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The smallest value with at least `percent` of all at or below it. `ordered` ascends and is not empty."""
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]
