"""Payments for tests: started by Erika in Bochum, and what the simulated provider would report."""

from uuid import UUID

from glueckauf.identity.rules.actor import Guest
from glueckauf.payments import actions
from glueckauf.payments.providers import ProviderStatus, Reported
from tests import make_identity as make

ERIKA = "0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11"


def start(reference="antrag-7", *, cents=1500, tenant="bochum", person=ERIKA, at=make.NOON):
    """One order at the simulator."""
    make.city(tenant)
    return actions.start(
        tenant,
        reference=reference,
        amount_cents=cents,
        purpose="Geburtsurkunde",
        return_url=f"/antraege/{reference}/zahlung/",
        person=str(UUID(person)),
        by=Guest(person=person),
        at=at,
    )


def report(row, *, status=ProviderStatus.PAID, cents=None, transaction=None):
    """A verified report about this row of Payment."""
    amount = (row.amount_cents if status == ProviderStatus.PAID else 0) if cents is None else cents
    return Reported(key=row.key, transaction=transaction or row.transaction, status=status, amount_cents=amount)
