"""Small steady changes, found by adding them up (CUSUM, Page 1954): S = max(0, S + z - slack), alarm at S > threshold.

z is what a value differs from what is usual at its time of the week (or at any time), in robust standard deviations of such differences.
What is usual is learned first and then follows slowly, by weeks, never from values while the sum is up.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from statistics import median

from glueckauf.telemetry.engine.usual import usual


@dataclass(frozen=True, slots=True, kw_only=True)
class CusumRule:
    """`slots`: values that repeat, 168 for hours of a week, 1 for a level; `rounds` of them are learned. `slack`, `threshold` in standard
    deviations: slack is half of the shift to be found soonest. `most`: one value counts no more than this, so a spike is no shift."""

    slots: int = 168
    rounds: int = 4
    slack: float = 0.75
    threshold: float = 20.0
    most: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Number of the value that raised it, of the one at which it began, and the mean difference since in units of the series."""

    number: int
    onset: int
    difference: float


@dataclass(slots=True)
class Sum:
    """One side."""

    height: float = 0.0
    onset: int = 0
    total: float = 0.0

    def add(self, z: float, difference: float, number: int, slack: float) -> None:
        """Begins anew where it falls to zero."""
        self.height = max(0.0, self.height + z - slack)
        if self.height == 0.0:
            self.onset, self.total = number + 1, 0.0
        else:
            self.total += difference


class Cusum:
    """One series, value by value; both directions. After an alarm what is usual is learned anew."""

    def __init__(self, rule: CusumRule | None = None) -> None:
        self.rule = rule or CusumRule()
        self.number = -1
        self.learn()

    def learn(self) -> None:
        """From the next value on."""
        self.slots: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=self.rule.rounds))
        self.differences: deque[float] = deque(maxlen=self.rule.slots * self.rule.rounds if self.rule.slots > 1 else 200)
        self.up, self.down, self.spread = Sum(), Sum(), 0.0

    def value(self, value: float | None) -> Shift | None:
        """None is a missing value: it says nothing. The finding is told once."""
        self.number += 1
        if value is None:
            return None
        slot, known = self.number % self.rule.slots, self.slots[self.number % self.rule.slots]
        if len(known) < self.rule.rounds:
            known.append(value)
            return None
        difference = value - median(known)
        if len(self.differences) < (self.differences.maxlen or 0) // 4:
            self.differences.append(difference)
            self.slots[slot].append(value)
            return None
        return self.judge(value, difference, slot)

    def judge(self, value: float, difference: float, slot: int) -> Shift | None:
        """Past what is learned first."""
        if not self.spread or self.number % max(24, self.rule.slots) == 0:
            self.spread = usual(self.differences).spread
        z = max(-self.rule.most, min(self.rule.most, difference / self.spread))
        self.up.add(z, difference, self.number, self.rule.slack)
        self.down.add(-z, difference, self.number, self.rule.slack)
        higher = max(self.up, self.down, key=lambda one: one.height)
        if higher.height > self.rule.threshold:
            found = Shift(number=self.number, onset=higher.onset, difference=higher.total / (self.number - higher.onset + 1))
            self.learn()
            return found
        if higher.height < self.rule.threshold / 2:
            self.slots[slot].append(value)
            self.differences.append(difference)
        return None
