"""The fee that is due first: paid by the provider's word, once, or because a person accepts it; then the case begins."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest, Rule
from glueckauf.payments import actions as payments
from glueckauf.payments import queries as payments_read
from glueckauf.payments.queries import Payment
from glueckauf.payments.rules.state import Reason
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.actions.work import note
from glueckauf.vorgaenge.events import FeePaid
from glueckauf.vorgaenge.models import FeeAssessment, Vorgang, Withdrawal
from glueckauf.vorgaenge.rules.stage import Stage

REFERENCE = "vorgang:"


def start_payment(ref: Ref, *, return_url: str, by: Citizen | Guest, at: datetime) -> Payment:
    """Opens the provider's page, the same one however often she clicks. Raises MovedOn when nothing is due."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, frozenset([Stage.PAYMENT]))
        fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk")[0]
    return payments.start(
        vorgang.tenant_id,
        reference=f"{REFERENCE}{vorgang.pk}",
        amount_cents=fee.total_cents or 0,
        purpose=vorgang.number,
        return_url=return_url,
        person=str(vorgang.person),
        by=by,
        at=at,
    )


def confirm_fee(reference: str, *, payment_id: int, amount_cents: int, by: Rule, at: datetime) -> None:
    """PaymentConfirmed arrives at least once; the stage lets it count once. Money for which nothing is due goes to a person."""
    if not reference.startswith(REFERENCE):
        return
    with writing(by):
        vorgang: Vorgang = locked(int(reference.removeprefix(REFERENCE)), by)
        fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first()
        if vorgang.stage != Stage.PAYMENT:
            paid_at = payments_read.receipt(by, payment_id).paid_at
            if Withdrawal.objects.filter(vorgang=vorgang, at__lt=paid_at).exists():
                payments.question(payment_id, reason=Reason.NOTHING_DUE, by=by, at=at)
        elif fee is None or amount_cents != fee.total_cents:
            payments.question(payment_id, reason=Reason.OTHER_AMOUNT, by=by, at=at)
        else:
            _begin(vorgang, payment_id, by=by, at=at)


def accept_payment(payment_id: int, *, text: str, by: Clerk, at: datetime) -> Vorgang:
    """A person has looked: the money is good as it is, or was settled elsewhere. If the fee was still due, it counts as paid.
    Raises NotFound, EmptyText."""
    with writing(by):
        vorgang = _of_question(payment_id, by)
        note(vorgang.pk, text=f"Zahlung angenommen: {text.strip()}" if text.strip() else "", by=by, at=at)
        payments.answer_question(payment_id, by=by, at=at)
        if vorgang.stage == Stage.PAYMENT:
            _begin(vorgang, payment_id, by=by, at=at)
        return vorgang


def refund_payment(payment_id: int, *, text: str, by: Clerk, at: datetime) -> Vorgang:
    """All of the money goes back the way it came; what is due stays due. Raises NotFound, EmptyText."""
    with writing(by):
        vorgang = _of_question(payment_id, by)
        note(vorgang.pk, text=f"Zahlung erstattet: {text.strip()}" if text.strip() else "", by=by, at=at)
        payments.refund(payment_id, by=by, at=at)
        return vorgang


def _of_question(payment_id: int, by: Clerk) -> Vorgang:
    reference = payments_read.question(by, payment_id).reference
    if not reference.startswith(REFERENCE):
        raise NotFound
    return locked(int(reference.removeprefix(REFERENCE)), by)


def _begin(vorgang: Vorgang, payment_id: int, *, by: Rule | Clerk, at: datetime) -> None:
    move(vorgang, Stage.NEW, at=at)
    publish(FeePaid(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, payment_id=payment_id), by=by, at=at)
