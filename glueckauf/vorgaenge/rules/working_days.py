"""Working days of North Rhine-Westphalia: Monday to Friday without the eleven holidays of the Land, and without a city's own days off."""

from datetime import date, timedelta

from glueckauf.cities.rules.holidays import is_holiday

NO_DAYS_OFF: frozenset[date] = frozenset()


def is_working(day: date, days_off: frozenset[date] = NO_DAYS_OFF) -> bool:
    """Whether the town hall counts this day. `days_off`: Rosenmontag and the like, data of the city."""
    return day.weekday() < 5 and not is_holiday(day) and day not in days_off


def next_working_day(day: date) -> date:
    """The day itself or the next that is neither weekend nor holiday: § 193 BGB, § 31(3) VwVfG. Local days off do not count."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, count: int, *, days_off: frozenset[date] = NO_DAYS_OFF, paused: frozenset[date] = NO_DAYS_OFF) -> date:
    """The count-th working day after start; the day of the event is not counted, paused days neither."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working(day, days_off) and day not in paused:
            count -= 1
    return day


def working_days_between(first: date, last: date, days_off: frozenset[date] = NO_DAYS_OFF) -> int:
    """Working days after first up to and including last; negative when last lies before first."""
    if last < first:
        return -working_days_between(last, first, days_off)
    return sum(is_working(first + timedelta(days=n), days_off) for n in range(1, (last - first).days + 1))
