"""Repeated jobs of the worker."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.cities.queries import tenants
from glueckauf.core.jobs import job
from glueckauf.core.scope import HOUSE
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail import actions


@job("mail.send", every=timedelta(seconds=1), lease=timedelta(minutes=5))
def send(at: datetime) -> None:
    """Hands over what is due."""
    actions.send_due(at)


@job("mail.imap", every=timedelta(seconds=20), lease=timedelta(minutes=10))
def fetch(at: datetime) -> None:
    """Only where an operator named a mailbox."""
    if settings.GLUECKAUF.imap_url:
        from glueckauf.mail.tasks.imap import poll_imap  # most houses have no mailbox to read

        poll_imap(settings.GLUECKAUF.imap_url.get_secret_value(), at)


@job("mail.forget", every=timedelta(hours=1), lease=timedelta(minutes=30))
def forget(at: datetime) -> None:
    """Mail that belongs to no topic, tenant by tenant and of the house itself."""
    for tenant in (*tenants(), HOUSE.tenant):
        actions.forget_without_topic(by=Rule(tenant=tenant, name="retention"), at=at)
