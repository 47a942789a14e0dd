"""Postkorb: a clerk says to which Vorgang an unmatched mail belongs, and may take that back until it has arrived there."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from glueckauf.core import ids
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Clerk
from glueckauf.mail import actions as mail
from glueckauf.mail import queries as mails
from glueckauf.vorgaenge.actions.loading import locked
from glueckauf.vorgaenge.actions.receive_mail import TOPIC
from glueckauf.vorgaenge.models import Message, Vorgang
from glueckauf.vorgaenge.rules.stage import Stage


class NotANumber(Refused):
    """A typing error: the check letter does not fit."""

    text = "„{typed}“ ist keine Vorgangsnummer. Sie sieht so aus: BO-2026-048213-K. Die E-Mail wartet weiter."
    status = 422


class NoSuchVorgang(Refused):
    """No Vorgang of the clerk's offices has this number."""

    text = "Unter {number} gibt es in Ihrem Amt keinen Vorgang. Bearbeitet ihn ein anderes Amt, dann ordnet es die E-Mail dort zu."
    status = 422


class MailInCase(Refused):
    """The minutes to think again are over."""

    text = "Die E-Mail liegt schon im Vorgang {number}, und die Person wurde benachrichtigt. Klären Sie es dort."


def assign_mail(mail_id: int, *, number: str, by: Clerk, at: datetime) -> Vorgang:
    """As if the mail had come to the reply address of the Vorgang, after the minutes to think again.
    Raises NotFound, NotANumber, NoSuchVorgang, mail's AlreadyDecided."""
    typed = "".join(number.upper().split())
    if not ids.is_number(typed):
        raise NotANumber(typed=number.strip()[:40])
    with writing(by):
        vorgang = Vorgang.objects.visible_to(by).filter(number=typed).exclude(stage=Stage.PAYMENT).first()
        if vorgang is None:
            raise NoSuchVorgang(number=typed)
        topic = f"{TOPIC}{vorgang.pk}"
        mail.ensure_address(vorgang.tenant_id, topic)
        due_at = at + timedelta(minutes=settings.GLUECKAUF.undo_minutes)
        mail.assign(mail_id, topic=topic, person=UUID(str(vorgang.person)), due_at=due_at, by=by, at=at)
        return vorgang


def take_mail_back(mail_id: int, *, by: Clerk, at: datetime) -> None:
    """The mail waits in the Postkorb again. Raises NotFound, MailInCase, mail's NothingToTakeBack."""
    with writing(by):
        topic = mails.incoming(by, mail_id).topic
        if topic.startswith(TOPIC):
            vorgang = locked(int(topic.removeprefix(TOPIC)), by)
            if Message.objects.filter(vorgang=vorgang, mail_id=mail_id).exists():
                raise MailInCase(number=vorgang.number)
        mail.take_back(mail_id, by=by, at=at)
