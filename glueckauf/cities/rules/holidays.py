"""The eleven holidays by law in North Rhine-Westphalia: no Frist ends and no counter opens on them."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[date]:
    """Holidays by law in NRW. Tested against a second package for 1995 to 2040."""
    from holidays.countries import Germany  # reads the calendars of all countries: half a second that no start should wait for

    return frozenset(Germany(subdiv="NW", years=year))


def is_holiday(day: date) -> bool:
    """A holiday of the Land; local days off are none."""
    return day in holidays_of(day.year)
