"""Is a series as usual again after an alarm? Evidence for that is added up as evidence against it was: a sequential test of two means.

z is what a value differs from what was usual before the alarm, in robust standard deviations and in the direction of the alarm. Midway
between usual and the shift lies the slack. While the series counts as unusual, slack - z is summed; past the threshold it is as usual since
the sum last left zero. Then z - slack is summed, and past a higher threshold it is unusual again. So neither an hour nor a good day says
anything, a value that is missing says nothing, and what lies midway changes nothing. A finding of a detector takes it back at once; that is
for the caller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from glueckauf.telemetry.engine.usual import usual


@dataclass(frozen=True, slots=True, kw_only=True)
class CalmRule:
    """`shift`: in deviations, the least that is told apart; a smaller alarm by its own size, but for `least_shift`: below, the test would
    take for ever. `evidence`: slack times threshold, so that small shifts take longer and are as sure; `against`: the same for the way
    back. `most`: one value counts no more."""

    shift: float = 1.5
    evidence: float = 15.0
    against: float = 25.0
    most: float = 4.0
    least_shift: float = 0.25


LEAST = 6  # values to tell a spread
HOURS = CalmRule()
NIGHTS = CalmRule(shift=4.0, evidence=9.0, against=inf, least_shift=1.0)  # the season moves nights more than a leak that comes back


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What was usual before an alarm at each of so many places that repeat (168 hours of a week, or one), and the spread around it."""

    levels: tuple[float | None, ...]
    spread: float

    def deviations(self, values: Iterable[float | None], first: int) -> list[float | None]:
        """Of values of which the first has that place; None where nothing is known."""
        levels = ((value, self.levels[(first + number) % len(self.levels)]) for number, value in enumerate(values))
        return [None if value is None or level is None else (value - level) / self.spread for value, level in levels]


def slots(values: Sequence[float | None], count: int, *, least: int = 3) -> Slots | None:
    """values: before the alarm, the first at place 0. The spread is that of each value around the others of its place, so that a level of
    few values is not taken for better known than it is. None when too little is known."""
    heard = [[value for value in values[place::count] if value is not None] for place in range(count)]
    around = [
        one - median(rest) for each in heard if len(each) >= least for at, one in enumerate(each) if (rest := each[:at] + each[at + 1 :])
    ]
    if len(around) < LEAST:
        return None
    levels = tuple(median(each) if len(each) >= least else None for each in heard)
    level = median(one for one in levels if one is not None)
    return Slots(levels=levels, spread=max(usual(around).spread, 1e-3 * abs(level)))


def calm_since(deviations: Sequence[float | None], *, excess: float | None, rule: CalmRule) -> int | None:
    """Number of the value since which a series is as usual again; None while it is not. deviations: from the alarm on, positive in its
    direction; `excess` of the alarm in deviations, None where it is not known."""
    return verdicts(deviations, excess=excess, rule=rule)[-1] if deviations else None


def verdicts(deviations: Sequence[float | None], *, excess: float | None, rule: CalmRule) -> list[int | None]:
    """The same after each value: what every run would have said."""
    shift = max(min(rule.shift, rule.shift if excess is None else excess), rule.least_shift)
    total, onset, since, said = 0.0, 0, None, list[int | None]()
    for number, z in enumerate(deviations):
        if z is not None:
            slack = (shift if since is None else rule.shift) / 2
            step = slack - max(-rule.most, min(rule.most, z))
            total = max(0.0, total + (step if since is None else -step))
            if total == 0.0:
                onset = number + 1
            elif total > (rule.evidence if since is None else rule.against) / slack:
                since, total, onset = onset if since is None else None, 0.0, number + 1
        said.append(since)
    return said
