"""That it leaks: inflow of a district at night against what is usual, summed up until chance no longer explains it.

At night people draw least, so a leak shows most. Small steady excess is found by adding it up (CUSUM, Page 1954): S = max(0, S + z -
slack), alarm at S > threshold; it began after the last night with S = 0. Where it leaks says `leak.place`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.water.grid import Bools, Floats, Ints

NIGHT_S = (2 * 3600, 4 * 3600)
MAD_TO_SD = 1.4826  # of a normal distribution


class GapTooLarge(ValueError):
    """Too few nights with readings to say what is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A part of the grid whose inflow is metered: rows of links, +1 where the meter counts into it, -1 out of it."""

    id: str
    meters: Ints
    signs: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """In standard deviations; slack: half the shift to be found soonest. 0.5 and 8: a shift of 1 is found in about 17 nights, and chance
    alone alarms once in about 19,000 independent nights while the level is known (Siegmund 1985); with the level learned anew
    after each change it is once in about 12,000, measured. `learning`: nights before a new level judges; it settles until `settled`."""

    slack: float = 0.5
    threshold: float = 8.0
    learning: int = 7
    settled: int = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Rows of nights: alarm at the end of `night`, the excess began about `onset`; `excess` of that night in units of the values."""

    night: int
    onset: int
    excess: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Median and robust standard deviation of nights."""

    level: float
    spread: float


def balance(districts: Sequence[District], flow_m3h: Floats) -> Floats:
    """Net inflow. flow_m3h: steps x links, NaN for a missing reading; result steps x districts."""
    return np.stack([flow_m3h[:, one.meters] @ one.signs for one in districts], axis=1)


def night_means(values: Floats, *, step_s: int, start_s: int = 0, window_s: tuple[int, int] = NIGHT_S) -> Floats:
    """Mean of the window of each day; values: steps (first axis) from `start_s` after midnight. NaN: under half read."""
    time = start_s + np.arange(len(values)) * step_s
    wanted = (time % 86400 >= window_s[0]) & (time % 86400 < window_s[1])
    full = (window_s[1] - window_s[0]) / step_s
    nights = [values[wanted & (time // 86400 == number)] for number in range(int(time[-1] // 86400) + 1)]
    return np.array([night_mean(each, full) for each in nights])


def night_mean(readings: Floats, full: float) -> Floats:
    """Over the first axis, of what was read."""
    heard = np.isfinite(readings)
    count = heard.sum(axis=0)
    total = np.where(heard, readings, 0.0).sum(axis=0)
    return np.where(count >= full / 2, total / np.maximum(count, 1), np.nan)


def usual(nights: Floats) -> Usual:
    """Of reference nights (NaN left out). Raises GapTooLarge under five nights."""
    heard = nights[np.isfinite(nights)]
    if len(heard) < 5:
        raise GapTooLarge
    level = float(np.median(heard))
    spread = float(np.median(np.abs(heard - level)) * MAD_TO_SD)
    return Usual(level=level, spread=max(spread, 1e-9 + 1e-6 * abs(level)))


class Watch:
    """One series, night by night. After an alarm, and after as clear a fall (a repair), the next nights say anew what is usual."""

    def __init__(self, reference: Usual, rule: Cusum) -> None:
        self.level, self.spread, self.rule = reference.level, reference.spread, rule
        self.above, self.below, self.onset, self.count = 0.0, 0.0, 0, 0
        self.learned: list[float] | None = None

    def night(self, value: float) -> Alarm | None:
        """A night without reading (NaN) changes nothing."""
        number, self.count = self.count, self.count + 1
        if not np.isfinite(value) or self.learns(value):
            return None
        z = (value - self.level) / self.spread
        self.above, self.below = max(0.0, self.above + z - self.rule.slack), max(0.0, self.below - z - self.rule.slack)
        if self.above == 0.0:
            self.onset = number + 1
        if max(self.above, self.below) <= self.rule.threshold:
            return None
        self.learned = []
        if self.above < self.below:
            return None
        return Alarm(night=number, onset=self.onset, excess=value - self.level)

    def learns(self, value: float) -> bool:
        """Takes the night into a new level; True while that is too young to judge by."""
        if self.learned is None or len(self.learned) >= self.rule.settled:
            return False
        self.learned.append(value)
        self.level = float(np.median(self.learned))
        if len(self.learned) > self.rule.learning:
            return False
        self.above, self.below, self.onset = 0.0, 0.0, self.count
        return True


def alarms(nights: Floats, reference: Usual, rule: Cusum | None = None) -> tuple[Alarm, ...]:
    """Of a whole series."""
    watch = Watch(reference, rule or Cusum())
    told = [watch.night(value) for value in nights.tolist()]
    return tuple(one for one in told if one is not None)


def out_of_order(values: Floats, *, low: float, high: float) -> Bools:
    """Readings that are none: outside what the meter can show. Set them to NaN before anything else."""
    return ~np.isfinite(values) | (values < low) | (values > high)
