"""send_due(): hands queued mail to the relay. At least once: a crash between hand-over and commit sends the same Message-ID again."""

from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.core.scope import HOUSE
from glueckauf.identity.rules.actor import Rule
from glueckauf.mail.actions.message import message_of
from glueckauf.mail.events import MailFailed, MailSent
from glueckauf.mail.models import Dispatch, OutgoingMail
from glueckauf.mail.rules.retry import LEASE, is_final, next_try

log = structlog.get_logger()


def send_due(at: datetime, *, limit: int = 100) -> int:
    """One round of the worker. Returns how many mails ended, well or badly. Without a relay: the demo mailbox keeps them; in
    production they wait, because nobody would read them there."""
    if not settings.EMAIL_HOST and settings.GLUECKAUF.is_production:
        return 0
    taken = [way for way in due(at, limit) if lease(way, at)]
    if not settings.EMAIL_HOST:
        return sum(finish(way, at, kept=at) for way in taken)
    if not taken:
        return 0
    connection = get_connection()
    try:
        return sum(hand_over(way, connection, at) for way in taken)
    finally:
        connection.close()


def due(at: datetime, limit: int) -> list[Dispatch]:
    """Oldest first; a lease of a worker that died runs out."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return list(Dispatch.objects.filter(free, next_try__lte=at).order_by("next_try", "pk")[:limit])


def lease(way: Dispatch, at: datetime) -> bool:
    """Whoever changes the row may send."""
    same = Dispatch.objects.filter(pk=way.pk, next_try=way.next_try, leased_until=way.leased_until)
    with writing(Rule(tenant=way.tenant, name="mail")):
        return bool(same.update(leased_until=at + LEASE, attempts=F("attempts") + 1))


def hand_over(way: Dispatch, connection: BaseEmailBackend, at: datetime) -> int:
    """One mail to the relay. Returns 1 when it ended."""
    rule = Rule(tenant=way.tenant, name="mail")
    with writing(rule):
        mail = OutgoingMail.objects.get(pk=way.pk)
    try:
        connection.send_messages([message_of(mail)])
    except (SMTPException, OSError) as error:
        return fail(way, error, at)
    return finish(way, at, sent=at)


def finish(way: Dispatch, at: datetime, *, sent: datetime | None = None, kept: datetime | None = None) -> int:
    """The mail is on its way, or in the demo mailbox."""
    rule = Rule(tenant=way.tenant, name="mail")
    with writing(rule):
        open_way = Dispatch.objects.filter(pk=way.pk, sent_at=None, kept_at=None, failed_at=None)
        if open_way.update(sent_at=sent, kept_at=kept, next_try=None, leased_until=None, error=""):
            if sent:
                forget_code(way)
            publish(MailSent(tenant=tenant_of(way), mail_id=way.pk, topic=topic_of(way)), by=rule, at=at)
            return 1
    return 0


def fail(way: Dispatch, error: Exception, at: datetime) -> int:
    """Refused for good or tried too often: given up, and said so. Else later again."""
    code = code_of(error)
    later = None if code.isdigit() and is_final(int(code)) else next_try(way.attempts + 1, at)
    rule = Rule(tenant=way.tenant, name="mail")
    log.warning("mail not taken", mail=way.pk, tenant=way.tenant, code=code, again=later is not None)
    with writing(rule):
        open_way = Dispatch.objects.filter(pk=way.pk, sent_at=None, kept_at=None, failed_at=None)
        changed = open_way.update(next_try=later, leased_until=None, error=code, failed_at=None if later else at)
        if changed and later is None:
            forget_code(way)
            publish(MailFailed(tenant=tenant_of(way), mail_id=way.pk, topic=topic_of(way)), by=rule, at=at)
            return 1
    return 0


def forget_code(way: Dispatch) -> None:
    """What opened something is no longer needed here. The demo mailbox keeps it: there people read their mail in the table."""
    OutgoingMail.objects.filter(pk=way.pk, opens=True).update(text="", html="")


def code_of(error: Exception) -> str:
    """An SMTP code, or the class of the error; never its text, which holds addresses."""
    if isinstance(error, SMTPRecipientsRefused):
        return str(next(iter(error.recipients.values()))[0])
    return str(error.smtp_code) if isinstance(error, SMTPResponseException) else type(error).__name__


def tenant_of(way: Dispatch) -> str:
    """As events name it: empty for the installation."""
    return "" if way.tenant == HOUSE.tenant else way.tenant


def topic_of(way: Dispatch) -> str:
    """Inside writing() of its tenant."""
    mail: OutgoingMail = OutgoingMail.objects.only("topic").get(pk=way.pk)
    return mail.topic
