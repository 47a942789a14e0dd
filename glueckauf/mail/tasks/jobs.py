"""Repeated jobs of the worker."""

from datetime import datetime, timedelta

from glueckauf.core.jobs import job
from glueckauf.mail import actions


@job("mail.send", every=timedelta(seconds=1), lease=timedelta(minutes=5))
def send(at: datetime) -> None:
    """Hands over what is due."""
    actions.send_due(at)
