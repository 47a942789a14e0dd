"""Days of the German calendar as milliseconds: a day has 23, 24 or 25 hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def day_of(ms: int) -> date:
    """The day in which an instant lies."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(BERLIN).date()


def start_ms(day: date) -> int:
    """When it begins."""
    return round(datetime.combine(day, time(), BERLIN).timestamp() * 1000)


def span_ms(day: date) -> tuple[int, int]:
    """From its begin to the begin of the next."""
    return start_ms(day), start_ms(day + timedelta(days=1))
