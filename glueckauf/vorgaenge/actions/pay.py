"""The fee that is due first: paid by the provider's word, once; then the case begins."""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Citizen, Guest, Rule
from glueckauf.payments import actions as payments
from glueckauf.payments.queries import Payment
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.events import FeePaid
from glueckauf.vorgaenge.models import FeeAssessment, Vorgang
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
    """PaymentConfirmed arrives at least once; the stage lets it count once."""
    if not reference.startswith(REFERENCE):
        return
    with writing(by):
        vorgang: Vorgang = locked(int(reference.removeprefix(REFERENCE)), by)
        fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first()
        if vorgang.stage != Stage.PAYMENT or fee is None or amount_cents != fee.total_cents:
            return
        move(vorgang, Stage.NEW, at=at)
        publish(FeePaid(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, payment_id=payment_id), by=by, at=at)
