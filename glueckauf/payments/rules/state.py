"""What happened to a payment, row by row, and the state that follows from it."""

from collections.abc import Collection
from enum import StrEnum


class Happened(StrEnum):
    """Kinds of rows of a payment; none is ever changed or taken back."""

    STARTED = "started"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    QUESTIONED = "questioned"
    ANSWERED = "answered"
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"


class State(StrEnum):
    """Where a payment stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    QUESTIONED = "questioned"
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"


class Reason(StrEnum):
    """Why a payment failed or needs a person."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    OTHER_AMOUNT = "other_amount"
    PAID_TWICE = "paid_twice"
    OTHER_TRANSACTION = "other_transaction"
    NOTHING_DUE = "nothing_due"


# The latest of these that happened decides; money that arrived late counts more than the failure before it.
ORDER = (
    (Happened.REFUNDED, State.REFUNDED),
    (Happened.REFUND_ASKED, State.REFUND_ASKED),
    (Happened.QUESTIONED, State.QUESTIONED),
    (Happened.CONFIRMED, State.CONFIRMED),
    (Happened.FAILED, State.FAILED),
)


def state_of(happened: Collection[str]) -> State:
    """From the kinds of a payment's rows. A question a person has answered leaves the state before it."""
    known = set(happened)
    if Happened.ANSWERED in known:
        known.discard(Happened.QUESTIONED)
    return next((state for kind, state in ORDER if kind in known), State.OPEN)
