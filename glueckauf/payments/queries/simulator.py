"""The simulated provider's page."""

from dataclasses import dataclass

from glueckauf.payments.models import SimulatedPayment


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPage:
    """What the payer sees."""

    key: str
    amount_cents: int
    purpose: str
    kassenzeichen: str
    state: str
    return_url: str


def payment_page(key: str) -> PaymentPage | None:
    """None for an order that was never opened."""
    found = SimulatedPayment.objects.filter(pk=key).first()
    if found is None:
        return None
    return PaymentPage(**{name: getattr(found, name) for name in PaymentPage.__dataclass_fields__})
