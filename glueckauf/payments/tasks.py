"""Repeated jobs of payments."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.core.jobs import job
from glueckauf.payments import actions
from glueckauf.payments.actions import simulator


@job("payments.ask_status", every=timedelta(seconds=15), lease=timedelta(minutes=10))
def ask_status(at: datetime) -> None:
    """Payments whose notification is missing, and refunds a person wants."""
    actions.ask_due(at)


@job("payments.simulator", every=timedelta(seconds=5))
def notify(at: datetime) -> None:
    """Late notifications of the simulated provider, and those nobody took."""
    if not settings.GLUECKAUF.is_production:
        simulator.deliver(at)
