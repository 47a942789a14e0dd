"""What a person does with a mail that could not be matched, was automatic, or landed at the wrong topic."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail.events import MailAccepted, MailDiscarded, MailOpened, MailReceived, MailTakenBack
from glueckauf.mail.models import Assignment, Discard, IncomingAttachment, IncomingMail, ReplyAddress
from glueckauf.mail.queries.scope import person_of, scope_of


class AlreadyDecided(Refused):
    """Somebody assigned or discarded the mail a moment ago, or its token had matched it."""

    text = "Über diese E-Mail ist schon entschieden. Laden Sie die Liste neu."


class UnknownTopic(Refused):
    """The topic does not exist in this city."""

    text = "Zu diesem Vorgang nehmen wir keine E-Mails an. Wählen Sie einen anderen; die E-Mail wartet weiter im Postkorb."


class NothingToTakeBack(Refused):
    """The mail waits already, or another city has it by now."""

    text = "Hier ist nichts zurückzunehmen. Laden Sie die Seite neu: dort sehen Sie, wie es um die E-Mail steht."


def assign(mail_id: int, *, topic: str, person: UUID | None = None, due_at: datetime | None = None, by: Actor, at: datetime) -> None:
    """A clerk says where the mail belongs; as if its token had said so, but from `due_at` on: until then it can be taken back.
    `person`: whose topic it is, if no mail of ours says so. Raises NotFound, UnknownTopic, AlreadyDecided."""
    with writing(scope_of(by)):
        mail = waiting(mail_id, by)
        address = ReplyAddress.objects.filter(tenant=mail.tenant, topic=topic).first()
        if address is None:
            raise UnknownTopic
        person = person_of(mail.tenant, topic) or person
        decide(Assignment(mail=mail, tenant=mail.tenant, person=person, topic=topic, by=by.code, at=at))
        IncomingMail.objects.filter(pk=mail.pk).update(person=person)
        IncomingAttachment.objects.filter(mail=mail).update(person=person)
        received = MailReceived(tenant=mail.tenant, mail_id=mail.pk, topic=topic, is_late=address.closed_at is not None)
        publish(received, by=by, at=at, due_at=due_at)


def discard(mail_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """foreign (not ours), spam or done (settled otherwise). The row stays until its retention ends. Raises NotFound, AlreadyDecided."""
    with writing(scope_of(by)):
        mail = waiting(mail_id, by)
        decide(Discard(mail=mail, tenant=mail.tenant, reason=reason, by=by.code, at=at))
        publish(MailDiscarded(tenant=mail.tenant, mail_id=mail.pk, reason=reason), by=by, at=at)


def redirect(mail_id: int, *, tenant: str, by: Actor, at: datetime) -> int:
    """Into another city's quarantine, as a mail of its own; returns its id there. Raises NotFound, AlreadyDecided."""
    with writing(scope_of(by)):
        mail = waiting(mail_id, by)
        decide(Discard(mail=mail, tenant=mail.tenant, reason="redirected", by=by.code, at=at))
        publish(MailDiscarded(tenant=mail.tenant, mail_id=mail.pk, reason="redirected"), by=by, at=at)
        with writing(Scope(tenant=tenant)):
            there, is_new = IncomingMail.objects.get_or_create(
                tenant=tenant,
                topic="",
                content_key=mail.content_key,
                defaults={
                    "raw_id": mail.raw_id,
                    "envelope_from": mail.envelope_from,
                    "envelope_to": mail.envelope_to,
                    "received_at": mail.received_at,
                },
            )
            if is_new:
                publish(MailAccepted(tenant=tenant, mail_id=there.pk), by=by, at=at)
    return there.pk


def take_back(mail_id: int, *, by: Actor, at: datetime) -> None:
    """The mail waits again, as if nobody had decided; the audit keeps both. Raises NotFound, NothingToTakeBack."""
    with writing(scope_of(by)):
        mail = locked(mail_id, by)
        assigned, _ = Assignment.objects.filter(mail=mail).delete()
        discarded, _ = Discard.objects.filter(mail=mail).exclude(reason="redirected").delete()
        if not assigned + discarded:
            raise NothingToTakeBack
        if not mail.topic:
            IncomingMail.objects.filter(pk=mail.pk).update(person=None)
            IncomingAttachment.objects.filter(mail=mail).update(person=None)
        publish(MailTakenBack(tenant=mail.tenant, mail_id=mail.pk), by=by, at=at)


def record_opening(mail_id: int, *, by: Actor, at: datetime) -> None:
    """Every reading of an unmatched mail is in the audit. Raises NotFound."""
    with writing(scope_of(by)):
        mail = locked(mail_id, by)
        publish(MailOpened(tenant=mail.tenant, mail_id=mail.pk), by=by, at=at)


def locked(mail_id: int, by: Actor) -> IncomingMail:
    """A mail that was read, of the actor's tenant."""
    mail: IncomingMail | None = IncomingMail.objects.visible_to(by).select_for_update().filter(pk=mail_id, read_at__isnull=False).first()
    if mail is None:
        raise NotFound
    return mail


def waiting(mail_id: int, by: Actor) -> IncomingMail:
    """Locked and not decided yet; a matched mail waits only when it counted as automatic."""
    mail = locked(mail_id, by)
    is_matched = bool(mail.topic) and not mail.automatic
    if is_matched or Assignment.objects.filter(mail=mail).exists() or Discard.objects.filter(mail=mail).exists():
        raise AlreadyDecided
    return mail


def decide(row: Assignment | Discard) -> None:
    """One decision per mail; on SQLite the constraint says so, on PostgreSQL the lock did already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyDecided from None
