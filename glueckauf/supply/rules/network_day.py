"""Which quarter-hour of which day a desk looks at. The profile year has days and hours and no weekday; its clock is CET all year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from glueckauf.supply.rules.numbers import MONTHS, PER_DAY, moment

WORST = "schwerster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`day`: as the engine takes it; `key`: as an address carries it; `step`: quarter-hour of the day."""

    day: Mapping[str, Any]
    key: str
    words: str
    step: int

    @property
    def clock(self) -> str:
        """18:15."""
        return clock(self.step)


def clock(step: int) -> str:
    """Of a quarter-hour of a day."""
    return f"{step // 4:02}:{step % 4 * 15:02}"


def wanted(day: str, time: str, *, at: datetime) -> Moment:
    """`tag=01-15` or `schwerster`, `zeit=18:15`; what cannot be read is today and now. `at`: in Berlin."""
    step = step_of(time)
    if step is None:
        step = at.hour * 4 + at.minute // 15
    if day == WORST:
        return Moment(day={"worst": True}, key=WORST, words="schwerster Tag des Jahres", step=step)
    chosen = day_of(day) or at.date()
    words = f"{chosen.day}. {MONTHS[chosen.month - 1]}"
    return Moment(day={"month": chosen.month, "day": chosen.day}, key=f"{chosen:%m-%d}", words=words, step=step)


def is_today(moment: Moment, *, at: datetime) -> bool:
    """Whether the day looked at is that of the calendar. `at`: in Berlin."""
    return moment.key == f"{at:%m-%d}"


def step_of(time: str) -> int | None:
    """18:20 is the quarter-hour from 18:15."""
    hour, _, minute = time.partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit() and len(time) <= 5):
        return None
    found = int(hour) * 4 + int(minute) // 15
    return found if int(minute) < 60 and found < PER_DAY else None


def day_of(text: str) -> date | None:
    """01-15, of a leap year."""
    try:
        return date.fromisoformat(f"2024-{text}") if len(text) == 5 else None
    except ValueError:
        return None


def choices(chosen: Moment, *, at: datetime) -> list[tuple[str, str, bool]]:
    """Key, words, whether chosen: like today, the worst, the middle of each month, and what was asked for."""
    today = wanted("", "0:00", at=at)
    found = {today.key: f"wie heute, {today.words}", WORST: "schwerster Tag des Jahres"}
    found |= {f"{month:02}-15": f"15. {MONTHS[month - 1]}" for month in range(1, 13) if f"{month:02}-15" != today.key}
    found.setdefault(chosen.key, chosen.words)
    return [(key, words, key == chosen.key) for key, words in found.items()]


def day_words(first_step: int, steps: int) -> str:
    """15. Januar."""
    return moment(first_step, steps).partition(",")[0]
