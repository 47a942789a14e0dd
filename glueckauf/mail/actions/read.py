"""read_mail(): parses a stored mail, checks its files, says whose it is. Safe to run twice; the raw mail stays whatever happens."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.core import files
from glueckauf.core.db import reading, writing
from glueckauf.core.outbox import DomainEvent, publish
from glueckauf.identity.rules.actor import Inlet
from glueckauf.mail.actions.bounced import mark_bounced
from glueckauf.mail.actions.check import Checked, checked
from glueckauf.mail.actions.suggest import suggestions_for
from glueckauf.mail.events import MailQuarantined, MailReceived
from glueckauf.mail.models import IncomingAttachment, IncomingMail, Suggestion
from glueckauf.mail.queries.scope import person_of
from glueckauf.mail.rules.files import File
from glueckauf.mail.rules.parse import Parsed, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file of the mail and what the checks say about it."""

    file: File
    checked: Checked


def read_mail(tenant: str, mail_id: int, *, at: datetime) -> None:
    """The heavy work happens outside the transaction; whoever writes first wins, the second finds it done."""
    by = Inlet(tenant=tenant)
    with reading(by):
        mail = IncomingMail.objects.get(pk=mail_id)
    if mail.read_at:
        return
    parsed = parse(files.read_blob(mail.raw_id), envelope_from=None if mail.envelope_from == "?" else mail.envelope_from)
    read = [ReadFile(file=file, checked=checked(file, at=at)) for file in parsed.files]
    with writing(by):
        if keep_words(mail, parsed, at):
            keep_files(mail, read)
            conclude(mail, parsed, by, at)


def keep_words(mail: IncomingMail, parsed: Parsed, at: datetime) -> bool:
    """False: another worker has read it meanwhile."""
    mail.person = person_of(mail.tenant, mail.topic) if mail.topic else None
    values = {
        "person": mail.person,
        "read_at": at,
        "message_id": parsed.message_id,
        "from_address": parsed.from_address,
        "from_name": parsed.from_name,
        "subject": parsed.subject,
        "text": parsed.text,
        "automatic": parsed.automatic,
        "problems": list(parsed.problems),
    }
    return bool(IncomingMail.objects.filter(pk=mail.pk, read_at=None).update(**values))


def keep_files(mail: IncomingMail, read: list[ReadFile]) -> None:
    """One statement for all."""
    IncomingAttachment.objects.bulk_create(
        IncomingAttachment(
            mail=mail,
            tenant=mail.tenant,
            person=mail.person,
            position=position,
            filename=one.checked.filename,
            media_type=one.checked.media_type,
            source=one.file.source,
            is_decoration=one.file.is_decoration,
            original_id=one.checked.original,
            cleaned_id=one.checked.cleaned or None,
            size=len(one.file.content),
            pages=one.checked.pages,
            problems=list(one.checked.problems),
            scan=one.checked.scan,
        )
        for position, one in enumerate(read, start=1)
    )


def conclude(mail: IncomingMail, parsed: Parsed, by: Inlet, at: datetime) -> None:
    """Automatic mail ends here: stored, marked, no event that could put it into a slot or answer it."""
    if parsed.bounce:
        mark_bounced(mail, parsed.bounce, by=by, at=at)
    if parsed.automatic:
        return
    if not mail.topic:
        found = suggestions_for(mail, parsed)
        Suggestion.objects.bulk_create(Suggestion(mail=mail, tenant=mail.tenant, reason=reason, value=value) for reason, value in found)
    publish(event_of(mail), by=by, at=at)


def event_of(mail: IncomingMail) -> DomainEvent:
    """Matched or waiting for a person."""
    if mail.topic:
        return MailReceived(tenant=mail.tenant, mail_id=mail.pk, topic=mail.topic, is_late=mail.is_late)
    return MailQuarantined(tenant=mail.tenant, mail_id=mail.pk)
