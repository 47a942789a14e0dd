"""Handing in with number and code: how long the code opens, and what its holder may replace."""

from datetime import date, timedelta
from enum import StrEnum

from glueckauf.vorgaenge.rules.stage import OPEN, Stage

PURPOSE = "nachforderung"
# Afterwards the code is unknown; until then its page says what to do when it is too late.
KEPT = timedelta(days=365)


class Door(StrEnum):
    """Whether files are taken now."""

    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


def door(stage: Stage, *, reply_by: date, today: date) -> Door:
    """Until the end of the day that was named, while the office has not decided and nobody took the Antrag back."""
    if stage not in OPEN:
        return Door.CLOSED
    return Door.LATE if today > reply_by else Door.OPEN


def is_replaceable(via: str, status: str) -> bool:
    """Only what came with the code itself, until a clerk has judged it."""
    return via == "code" and status == "new"
