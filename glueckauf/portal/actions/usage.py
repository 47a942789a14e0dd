"""Counting without cookies: a page adds one to a number in memory; once a minute the numbers go to the table in one statement.

Nothing of the visitor is read. A process that is killed loses at most a minute of counts.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from glueckauf.core.db import own_statement, writing
from glueckauf.core.jobs import job
from glueckauf.core.scope import Scope
from glueckauf.portal.models import UsageCount
from glueckauf.portal.rules.feedback import Spot

log = structlog.get_logger("usage")

SECONDS = 60.0
MOST_KEYS, AT_ONCE = 20_000, 100
KEEP = timedelta(days=731)
Key = tuple[date, str, str, str, str, str]
COLUMNS = "(day, kommune, page, leistung, step, language, count)"
KEYS = "(day, kommune, page, leistung, step, language)"


class Batch:
    """Numbers that wait, for all threads of a process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[Key] = Counter()
        self.since = time.monotonic()

    def add(self, key: Key) -> bool:
        """One more; whether it is time to write. Past MOST_KEYS new keys are dropped: no form of attack fills the memory."""
        with self.lock:
            if key in self.counts or len(self.counts) < MOST_KEYS:
                self.counts[key] += 1
            return time.monotonic() - self.since > SECONDS

    def taken(self) -> Counter[Key]:
        """All of them; the next ones begin at zero."""
        with self.lock:
            found, self.counts, self.since = self.counts, Counter(), time.monotonic()
            return found


batch = Batch()


def count(spot: Spot, *, step: str, language: str, day: date) -> None:
    """Counts one answered page, and writes when a minute is over. A database that is down costs counts, never a page."""
    is_time = batch.add((day, spot.kommune, spot.page, spot.leistung, step[:60], language[:5]))
    if is_time and settings.GLUECKAUF.mode != "test":  # a test writes when it wants to
        try:
            flush()
        except DatabaseError as error:
            log.warning("usage_lost", error=type(error).__name__)


def flush() -> int:
    """Writes what waits; how many rows."""
    rows = [(*key, number) for key, number in batch.taken().items()]
    for start in range(0, len(rows), AT_ONCE):
        write(rows[start : start + AT_ONCE])
    return len(rows)


def write(rows: list[tuple[date, str, str, str, str, str, int]]) -> None:
    """One statement, the same on both databases."""
    places = ", ".join("(%s, %s, %s, %s, %s, %s, %s)" for _ in rows)
    more = "UPDATE SET count = u.count + excluded.count"
    with own_statement(), connection.cursor() as cursor:
        statement = f"INSERT INTO portal_usagecount AS u {COLUMNS} VALUES {places} ON CONFLICT {KEYS} DO {more}"  # noqa: S608 - no value in it
        cursor.execute(statement, flat(rows))


def flat(rows: Iterable[tuple[date | str | int, ...]]) -> list[str | int]:
    """All values in order."""
    return [value.isoformat() if isinstance(value, date) else value for row in rows for value in row]


@job("portal.forget_usage", every=timedelta(days=1))
def forget(at: datetime) -> None:
    """Two years are enough to compare a month with the one a year before."""
    with writing(Scope()):
        UsageCount.objects.filter(day__lt=(at - KEEP).date()).delete()
