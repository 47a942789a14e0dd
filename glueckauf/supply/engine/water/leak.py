"""Where it leaks: the pipe whose leak explains best how night pressures changed, weighed by what else changes them from night to night.

Readings are means of the same hours of nights before and after the alarm. Their change has three parts: the leak, noise of the sensors, and
demands that differ. The last is known from the model: each node draws a little more or less on its own, and all together; the second takes
out what all sensors see alike, and with it most of what model and town disagree in. Generalised least squares (Aitken 1935) over the
middles of all pipes. The size is fitted and not told: what all see alike is missing from it; the night flow says it better.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from glueckauf.supply.engine.water.grid import Floats, Ints
from glueckauf.supply.engine.water.response import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What changes without a leak, as standard deviations. `reading_m`: of a sensor's mean over one night; shares of the demand: of one
    node from night to night, and of all together."""

    reading_m: float
    nights_before: int
    nights_after: int
    node_share: float = 0.1
    common_share: float = 0.05

    @property
    def nights(self) -> float:
        """Factor of a variance of one night in the difference of the two means."""
        return 1 / self.nights_before + 1 / self.nights_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Pipes (rows, the likeliest first) with the probability that it is this one, if it is one leak.

    `misfit`: per reading left over, about 1 when one leak explains the change, far more when something else happened.
    """

    pipes: Ints
    probability: Floats
    misfit: float


class NoReadings(ValueError):
    """Fewer than three sensors gave a reading before and after: a place would be a guess."""


def place(known: Response, change_m: Floats, spread: Spread, *, largest_m3h: float = 60.0) -> Place:
    """Ranks all pipes. change_m: after minus before per sensor, NaN for a sensor that is out. Raises NoReadings."""
    heard = np.isfinite(change_m)
    if heard.sum() < 3:
        raise NoReadings
    root = np.linalg.cholesky(covariance(known, spread)[np.ix_(heard, heard)])
    pipes = known.grid.pipes
    linear, square = (whitened(root, (table[pipes.start] + table[pipes.end])[:, heard] / 2) for table in (known.linear, known.square))
    change = whitened(root, change_m[None, heard])[0]
    sizes = np.geomspace(0.5, largest_m3h, 80)
    misfit = np.stack([((change - linear * size - square * size**2) ** 2).sum(axis=1) for size in sizes])
    best = misfit.min(axis=0)
    weight = np.exp(-(best - best.min()) / 2) * pipes.length_m
    order = np.argsort(best, kind="stable")
    return Place(
        pipes=order,
        probability=weight[order] / weight.sum(),
        misfit=float(best[order[0]] / heard.sum()),
    )


def covariance(known: Response, spread: Spread) -> Floats:
    """Of the change, without a leak: sensors x sensors, m²."""
    sensors = np.eye(len(known.sensors)) * spread.reading_m**2 * spread.nights
    alone = known.linear * (spread.node_share * known.demand_m3h)[:, None]
    together = spread.common_share * known.demand_m3h @ known.linear
    found: Floats = sensors + alone.T @ alone * spread.nights + np.outer(together, together)
    return found


def whitened(root: Floats, rows: Floats) -> Floats:
    """Rows in units of the spread, uncorrelated."""
    return np.asarray(solve_triangular(root, rows.T, lower=True).T, dtype=np.float64)
