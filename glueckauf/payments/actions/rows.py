"""The one way a row is added to a payment, and the lock that goes before it."""

from datetime import datetime

from django.db.models import QuerySet

from glueckauf.core.ids import hash_code
from glueckauf.identity.rules.actor import Actor, Rule
from glueckauf.payments.models import Payment, PaymentEvent, PaymentKey
from glueckauf.payments.rules.state import Happened, Reason, State, state_of

PROVIDER = "payment-provider"


def house(tenant: str) -> Rule:
    """Who settles: the house, for a city, on the word of the provider."""
    return Rule(tenant=tenant, name=PROVIDER)


def locked(tenant: str, reference: str) -> QuerySet[Payment]:
    """All payments for one thing, locked together: whether something was paid twice is decided over all of them."""
    return Payment.objects.select_for_update().filter(tenant=tenant, reference=reference).order_by("pk")


def state(payment: Payment) -> State:
    """From its rows, as they are now."""
    return state_of(list(payment.happened.values_list("kind", flat=True)))


def record(
    payment: Payment, kind: Happened, *, by: Actor, at: datetime, amount_cents: int | None = None, reason: Reason | None = None
) -> bool:
    """Adds a row unless the same has happened; whether it was added. Inside writing(), after locked()."""
    row = {"kind": kind.value, "reason": reason.value if reason else "", "amount_cents": payment.amount_cents}
    if amount_cents is not None:
        row["amount_cents"] = amount_cents
    if payment.happened.filter(**row).exists():
        return False
    PaymentEvent.objects.create(payment=payment, tenant=payment.tenant, person=payment.person, actor=by.code, at=at, **row)
    return True


def ask_again(payment: Payment, at: datetime | None) -> None:
    """When the provider is asked next; None: not any more."""
    PaymentKey.objects.filter(pk=hash_code(payment.key)).update(ask_at=at)
