"""The only place that reads the clock. Views, commands and loops call now() once and hand on `at`.

In demo mode the clock can be moved forward; the offset is a small file, so that web, worker and inlet agree.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from glueckauf.core.settings import demo_clock_file

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The instant, aware, in UTC; in demo mode moved by what the demo page added."""
    return datetime.now(UTC) + demo_offset()


def local_day(at: datetime) -> date:
    """The calendar day in Germany of an instant: Fristen count days, not hours."""
    return at.astimezone(BERLIN).date()


def demo_offset() -> timedelta:
    """How far the demo clock runs ahead; zero outside demo mode."""
    path = demo_clock_file()
    if path is None or not path.exists():
        return timedelta()
    return read_offset(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def read_offset(path: Path, changed_ns: int) -> timedelta:
    """The file's content, read again only when it changed."""
    return timedelta(seconds=int(path.read_text() or 0))


def move_forward(by: timedelta) -> None:
    """Demo only: everything that is due in the meantime becomes due. Never backwards: sealed events stay in order."""
    path = demo_clock_file()
    if path is None or by < timedelta():
        raise ValueError("the clock moves forward, and in demo mode only")
    path.write_text(str(int((demo_offset() + by).total_seconds())))
