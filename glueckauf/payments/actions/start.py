"""Starting a payment: one order per thing and amount, however often somebody clicks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.ids import hash_code, new_code
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor
from glueckauf.identity.rules.path import local_path
from glueckauf.payments import queries
from glueckauf.payments.actions.rows import ask_again, house, locked, record, state
from glueckauf.payments.events import PaymentFailed, PaymentStarted
from glueckauf.payments.models import Payment, PaymentKey
from glueckauf.payments.providers import Order, Provider, ProviderSilent, provider
from glueckauf.payments.rules.kassenzeichen import kassenzeichen
from glueckauf.payments.rules.state import Happened, Reason, State

FIRST_QUESTION = timedelta(minutes=1)
LONGEST_PURPOSE = 140
OVER = (State.FAILED, State.REFUND_ASKED, State.REFUNDED)


class PaymentsNotOffered(Refused):
    """This installation has no payment provider."""

    text = "Online bezahlen ist hier noch nicht möglich. Ihr Antrag ist gespeichert. Die Stadt sagt Ihnen, wie Sie bezahlen können."


class ProviderNotThere(Refused):
    """The provider did not answer."""

    text = "Der Bezahldienst antwortet gerade nicht. Ihre Angaben sind gespeichert. Versuchen Sie es in einigen Minuten noch einmal."
    status = 503


def start(
    tenant: str,
    *,
    reference: str,
    amount_cents: int,
    purpose: str,
    return_url: str,
    person: str,
    by: Actor,
    at: datetime,
) -> queries.Payment:
    """The order for this thing and amount; a new one only when the last has failed or went back. An open one of another amount is replaced.

    `return_url` is a path of ours. Whether `by` may pay for the reference is for the caller to know.
    Raises PaymentsNotOffered, ProviderNotThere.
    """
    offered = provider()
    if offered is None:
        raise PaymentsNotOffered
    if amount_cents <= 0 or local_path(return_url, default="") != return_url:
        raise ValueError("a payment has a positive amount and comes back to a path of ours")
    draft = Payment(
        tenant=tenant,
        person=UUID(person),
        reference=reference,
        amount_cents=amount_cents,
        purpose=purpose[:LONGEST_PURPOSE],
        return_url=settings.GLUECKAUF.base_url + return_url,
        started_at=at,
    )
    try:
        return find_or_open(draft, offered, by, at)
    except IntegrityError:  # somebody clicked twice, and the other click was first
        return find_or_open(draft, offered, by, at)


def find_or_open(draft: Payment, offered: Provider, by: Actor, at: datetime) -> queries.Payment:
    """The payment that stands, or a new one; the open ones of other amounts are over."""
    with writing(house(draft.tenant)):
        before = list(locked(draft.tenant, draft.reference))
        same = [payment for payment in before if payment.amount_cents == draft.amount_cents]
        if same and state(same[-1]) not in OVER:
            return queries.payment.view(same[-1])
        for payment in before:
            replace(payment, by, at)
        draft.pk, draft.key, draft.attempt = None, new_code(), len(same) + 1
        return queries.payment.view(open_order(draft, offered, by, at))


def open_order(payment: Payment, offered: Provider, by: Actor, at: datetime) -> Payment:
    """The row first, because its number makes the Kassenzeichen; then the order at the provider."""
    payment.provider = offered.name
    payment.save()
    payment.kassenzeichen = kassenzeichen(local_day(at).year, payment.pk)
    order = Order(
        key=payment.key,
        kassenzeichen=payment.kassenzeichen,
        amount_cents=payment.amount_cents,
        purpose=payment.purpose,
        return_url=payment.return_url,
    )
    try:
        opened = offered.start(order, at=at)
    except ProviderSilent:
        raise ProviderNotThere from None
    payment.transaction, payment.redirect_url = opened.transaction, opened.redirect_url
    payment.save(update_fields=["kassenzeichen", "transaction", "redirect_url"])
    PaymentKey.objects.create(digest=hash_code(payment.key), tenant=payment.tenant, payment_id=payment.pk, ask_at=at + FIRST_QUESTION)
    record(payment, Happened.STARTED, by=by, at=at)
    event = PaymentStarted(tenant=payment.tenant, payment_id=payment.pk, reference=payment.reference, amount_cents=payment.amount_cents)
    publish(event, by=by, at=at)
    return payment


def replace(payment: Payment, by: Actor, at: datetime) -> None:
    """The amount has changed: what is still open is over. Money that arrives for it anyway goes to a person."""
    if state(payment) != State.OPEN:
        return
    record(payment, Happened.FAILED, reason=Reason.REPLACED, by=by, at=at)
    ask_again(payment, None)
    event = PaymentFailed(
        tenant=payment.tenant,
        payment_id=payment.pk,
        reference=payment.reference,
        amount_cents=payment.amount_cents,
        reason=Reason.REPLACED,
    )
    publish(event, by=by, at=at)
