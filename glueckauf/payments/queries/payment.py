"""What became of a payment: for the person, for the clerk, and as a receipt."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Actor, Clerk
from glueckauf.payments import models
from glueckauf.payments.rules.state import Happened, State, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment as others see it. `reason`: why it failed or is in question; `received_cents`: what the provider reported.

    `redirect_url`: where to send the person: to the provider while it is open, else straight back to the path the caller gave.
    """

    id: int
    key: str
    reference: str
    amount_cents: int
    purpose: str
    kassenzeichen: str
    state: State
    reason: str
    received_cents: int
    started_at: datetime
    settled_at: datetime | None
    redirect_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt of a paid fee says. `is_simulated`: nothing was really paid, and the receipt must say so."""

    tenant: str
    kassenzeichen: str
    amount_cents: int
    purpose: str
    paid_at: datetime
    provider: str
    transaction: str
    is_simulated: bool


def of_reference(actor: Actor, reference: str) -> tuple[Payment, ...]:
    """All payments for this thing, newest first."""
    with reading(actor):
        return views(models.Payment.objects.visible_to(actor).filter(reference=reference))


def questions(actor: Actor) -> tuple[Payment, ...]:
    """Money a person of this city has to look at: another amount, paid twice, replaced, nothing due."""
    if not isinstance(actor, Clerk):
        return ()
    with reading(actor):
        asked = models.PaymentEvent.objects.visible_to(actor).filter(kind=Happened.QUESTIONED).values("payment_id")
        found = views(models.Payment.objects.visible_to(actor).filter(pk__in=asked))
    return tuple(view for view in found if view.state == State.QUESTIONED)


def question(actor: Actor, payment_id: int) -> Payment:
    """One of them. Raises NotFound when it is none, or not of this city."""
    found = next((one for one in questions(actor) if one.id == payment_id), None)
    if found is None:
        raise NotFound
    return found


def receipt(actor: Actor, payment_id: int) -> Receipt:
    """Raises NotFound before it is paid, and for somebody else's."""
    with reading(actor):
        payment = models.Payment.objects.visible_to(actor).filter(pk=payment_id).first()
        paid = payment and payment.happened.filter(kind=Happened.CONFIRMED).first()
    if payment is None or not paid:
        raise NotFound
    return Receipt(
        tenant=payment.tenant,
        kassenzeichen=payment.kassenzeichen or "",
        amount_cents=payment.amount_cents,
        purpose=payment.purpose,
        paid_at=paid.at,
        provider=payment.provider,
        transaction=payment.transaction,
        is_simulated=payment.provider == "simulator",
    )


def views(payments: QuerySet[models.Payment]) -> tuple[Payment, ...]:
    """Two statements, however many."""
    return tuple(view(payment) for payment in payments.order_by("-pk").prefetch_related("happened"))


def view(payment: models.Payment) -> Payment:
    """From the row and what happened to it."""
    rows = sorted(payment.happened.all(), key=lambda row: row.pk)
    settled = [row for row in rows if row.kind != Happened.STARTED]
    arrived = [row for row in rows if row.kind in (Happened.CONFIRMED, Happened.QUESTIONED)]
    state = state_of([row.kind for row in rows])
    return Payment(
        id=payment.pk,
        key=payment.key,
        reference=payment.reference,
        amount_cents=payment.amount_cents,
        purpose=payment.purpose,
        kassenzeichen=payment.kassenzeichen or "",
        state=state,
        reason=settled[-1].reason if settled else "",
        received_cents=arrived[-1].amount_cents if arrived else 0,
        started_at=payment.started_at,
        settled_at=settled[-1].at if settled else None,
        redirect_url=payment.redirect_url if state == State.OPEN else payment.return_url,
    )
