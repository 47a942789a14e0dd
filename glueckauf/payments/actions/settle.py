"""Settling: what the provider reports, in a notification or when asked, becomes rows and events, each once."""

from datetime import datetime
from enum import StrEnum

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.core.ids import hash_code
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Rule
from glueckauf.payments.actions.rows import ask_again, house, locked, record, state
from glueckauf.payments.events import PaymentConfirmed, PaymentFailed, PaymentQuestioned
from glueckauf.payments.models import Payment, PaymentKey
from glueckauf.payments.providers import ProviderStatus, Reported
from glueckauf.payments.rules.state import Happened, Reason, State


class UnknownOrder(NotFound):
    """Signed, but for an order we never gave."""


class Outcome(StrEnum):
    """What a report led to."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    QUESTIONED = "questioned"
    NOTHING_NEW = "nothing_new"


def receive(reported: Reported, *, at: datetime) -> Outcome:
    """Doubled, late, and parallel reports lead to one row and one event. The caller has verified who reports. Raises UnknownOrder."""
    key = PaymentKey.objects.filter(pk=hash_code(reported.key)).first()
    if key is None:
        raise UnknownOrder
    with writing(house(key.tenant)):
        reference = Payment.objects.values_list("reference", flat=True).get(pk=key.payment_id)
        all_of_it = list(locked(key.tenant, reference))
        payment = next(payment for payment in all_of_it if payment.pk == key.payment_id)
        if reported.status == ProviderStatus.PAID:
            others = [other for other in all_of_it if other.pk != payment.pk and other.amount_cents == payment.amount_cents]
            return paid(payment, others, reported, at)
        if reported.status == ProviderStatus.CANCELLED and reported.transaction == payment.transaction:
            return failed(payment, Reason.CANCELLED, at)
        return Outcome.NOTHING_NEW


def paid(payment: Payment, others: list[Payment], reported: Reported, at: datetime) -> Outcome:
    """Confirmed when all of it fits; else a person looks. Money after a failure counts: it is there."""
    fits = reported.transaction == payment.transaction and reported.amount_cents == payment.amount_cents
    if fits and payment.happened.filter(kind=Happened.CONFIRMED).exists():
        return Outcome.NOTHING_NEW
    doubt = reason_to_doubt(payment, others, reported)
    if doubt:
        return questioned(payment, doubt, reported.amount_cents, at)
    record(payment, Happened.CONFIRMED, by=house(payment.tenant), at=at)
    ask_again(payment, None)
    event = PaymentConfirmed(tenant=payment.tenant, payment_id=payment.pk, reference=payment.reference, amount_cents=payment.amount_cents)
    publish(event, by=house(payment.tenant), at=at)
    return Outcome.CONFIRMED


def reason_to_doubt(payment: Payment, others: list[Payment], reported: Reported) -> Reason | None:
    """Why this money does not simply settle this payment."""
    if reported.transaction != payment.transaction:
        return Reason.OTHER_TRANSACTION
    if reported.amount_cents != payment.amount_cents:
        return Reason.OTHER_AMOUNT
    if payment.happened.filter(kind=Happened.FAILED, reason=Reason.REPLACED).exists():
        return Reason.REPLACED
    if any(state(other) in (State.CONFIRMED, State.QUESTIONED) for other in others):
        return Reason.PAID_TWICE
    return None


def questioned(payment: Payment, doubt: Reason, amount_cents: int, at: datetime) -> Outcome:
    """Neither confirmed nor lost: a row for a person."""
    if not record(payment, Happened.QUESTIONED, reason=doubt, amount_cents=amount_cents, by=house(payment.tenant), at=at):
        return Outcome.QUESTIONED
    ask_again(payment, None)
    event = PaymentQuestioned(
        tenant=payment.tenant, payment_id=payment.pk, reference=payment.reference, amount_cents=amount_cents, reason=doubt
    )
    publish(event, by=house(payment.tenant), at=at)
    return Outcome.QUESTIONED


def question(payment_id: int, *, reason: Reason, by: Rule, at: datetime) -> None:
    """Whoever asked for the money says that it is not due: a person looks. Once, however often it is said."""
    with writing(by):
        payment = Payment.objects.visible_to(by).select_for_update().get(pk=payment_id)
        if state(payment) == State.CONFIRMED:
            questioned(payment, reason, payment.amount_cents, at)


def failed(payment: Payment, reason: Reason, at: datetime) -> Outcome:
    """Only an open payment fails: what is paid stays paid, what failed has failed."""
    if state(payment) != State.OPEN:
        return Outcome.NOTHING_NEW
    record(payment, Happened.FAILED, reason=reason, by=house(payment.tenant), at=at)
    ask_again(payment, None)
    event = PaymentFailed(
        tenant=payment.tenant,
        payment_id=payment.pk,
        reference=payment.reference,
        amount_cents=payment.amount_cents,
        reason=reason,
    )
    publish(event, by=house(payment.tenant), at=at)
    return Outcome.FAILED


def expire(tenant: str, payment_id: int, *, at: datetime) -> Outcome:
    """The provider was asked to the end and knows of no money."""
    with writing(house(tenant)):
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        return failed(payment, Reason.EXPIRED, at)
