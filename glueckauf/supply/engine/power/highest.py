"""Of many steps at once, the highest level at which nothing is over its limit, in few load flows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.grid import Bools, Floats, Ints

LEVELS = 4096  # a level is known to this part
HALVES_EVERY = 4  # rounds: the bracket shrinks also where guesses are bad

ExcessAt = Callable[[Floats, Ints], Floats]  # level of each, which of the steps -> by how much each is over its limit then; 0 or less: not


def highest(excess_at: ExcessAt, at_one: Floats) -> Floats:
    """Of each step the highest k / LEVELS that is not over a limit, 0 where none is. `at_one`: the excess at level 1 (inf: no solution).

    Where the excess grows with the level, this is what bisection finds. It grows nearly in proportion, so that guesses by inverse
    quadratic interpolation between the three levels asked last need about five load flows instead of twelve.
    """
    every = np.arange(len(at_one))
    below = excess_at(np.zeros(len(every)), every)
    found = Brackets.of(below, at_one)
    left, turn = every[below <= 0], 1
    while len(left := left[found.open(left)]):
        guess = found.halves(left) if turn % HALVES_EVERY == 0 else found.guesses(left)
        found.learn(left, guess, excess_at(guess / LEVELS, left))
        turn += 1
    return found.low / LEVELS


@dataclass(slots=True)
class Brackets:
    """Of each step a level that is good, one that is not, and the one that was an end before; with the excess at each."""

    low: Ints
    high: Ints
    third: Ints
    below: Floats
    above: Floats
    beside: Floats  # nan: there was none yet

    @classmethod
    def of(cls, below: Floats, above: Floats) -> "Brackets":
        """All levels."""
        low, high = np.zeros(len(below), dtype=np.int64), np.full(len(below), LEVELS)
        nothing = np.full(len(below), np.nan)
        return cls(low=low, high=high, third=high.copy(), below=below.copy(), above=above.astype(np.float64), beside=nothing)

    def open(self, at: Ints) -> Bools:
        """Whether a level lies between."""
        wide: Bools = self.high[at] - self.low[at] > 1
        return wide

    def halves(self, at: Ints) -> Ints:
        """In the middle."""
        middle: Ints = (self.low[at] + self.high[at]) // 2
        return middle

    def guesses(self, at: Ints) -> Ints:
        """Strictly between both ends: where the excess is probably 0; in the middle where nothing can be said."""
        low, high, third = (levels[at].astype(np.float64) for levels in (self.low, self.high, self.third))
        a, b, c = self.below[at], self.above[at], self.beside[at]
        with np.errstate(all="ignore"):
            line = (low * b - high * a) / (b - a)
            curve = low * b * c / ((a - b) * (a - c)) + high * a * c / ((b - a) * (b - c)) + third * a * b / ((c - a) * (c - b))
        best = np.where((low < curve) & (curve < high), curve, np.where(np.isfinite(line), line, (low + high) / 2))
        guess: Ints = np.clip(best.astype(np.int64), self.low[at] + 1, self.high[at] - 1)
        return guess

    def learn(self, at: Ints, level: Ints, excess: Floats) -> None:
        """What was found at a level between."""
        good = excess <= 0
        up, down = at[good], at[~good]
        self.third[up], self.beside[up] = self.low[up], self.below[up]
        self.third[down], self.beside[down] = self.high[down], self.above[down]
        self.low[up], self.below[up] = level[good], excess[good]
        self.high[down], self.above[down] = level[~good], excess[~good]
