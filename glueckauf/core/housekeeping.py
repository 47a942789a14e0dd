"""What the house throws away by itself: deliveries that are long done (their event stays, it is the audit) and ended sessions."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from glueckauf.core.db import writing
from glueckauf.core.jobs import job
from glueckauf.core.models import Delivery
from glueckauf.core.scope import Scope

KEEP = timedelta(days=30)
BATCH = 1_000


@job("core.forget", every=timedelta(hours=1))
def forget(at: datetime) -> None:
    """In small transactions, so that nobody waits for it."""
    while _forget_deliveries(at - KEEP):
        continue
    with writing(Scope()):
        Session.objects.filter(expire_date__lt=at).delete()


def _forget_deliveries(before: datetime) -> int:
    with writing(Scope()):
        old = list(Delivery.objects.filter(done_at__lt=before).values_list("pk", flat=True)[:BATCH])
        return Delivery.objects.filter(pk__in=old).delete()[0]
