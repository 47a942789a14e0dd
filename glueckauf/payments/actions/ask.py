"""Asking the provider: for payments whose notification is missing, and for refunds that are due. HTTP happens outside of transactions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from glueckauf.core.db import reading, writing
from glueckauf.core.scope import Scope
from glueckauf.payments.actions.refund import received_cents, refunded
from glueckauf.payments.actions.rows import house, state
from glueckauf.payments.actions.settle import expire, receive
from glueckauf.payments.models import Payment, PaymentKey
from glueckauf.payments.providers import Provider, ProviderSilent, ProviderStatus, provider
from glueckauf.payments.rules.state import State

log = structlog.get_logger("payments")

# Minutes after the first question, each time the provider has nothing new; then the payment has expired.
WAITS = (1, 3, 5, 10, 15, 25)
WHEN_SILENT = timedelta(minutes=2)
AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One payment to ask about."""

    digest: str
    tenant: str
    payment_id: int
    asked: int


def ask_due(at: datetime) -> int:
    """Asks about up to fifty payments that are due; how many were asked about. A provider that is silent decides nothing."""
    offered = provider()
    if offered is None:
        return 0
    due = [
        Due(digest=key.digest, tenant=key.tenant, payment_id=key.payment_id, asked=key.asked)
        for key in PaymentKey.objects.filter(ask_at__lte=at).order_by("ask_at")[:AT_ONCE]
    ]
    for one in due:
        ask(one, offered, at)
    return len(due)


def ask(one: Due, offered: Provider, at: datetime) -> None:
    """One payment: send back what a person wants sent back, else find out what became of it."""
    with reading(house(one.tenant)):
        payment = Payment.objects.get(pk=one.payment_id)
        where, amount = state(payment), received_cents(payment)
    try:
        if where == State.REFUND_ASKED:
            offered.refund(payment.key, payment.transaction, amount, at=at)
            refunded(one.tenant, payment.pk, at=at)
        elif where == State.OPEN:
            settle_or_wait(one, payment, offered, at)
        else:
            move(one, None, one.asked)
    except ProviderSilent:
        log.warning("provider_silent", payment=payment.pk, kommune=one.tenant)
        move(one, at + WHEN_SILENT, one.asked)


def settle_or_wait(one: Due, payment: Payment, offered: Provider, at: datetime) -> None:
    """An answer settles it; "open" or "unknown" waits longer each time, and in the end it has expired."""
    answer = offered.status(payment.key, payment.transaction, at=at)
    if answer.key == payment.key and answer.status in (ProviderStatus.PAID, ProviderStatus.CANCELLED):
        receive(answer, at=at)
    elif one.asked >= len(WAITS):
        expire(one.tenant, payment.pk, at=at)
    else:
        move(one, at + timedelta(minutes=WAITS[one.asked]), one.asked + 1)


def move(one: Due, ask_at: datetime | None, asked: int) -> None:
    """Unless somebody else has moved it meanwhile: a notification may have settled it."""
    with writing(Scope()):
        PaymentKey.objects.filter(pk=one.digest, asked=one.asked).exclude(ask_at=None).update(ask_at=ask_at, asked=asked)
