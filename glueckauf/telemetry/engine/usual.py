"""What is usual: median and robust spread of values, which a few wrong ones do not move."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MAD_TO_SD = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Level, and spread as a standard deviation. The spread is never zero: a meter of whole units may show the same for weeks."""

    level: float
    spread: float

    def deviation(self, value: float) -> float:
        """In standard deviations."""
        return (value - self.level) / self.spread


def usual(values: Sequence[float], *, least_spread: float = 0.0) -> Usual:
    """Of at least one value. `least_spread`: what the meter cannot tell apart anyhow, in its unit."""
    level = median(values)
    spread = median(abs(value - level) for value in values) * MAD_TO_SD
    return Usual(level=level, spread=max(spread, least_spread, 1e-3 * abs(level), 1e-9))
