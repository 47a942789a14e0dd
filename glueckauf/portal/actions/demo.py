"""Demo only: answer a mail through the true inlet, and move the clock forward."""

import secrets
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.core import clock
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail.queries import sent_to_demo
from glueckauf.portal.rules.reply import Enclosed, reply

TIMEOUT_S = 20


class InletAway(Refused):
    """Nobody listens where mail comes in, or it did not take the mail."""

    text = "Der Posteingang nimmt die E-Mail gerade nicht an. Nichts ist verloren: Schicken Sie sie in einer Minute noch einmal ab."
    status = 503


class NoAnswerWanted(Refused):
    """A mail without reply address belongs to no Vorgang."""

    text = "Auf diese E-Mail kann man nicht antworten: Sie gehört zu keinem Vorgang."


def answer(mail_id: int, *, from_: str, text: str, files: Iterable[Enclosed], by: Actor, at: datetime) -> None:
    """Writes a mail as the person's own program would and hands it to the relay, or without one straight to the inlet over LMTP."""
    mail = next((m for m in sent_to_demo() if m.id == mail_id), None)
    if mail is None:
        raise NotFound
    if not mail.reply_to:
        raise NoAnswerWanted
    number = f"<{secrets.token_hex(12)}@demo.example>"
    message = reply(to=mail.reply_to, from_=from_, subject=mail.subject, text=text, files=files, message_id=number, at=at)
    try:
        with way_in() as server:
            server.send_message(message, from_addr=from_, to_addrs=[mail.reply_to])
    except (OSError, smtplib.SMTPException) as error:
        raise InletAway from error


def way_in() -> smtplib.SMTP:
    """The relay where one is configured, as in production; else the inlet itself."""
    env = settings.GLUECKAUF
    if env.smtp_host:
        return smtplib.SMTP(env.smtp_host, env.smtp_port, timeout=TIMEOUT_S)
    return smtplib.LMTP(env.lmtp_host, env.lmtp_port, timeout=TIMEOUT_S)


def move_clock(hours: int, *, by: Actor, at: datetime) -> None:
    """Everything due in the meantime becomes due; the worker takes it up within seconds."""
    if not settings.GLUECKAUF.is_demo:
        raise NotFound
    clock.move_forward(timedelta(hours=hours))
