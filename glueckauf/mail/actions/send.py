"""send(): a row in the caller's transaction; the worker hands it to the relay after the commit."""

from datetime import datetime
from operator import itemgetter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from glueckauf.core import ids
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import HOUSE
from glueckauf.identity.rules.actor import Actor, Rule
from glueckauf.mail.actions.topics import ensure_address
from glueckauf.mail.events import MailQueued
from glueckauf.mail.models import Dispatch, IncomingMail, OutgoingMail, SentKey
from glueckauf.mail.queries.sender import sender_name
from glueckauf.mail.queries.written import written
from glueckauf.mail.rules import places
from glueckauf.mail.rules.headers import clean_line, clean_text
from glueckauf.mail.rules.limits import TEXT_CHARS
from glueckauf.mail.rules.words import Words


class NotAnAddress(Refused):
    """The recipient is no e-mail address: a line break or a second recipient hides in it, or a typing error."""

    text = "„{address}“ ist keine E-Mail-Adresse. Die Nachricht wurde nicht verschickt. Prüfen Sie die Adresse."


def send(
    tenant: str,
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    topic: str = "",
    person: str = "",
    once: str = "",
    by: Actor,
    at: datetime,
) -> OutgoingMail:
    """Queues one mail. `tenant` empty: of the installation (sign-in links). `topic`: a reply to it will be matched. `html` empty: made
    from the text. `once`: a key; the second call with it changes nothing. Subject and text name nothing but number and link.
    Raises NotAnAddress."""
    check_address(to)
    owner = tenant or HOUSE.tenant
    line = clean_line(subject, 200)
    with writing(Rule(tenant=owner, name="mail")):
        if once and (before := OutgoingMail.objects.filter(tenant=owner, once=once).first()):
            return before
        mail = OutgoingMail.objects.create(
            tenant=owner,
            person=person or None,
            to=to,
            to_folded=to.lower(),
            subject=line,
            text=clean_text(text, TEXT_CHARS) + "\n",
            html=html or from_text(sender_name(owner), line, text),
            topic=topic,
            code=ids.new_code(),
            thread=thread_of(owner, topic) if topic else "",
            once=once,
            by=by.code,
            at=at,
        )
        lay_out(mail, at)
        publish(MailQueued(tenant=tenant, mail_id=mail.pk, topic=topic), by=by, at=at)
    return mail


def send_code(tenant: str, *, to: str, subject: str, text: str, html: str, person: str = "", by: Actor, at: datetime) -> OutgoingMail:
    """As send(), for a mail with a link or code that opens something: its words are emptied once it has left or was given up, so that
    nobody who reads the table, or a copy of it, can use them. Raises NotAnAddress."""
    with writing(Rule(tenant=tenant or HOUSE.tenant, name="mail")):
        mail = send(tenant, to=to, subject=subject, text=text, html=html, person=person, by=by, at=at)
        OutgoingMail.objects.filter(pk=mail.pk).update(opens=True)
    return mail


def lay_out(mail: OutgoingMail, at: datetime) -> None:
    """What finds its bounces, its way out, and where an answer goes."""
    SentKey.objects.create(digest=ids.hash_code(mail.code), tenant=mail.tenant, mail_id=mail.pk)
    Dispatch.objects.create(mail_id=mail.pk, tenant=mail.tenant, next_try=at)
    if mail.topic:
        ensure_address(mail.tenant, mail.topic)


def thread_of(tenant: str, topic: str) -> str:
    """Our last mail about the topic and the last one a person wrote to it, so that her mail program shows one conversation."""
    ours = OutgoingMail.objects.filter(tenant=tenant, topic=topic).order_by("-pk").first()
    hers = IncomingMail.objects.filter(tenant=tenant, topic=topic, automatic="").exclude(message_id="").order_by("-pk").first()
    found = [(ours.at, places.message_id(ours.code, settings.GLUECKAUF.mail_domain))] if ours else []
    if hers and places.is_message_id(hers.message_id):
        found.append((hers.received_at, hers.message_id))
    return " ".join(message_id for _, message_id in sorted(found, key=itemgetter(0)))


def check_address(to: str) -> None:
    """Django's own check; it refuses line breaks and lists."""
    try:
        validate_email(to)
    except ValidationError:
        raise NotAnAddress(address=clean_line(to, 100)) from None


def from_text(sender: str, subject: str, text: str) -> str:
    """The text's paragraphs in our look."""
    paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
    return written(Words(sender=sender, heading=subject, paragraphs=paragraphs or (subject,))).html
