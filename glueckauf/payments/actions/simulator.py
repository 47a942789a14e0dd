"""The simulated provider's own side: orders, what the payer chooses, notifications on their way. Speaks to the house over HTTP only."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.error import HTTPError

from django.db.models import F

from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.payments.models import SimulatedNotification, SimulatedPayment
from glueckauf.payments.providers.simulator import post, unpack

LATE = timedelta(minutes=1)
TRIES = 10
OTHER_AMOUNT_CENTS = 100


class Choice(StrEnum):
    """What the payer can let happen, good and bad days alike."""

    PAY = "bezahlen"
    CANCEL = "abbrechen"
    LOSE = "verloren"
    TWICE = "doppelt"
    LATER = "spaeter"
    OTHER = "anderer-betrag"


def open_order(packed: str, seal: str) -> SimulatedPayment:
    """An order from a link; the same link opens the same. Raises NotSigned."""
    order = unpack(packed, seal)
    with writing(Scope()):
        return SimulatedPayment.objects.get_or_create(key=order.pop("key"), defaults=order)[0]


def choose(key: str, choice: Choice, *, at: datetime) -> str:
    """Does it once, however often it is clicked; where the payer goes back to. Notifications are sent before that, or wait."""
    with writing(Scope()):
        payment = SimulatedPayment.objects.get(pk=key)
        cancelled = choice == Choice.CANCEL
        paid = 0 if cancelled else payment.amount_cents + (OTHER_AMOUNT_CENTS if choice == Choice.OTHER else 0)
        chosen = {"state": "cancelled" if cancelled else "paid", "paid_cents": paid}
        if SimulatedPayment.objects.filter(pk=key, state="open").update(**chosen):
            SimulatedNotification.objects.bulk_create(SimulatedNotification(payment=payment, due_at=when) for when in times(choice, at))
    deliver(at, key=key)
    return payment.return_url


def times(choice: Choice, at: datetime) -> list[datetime]:
    """When this choice sends its notifications."""
    return {Choice.LOSE: [], Choice.TWICE: [at, at], Choice.LATER: [at + LATE]}.get(choice, [at])


def deliver(at: datetime, *, key: str = "") -> int:
    """Sends what is due, over HTTP; what nobody took is tried again later. How many were tried."""
    due = SimulatedNotification.objects.filter(due_at__lte=at).select_related("payment")
    tried = 0
    for notification in due.filter(payment_id=key) if key else due:
        # Whoever moves it on sends it: web and worker may both see it.
        mine = SimulatedNotification.objects.filter(pk=notification.pk, attempts=notification.attempts)
        with writing(Scope()):
            taken = mine.update(attempts=F("attempts") + 1, due_at=at + timedelta(seconds=10 * (notification.attempts + 1)))
        if taken:
            tried += 1
            send(notification, at)
    return tried


def send(notification: SimulatedNotification, at: datetime) -> None:
    """One POST. Refused or taken: done. No answer: again, ten times at most."""
    try:
        post(notification.payment.notify_url, report(notification.payment), at)
    except HTTPError as answer:
        if answer.code >= 500 and notification.attempts + 1 < TRIES:
            return
    except OSError:
        if notification.attempts + 1 < TRIES:
            return
    with writing(Scope()):
        notification.delete()


def report(payment: SimulatedPayment) -> dict[str, Any]:
    """What notification and status say."""
    return {"key": payment.key, "transaction": payment.transaction, "status": payment.state, "amount_cents": payment.paid_cents}


def status(key: str, transaction: str) -> dict[str, Any]:
    """Of an order, also of one whose link was never opened."""
    payment = SimulatedPayment.objects.filter(pk=key, transaction=transaction).first()
    return report(payment) if payment else {"key": key, "transaction": transaction, "status": "unknown", "amount_cents": 0}


def give_back(key: str, transaction: str, amount_cents: int) -> bool:
    """At most what was paid, once: the same request again changes nothing. Whether it fits."""
    with writing(Scope()):
        fits = SimulatedPayment.objects.filter(pk=key, transaction=transaction, paid_cents=amount_cents)
        return bool(fits.update(refunded_cents=amount_cents))
