"""Minimum night flow against its own baseline: people draw least at night, so what is drawn more for several nights is a leak.

The smallest hour of a night is compared with the median of nights before, in robust standard deviations. Nights of an alarm are not learned
while it lasts, or a leak would become usual; when it has lasted as long as the baseline they are, because then it is (a new consumer).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from glueckauf.telemetry.engine.usual import Usual, usual


@dataclass(frozen=True, slots=True, kw_only=True)
class NightRule:
    """`nights`: length of the baseline; `least`: nights before the first verdict; `limit`: deviations that each of `following` nights must
    be over; `clear`: deviations that are enough in two nights, as one night may be a pool that is filled; `share`: of the level, that an
    excess must have at least to matter."""

    nights: int = 28
    least: int = 14
    limit: float = 3.0
    following: int = 3
    clear: float = 6.0
    share: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class NightFinding:
    """Number of the night, when the excess began, and how much more than usual in units of the flow."""

    night: int
    onset: int
    excess: float


class NightFlow:
    """One series, night by night."""

    def __init__(self, rule: NightRule | None = None) -> None:
        self.rule = rule or NightRule()
        self.before: deque[float] = deque(maxlen=self.rule.nights)
        self.over: list[float] = []
        self.has_told = False
        self.number = -1

    def night(self, flow: float | None) -> NightFinding | None:
        """The smallest hourly mean of a night, None where too little was read: such a night says nothing. A finding is told once."""
        self.number += 1
        if flow is None:
            return None
        if len(self.before) < self.rule.least:
            self.before.append(flow)
            return None
        normal = usual(self.before)
        deviation, excess = normal.deviation(flow), flow - normal.level
        if deviation <= self.rule.limit or excess < self.rule.share * abs(normal.level):
            self.over, self.has_told = [], False
            self.before.append(flow)
            return None
        self.over.append(flow)
        if len(self.over) > self.rule.nights:
            self.before, self.over = deque(self.over, maxlen=self.rule.nights), []
            self.has_told = False
            return None
        if not self.is_told(normal):
            return None
        self.has_told = True
        return NightFinding(night=self.number, onset=self.number - len(self.over) + 1, excess=excess)

    def is_told(self, normal: Usual) -> bool:
        """Enough nights, or two that leave no doubt; once."""
        is_clear = len(self.over) == 2 and all(normal.deviation(flow) > self.rule.clear for flow in self.over)
        return not self.has_told and (is_clear or len(self.over) >= self.rule.following)

    @property
    def is_over(self) -> bool:
        """Whether the last night was more than usual: an alarm of it lasts."""
        return bool(self.over)


def smallest_hour(hours: Sequence[float | None], *, least: int) -> float | None:
    """Of the hourly means of one night; None when fewer than `least` were read."""
    heard = [hour for hour in hours if hour is not None]
    return min(heard) if len(heard) >= least else None
