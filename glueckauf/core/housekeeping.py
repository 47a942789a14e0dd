"""What the house throws away by itself: deliveries long done (their event stays, it is the audit), ended sessions, files of no row."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from glueckauf.core import files
from glueckauf.core.db import writing
from glueckauf.core.jobs import job
from glueckauf.core.models import Delivery
from glueckauf.core.outbox import chain
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


@job("core.verify", every=timedelta(days=1), lease=timedelta(hours=1))
def verify(at: datetime) -> None:
    """Every chain, once a day; the operator can ask for it earlier."""
    chain.verify_all(at)


@job("core.sweep", every=timedelta(minutes=10), lease=timedelta(minutes=30))
def sweep(at: datetime) -> None:
    """Each file is looked at about once a day."""
    files.sweep(at)
