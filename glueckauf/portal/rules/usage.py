"""Bars of a plot of days: places in a drawing of 700 by 160."""

from dataclasses import dataclass
from datetime import date

from glueckauf.portal.rules.feedback import shown

WIDTH, HEIGHT = 700, 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day. `count` None: too few to show; then the bar has no height either."""

    day: date
    count: int | None
    x: float
    y: float
    width: float
    height: float


def bars(days: list[tuple[date, int]]) -> tuple[Bar, ...]:
    """Scaled to the largest day."""
    most = max((count for _day, count in days), default=0) or 1
    slot = WIDTH / max(1, len(days))
    found = []
    for at, (day, count) in enumerate(days):
        height = round(HEIGHT * count / most, 1) if shown(count) else 0.0
        found.append(
            Bar(day=day, count=shown(count), x=round(at * slot + 2, 1), y=HEIGHT - height, width=round(slot - 4, 1), height=height)
        )
    return tuple(found)
