"""A sudden change: single values far from what is usual at that hour of the day, several in a row. For what must be seen in minutes.

Usual are the highest and the lowest value of the same hour of the day over some weeks: their median, and their robust spread from day to
day. So the noise of single values counts and hours need no curve between them. One value is never enough: a pulse that was read wrong, a
valve that was tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glueckauf.telemetry.engine.usual import usual


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstRule:
    """`following` values in a row beyond `limit` deviations and `share` of the level. `days`: looked back; `least`: of them with values."""

    limit: float = 5.0
    share: float = 0.05
    following: int = 3
    days: int = 28
    least: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Of one hour of the day: the usual mean, and where unusual begins on both sides."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Number of the value that raised it and of the first one beyond; by how much they differ from the level, in units of the series."""

    number: int
    onset: int
    excess: float


def band(hours: Sequence[tuple[float, float, float]], rule: BurstRule) -> Band | None:
    """hours: lowest, mean and highest value of that hour on earlier days. None while there are too few days to say what is usual."""
    if len(hours) < rule.least:
        return None
    lows, means, highs = (usual(column) for column in zip(*hours, strict=True))
    apart = rule.share * abs(means.level)
    return Band(
        level=means.level,
        low=min(lows.level - rule.limit * lows.spread, means.level - apart),
        high=max(highs.level + rule.limit * highs.spread, means.level + apart),
    )


def burst(values: Sequence[tuple[int, float]], bands: Mapping[int, Band], rule: BurstRule, *, upwards: int) -> Burst | None:
    """values: (hour, value) in the order of time; bands by hour. upwards: 1 looks above, -1 below. The latest run that is long enough and
    of which the begin is seen: what was beyond from the first value on was told before."""
    found, run, is_whole = None, list[float](), False
    for number, (hour, value) in enumerate(values):
        limits = bands.get(hour)
        if limits is None or not (value > limits.high if upwards > 0 else value < limits.low):
            run, is_whole = [], True
            continue
        run.append(value - limits.level)
        if is_whole and len(run) == rule.following:
            found = Burst(number=number, onset=number - rule.following + 1, excess=sum(run) / len(run))
    return found
