"""Night after night: which leaks explain the pressures, how large each is now, and whether another one has come.

Known leaks keep their pipes; their sizes are fitted anew each night, so they may grow, and one that shrinks to nothing was repaired. What
they leave unexplained, over some nights, asks for one leak more: orthogonal matching pursuit (Pati 1993) in readings whitened by what
changes without leaks.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import nnls

from glueckauf.supply.engine.water.grid import Floats
from glueckauf.supply.engine.water.leak import Spread, covariance, whitened
from glueckauf.supply.engine.water.response import Response

TYPICAL_M3H = 8.0  # where the parabola of the response is taken as straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """`gain`: fall of the squared misfit that asks for a leak more, `nights` one after the other; under `gone_m3h` as long: repaired."""

    gain: float = 25.0
    nights: int = 2
    gone_m3h: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A new leak: row of the night, row of the pipe, size in m³/h as the pressures have it, the gain that asked for it."""

    night: int
    pipe: int
    size_m3h: float
    gain: float


@dataclass(slots=True)
class State:
    """What is known after a night."""

    pipes: list[int] = field(default_factory=list)
    small: list[int] = field(default_factory=list)
    asking: int = 0


def patrol(known: Response, change_m: Floats, spread: Spread, caution: Caution | None = None) -> tuple[Claimed, ...]:
    """Claims over a series of nights. change_m: nights x sensors against nights without leaks, NaN for a sensor that is out that night.

    Each night is judged by the mean of the last `spread.nights_after`.
    """
    rule, state, found = caution or Caution(), State(), []
    pipes, root = known.grid.pipes, covariance(known, spread)
    straight = (known.linear + known.square * TYPICAL_M3H)[np.stack([pipes.start, pipes.end])].mean(axis=0)
    for night in range(spread.nights_after - 1, len(change_m)):
        mean: Floats = change_m[night + 1 - spread.nights_after : night + 1].mean(axis=0)
        heard = np.isfinite(mean)
        if heard.sum() < 3:
            continue
        lower = np.linalg.cholesky(root[np.ix_(heard, heard)])
        claimed = judged(state, whitened(lower, straight[:, heard]), whitened(lower, mean[None, heard])[0], night, rule)
        found += [] if claimed is None else [claimed]
    return tuple(found)


def judged(state: State, columns: Floats, seen: Floats, night: int, rule: Caution) -> Claimed | None:
    """One night: sizes of the known, then whether one more is asked for. columns: pipes x readings, per m³/h."""
    sizes, left = fitted(columns[state.pipes], seen)
    forget(state, sizes, rule)
    gains = improvement(columns, columns[state.pipes], seen, left)
    best = int(gains.argmax())
    state.asking = state.asking + 1 if gains[best] > rule.gain else 0
    if state.asking < rule.nights:
        return None
    state.asking = 0
    state.pipes.append(best)
    state.small.append(0)
    size = float(fitted(columns[state.pipes], seen)[0][-1])
    return Claimed(night=night, pipe=best, size_m3h=size, gain=float(gains[best]))


def fitted(columns: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """Sizes of at least 0, and what is left of the readings."""
    if not len(columns):
        return np.zeros(0), seen
    sizes, _norm = nnls(columns.T, seen)
    return np.asarray(sizes, dtype=np.float64), seen - columns.T @ sizes


def forget(state: State, sizes: Floats, rule: Caution) -> None:
    """Drops what has been small for long enough."""
    state.small = [count + 1 if size < rule.gone_m3h else 0 for count, size in zip(state.small, sizes.tolist(), strict=True)]
    kept = [row for row, count in enumerate(state.small) if count <= rule.nights]
    state.pipes, state.small = [state.pipes[row] for row in kept], [state.small[row] for row in kept]


def improvement(columns: Floats, used: Floats, seen: Floats, left: Floats) -> Floats:
    """Fall of the squared misfit if a pipe leaked too, the known free to change size; 0 where it would have to suck."""
    if len(used):
        base, _upper = np.linalg.qr(used.T)
        rest, target = columns - (columns @ base) @ base.T, seen - base @ (base.T @ seen)
    else:
        rest, target = columns, left
    along, length = rest @ target, (rest**2).sum(axis=1)
    usable = (along > 0) & (length > 1e-9 * (columns**2).sum(axis=1).max())
    return np.where(usable, along**2 / np.where(usable, length, 1.0), 0.0)
