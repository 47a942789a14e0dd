"""When the time of a Vorgang is over: years counted from the last thing that happened in it."""

from datetime import date


def ended_before(today: date, years: int) -> date:
    """What ended before this day was kept for all of its years. 29 February: a year without it ends on the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 3, 1)
