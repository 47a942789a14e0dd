"""What a list of alarms is worth, by the rule of the BattLeDIM contest (2020): water saved minus crews that dig in the wrong place.

An alarm names pipe and time. In time order each takes the nearest leak that runs then, lies within reach and is not found yet. Vrachimis et
al., Battle of the Leakage Detection and Isolation Methods, 2022. Whoever runs it on simulated sensors must say so: it is no contest score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.water.grid import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Metres between middles of pipes along pipes; euros."""

    reach_m: float = 300.0
    water_eur_m3: float = 0.80
    crew_eur: float = 500.0
    step_s: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """`pipe`: row; runs from `start` to `end` (steps, both included, may lie before the series). `flow_m3h`: value i is of step i + 1."""

    pipe: int
    start: int
    end: int
    flow_m3h: Floats


@dataclass(frozen=True, slots=True)
class Claim:
    """That this pipe (row) leaks, said at this step."""

    pipe: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim: the row of the leak it found, None for a repeated or a false one (0 or minus a crew)."""

    claim: Claim
    leak: int | None
    eur: float


def score(claims: Sequence[Claim], leaks: Sequence[Leak], metres: Floats, rule: Rule | None = None) -> tuple[Judged, ...]:
    """metres: leaks x pipes, between middles. In time order, equal times in the order given; the sum of `eur` is the score."""
    terms = rule or Rule()
    found: set[int] = set()
    judged = []
    for claim in sorted(claims, key=lambda each: each.step):
        near = [row for row, leak in enumerate(leaks) if leak.start <= claim.step <= leak.end and metres[row, claim.pipe] <= terms.reach_m]
        new = [row for row in near if row not in found]
        if not new:
            judged.append(Judged(claim=claim, leak=None, eur=0.0 if near else -terms.crew_eur))
            continue
        row = min(new, key=lambda each: float(metres[each, claim.pipe]))
        found.add(row)
        judged.append(Judged(claim=claim, leak=row, eur=worth(claim, leaks[row], float(metres[row, claim.pipe]), terms)))
    return tuple(judged)


def worth(claim: Claim, leak: Leak, metres: float, rule: Rule) -> float:
    """Of a find: water from then on, less the search."""
    saved = float(np.sum(leak.flow_m3h[max(claim.step - 1, 0) :])) * rule.step_s / 3600
    return saved * rule.water_eur_m3 - rule.crew_eur * metres / rule.reach_m
