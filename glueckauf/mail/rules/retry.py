"""When a mail that could not be handed over is tried again: after 1, 2, 4 ... minutes, then every six hours, for three days."""

from datetime import datetime, timedelta

ATTEMPTS = 20
LEASE = timedelta(minutes=5)
_LONGEST = timedelta(hours=6)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """None: it was tried often enough."""
    if attempts >= ATTEMPTS:
        return None
    return at + min(timedelta(minutes=2 ** min(attempts - 1, 10)), _LONGEST)


def is_final(code: int) -> bool:
    """Whether an SMTP answer refuses for good."""
    return 500 <= code < 600
