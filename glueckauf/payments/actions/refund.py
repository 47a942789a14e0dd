"""Money back, and questions a person has answered."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.errors import Forbidden, NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor, Clerk, Rule
from glueckauf.payments.actions.rows import ask_again, house, record, state
from glueckauf.payments.events import PaymentRefunded
from glueckauf.payments.models import Payment
from glueckauf.payments.rules.state import Happened, State


class NothingToRefund(Refused):
    """No money arrived for this payment, or it is on its way back."""

    text = "Zu dieser Zahlung ist kein Geld da, das erstattet werden kann. Geändert wurde nichts."


def refund(payment_id: int, *, by: Actor, at: datetime) -> None:
    """All that arrived for this payment goes back; the provider is told by the next run of the job. Raises NothingToRefund."""
    with writing(by):
        payment = mine(payment_id, by)
        if state(payment) not in (State.CONFIRMED, State.QUESTIONED):
            raise NothingToRefund
        record(payment, Happened.REFUND_ASKED, amount_cents=received_cents(payment), by=by, at=at)
        ask_again(payment, at)


def answer_question(payment_id: int, *, by: Actor, at: datetime) -> None:
    """A person has looked at money that did not fit, and settled it outside: the payment is no longer in question."""
    with writing(by):
        payment = mine(payment_id, by)
        if state(payment) != State.QUESTIONED:
            raise NotFound
        record(payment, Happened.ANSWERED, by=by, at=at)


def refunded(tenant: str, payment_id: int, *, at: datetime) -> None:
    """The provider has done it."""
    with writing(house(tenant)):
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        amount = received_cents(payment)
        if record(payment, Happened.REFUNDED, amount_cents=amount, by=house(tenant), at=at):
            ask_again(payment, None)
            event = PaymentRefunded(tenant=tenant, payment_id=payment.pk, reference=payment.reference, amount_cents=amount)
            publish(event, by=house(tenant), at=at)


def mine(payment_id: int, by: Actor) -> Payment:
    """A clerk's or rule's own, locked; somebody else's does not exist."""
    if not isinstance(by, (Clerk, Rule)):
        raise Forbidden
    payment = Payment.objects.visible_to(by).select_for_update().filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    return payment


def received_cents(payment: Payment) -> int:
    """What arrived, by the provider's last word: the confirmed amount, or the one in question."""
    arrived = payment.happened.filter(kind__in=[Happened.CONFIRMED, Happened.QUESTIONED]).order_by("-pk").first()
    return arrived.amount_cents if arrived else 0
