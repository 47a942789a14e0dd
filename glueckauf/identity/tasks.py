"""Repeated jobs of identity: what is no longer needed is forgotten."""

from datetime import datetime, timedelta

from glueckauf.core import ratelimit
from glueckauf.core.jobs import job
from glueckauf.identity import actions


@job("identity.forget", every=timedelta(minutes=10))
def forget(at: datetime) -> None:
    """Unused sign-in requests with their addresses, old keys, windows of rate limits that are over."""
    actions.forget_requests(at)
    actions.forget_keys(at)
    ratelimit.forget_past(at)
