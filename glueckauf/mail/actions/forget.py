"""What is forgotten of mail: all of a topic when its owner says so, and after a while what belongs to none."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.models import Dispatch, IncomingMail, OutgoingMail, ReplyAddress, SentKey
from glueckauf.mail.rules import retention

AT_ONCE = 500


def forget_topic(topic: str, *, by: Rule) -> None:
    """Everything written and received about it, and its address: what comes later waits in the quarantine."""
    with writing(by):
        mine = IncomingMail.objects.visible_to(by)
        mine.filter(Q(topic=topic) | Q(assignment__topic=topic)).delete()
        forget_sent(OutgoingMail.objects.visible_to(by).filter(topic=topic).values_list("pk", flat=True))
        ReplyAddress.objects.filter(tenant=by.tenant, topic=topic).delete()


def forget_without_topic(*, by: Rule, at: datetime) -> int:
    """Mail that opened something, and what in the quarantine is settled or automatic. What waits for a person stays. Returns how many."""
    with writing(by):
        settled = Q(discard__at__lt=at - retention.DISCARDED)
        automatic = Q(assignment=None, received_at__lt=at - retention.AUTOMATIC) & ~Q(automatic="")
        old = IncomingMail.objects.visible_to(by).filter(settled | automatic, topic="").values_list("pk", flat=True)[:AT_ONCE]
        gone = list(old)
        IncomingMail.objects.filter(pk__in=gone).delete()
        sent = OutgoingMail.objects.visible_to(by).filter(topic="", at__lt=at - retention.SENT).values_list("pk", flat=True)
        ended = list(Dispatch.objects.filter(pk__in=list(sent[:AT_ONCE]), next_try=None).values_list("pk", flat=True))
        forget_sent(ended)
        return len(gone) + len(ended)


def forget_sent(mail_ids: Iterable[int]) -> None:
    """With their way and the hashes that find them. Inside writing() of their tenant."""
    ids = list(mail_ids)
    Dispatch.objects.filter(pk__in=ids).delete()
    SentKey.objects.filter(mail_id__in=ids).delete()
    OutgoingMail.objects.filter(pk__in=ids).delete()
