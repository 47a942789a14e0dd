"""Repeated jobs of the worker."""

from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.core.jobs import job
from glueckauf.mail import actions
from glueckauf.mail.tasks.imap import poll_imap


@job("mail.send", every=timedelta(seconds=1), lease=timedelta(minutes=5))
def send(at: datetime) -> None:
    """Hands over what is due."""
    actions.send_due(at)


@job("mail.imap", every=timedelta(seconds=20), lease=timedelta(minutes=10))
def fetch(at: datetime) -> None:
    """Only where an operator named a mailbox."""
    if settings.GLUECKAUF.imap_url:
        poll_imap(settings.GLUECKAUF.imap_url.get_secret_value(), at)
