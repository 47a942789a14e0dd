"""How a device's clock runs, judged from outside: receipt against the newest time it named, batch by batch.

A device may send late, so one old batch says nothing; that none of the last batches came sooner does. Nothing can be sent before it
was measured, so one time from the future is enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

REMEMBERED = 8
AHEAD_S = 10.0
BEHIND_S = 120.0


class Fault(StrEnum):
    """What is wrong with a clock."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`offset_s`: receipt minus time of the device; negative when its clock is ahead. Of one that is behind the least that fits."""

    fault: Fault | None
    offset_s: float


def remembered(lags_s: Sequence[float], lag_s: float) -> list[float]:
    """With one batch more."""
    return [*lags_s, round(lag_s, 1)][-REMEMBERED:]


def told(offset_s: float) -> Clock:
    """The device said with its batch what its clock shows: one batch is enough both ways."""
    if offset_s < -AHEAD_S:
        return Clock(fault=Fault.AHEAD, offset_s=offset_s)
    return Clock(fault=Fault.BEHIND if offset_s > BEHIND_S else None, offset_s=offset_s)


def seen(lags_s: Sequence[float], *, interval_s: float) -> Clock:
    """Of the last batches, the newest at the end. `interval_s`: the shortest the device promises."""
    if lags_s[-1] < -AHEAD_S:
        return Clock(fault=Fault.AHEAD, offset_s=lags_s[-1])
    least = min(lags_s)
    is_behind = len(lags_s) == REMEMBERED and least > max(BEHIND_S, 2 * interval_s)
    return Clock(fault=Fault.BEHIND if is_behind else None, offset_s=least)
