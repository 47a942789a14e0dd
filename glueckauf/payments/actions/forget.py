"""Forgets what was paid for one thing, when its vouchers need not be kept any longer."""

from glueckauf.core.db import writing
from glueckauf.core.ids import hash_code
from glueckauf.identity.rules.actor import Rule
from glueckauf.payments.actions.rows import locked
from glueckauf.payments.models import Payment, PaymentEvent, PaymentKey


def forget(reference: str, *, by: Rule) -> None:
    """All tries, what happened to them, and what finds them."""
    with writing(by):
        payments = list(locked(by.tenant, reference))
        PaymentEvent.objects.filter(payment__in=payments).delete()
        PaymentKey.objects.filter(pk__in=[hash_code(payment.key) for payment in payments]).delete()
        Payment.objects.filter(pk__in=[payment.pk for payment in payments]).delete()
