"""From opening hours to the starts of appointments. Hours are those of the clock on the wall; what is stored is the instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from glueckauf.cities.rules.holidays import is_holiday

BERLIN = ZoneInfo("Europe/Berlin")
HORIZON = timedelta(days=42)  # as far ahead as appointments can be booked
SHORTEST, LONGEST = 5, 240  # minutes of one appointment
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """On one weekday (0 is Monday), from the first to the last day it holds."""

    weekday: int
    opens: time
    closes: time
    minutes: int
    first_day: date
    last_day: date | None = None


def is_sound(hours: Hours) -> bool:
    """Whether at least one appointment fits in, on a day there is."""
    length = _minutes(hours.closes) - _minutes(hours.opens)
    days = hours.last_day is None or hours.last_day >= hours.first_day
    return SHORTEST <= hours.minutes <= min(LONGEST, length) and 0 <= hours.weekday <= 6 and days


def starts(hours: Hours, *, first: date, last: date, closed: frozenset[date]) -> Iterator[datetime]:
    """Every start between two days, the last so that it ends when the door closes. Never on a holiday nor on a closed day."""
    day, end = max(first, hours.first_day), min(last, hours.last_day or last)
    day += timedelta(days=(hours.weekday - day.weekday()) % 7)
    while day <= end:
        if day not in closed and not is_holiday(day):
            yield from starts_of_day(hours, day)
        day += timedelta(days=7)


def starts_of_day(hours: Hours, day: date) -> Iterator[datetime]:
    """In UTC. An hour that the change to summer time takes away gives none, the doubled one counts once."""
    for minute in range(_minutes(hours.opens), _minutes(hours.closes) - hours.minutes + 1, hours.minutes):
        local = datetime.combine(day, time(*divmod(minute, 60)), tzinfo=BERLIN)
        instant = local.astimezone(UTC)
        if instant.astimezone(BERLIN).time() == local.time():
            yield instant


def _minutes(of: time) -> int:
    return of.hour * 60 + of.minute
