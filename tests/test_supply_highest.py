"""The highest level of each step in few questions: what bisection finds, for any excess that grows with the level."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.power.highest import LEVELS, highest

SHAPES = {
    "line": lambda x, at: x - at,
    "curve": lambda x, at: x**3 - at**3,
    "root": lambda x, at: np.sqrt(x) - np.sqrt(at),
    "flat, then steep": lambda x, at: np.maximum(-0.02, 50 * (x - at)),
    "step": lambda x, at: np.where(x > at, 7.0, -1e-6),
    "no solution above": lambda x, at: np.where(x > at, np.inf, x - at - 1e-9),
}


def asked_of(shape, at):
    """An excess with its zero at `at`, and how often each step was asked."""
    times = np.zeros(len(at), dtype=int)

    def excess_at(level, which):
        times[which] += 1
        return SHAPES[shape](level, at[which])

    return excess_at, times


@given(st.sampled_from(sorted(SHAPES)), st.lists(st.floats(-0.2, 0.9999), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_it_is_the_last_level_that_is_not_over(shape, zeros):
    at = np.array(zeros)
    at = np.maximum(at, 0) if shape in ("root", "curve") else at
    excess_at, times = asked_of(shape, at)
    found = highest(excess_at, SHAPES[shape](np.ones(len(at)), at))
    levels = np.arange(LEVELS) / LEVELS
    good = SHAPES[shape](levels[None, :], at[:, None]) <= 0
    assert found.tolist() == [float(levels[row][-1]) if row.any() else 0.0 for row in good]
    assert times.max() <= 49


def test_nearly_straight_ones_are_asked_a_few_times_only():
    at = np.random.default_rng(1).uniform(0, 1, 500)
    excess_at, times = asked_of("line", at)
    highest(lambda level, which: excess_at(level, which) * (1 + 0.3 * level), 1.3 * (1 - at))
    assert times.mean() < 6


def test_nothing_asked_is_nothing_found():
    assert highest(lambda level, which: level, np.zeros(0)).tolist() == []
