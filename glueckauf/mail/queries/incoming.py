"""One mail that came in, and all mails of a topic, as pages and subscribers need them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail import models
from glueckauf.mail.queries.scope import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`sha256` is the file to use (GPS position removed, when it was accepted), `original` the one that came. Accepted: no problems."""

    id: int
    filename: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    original: str
    problems: tuple[str, ...]
    scan: str
    is_decoration: bool
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """`from_` is what the mail claims and proves nothing. `topic` is empty in quarantine."""

    id: int
    tenant: str
    topic: str
    from_: str
    from_name: str
    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    received_at: datetime
    is_read: bool
    is_automatic: bool
    automatic: str
    is_late: bool
    assigned_by: str
    problems: tuple[str, ...]
    raw: str


def incoming(actor: Actor, mail_id: int) -> IncomingMail:
    """Raises NotFound, also for a mail of another tenant."""
    with reading(scope_of(actor)):
        row = rows(actor).filter(pk=mail_id).first()
        if row is None:
            raise NotFound
        return shown(row)


def of_topic(actor: Actor, topic: str) -> tuple[IncomingMail, ...]:
    """Newest first; automatic ones too, they are marked."""
    with reading(scope_of(actor)):
        of = Q(topic=topic) | Q(assignment__topic=topic)
        return tuple(shown(row) for row in rows(actor).filter(of).order_by("-received_at", "-pk"))


def rows(actor: Actor) -> QuerySet[models.IncomingMail]:
    """With everything `shown` needs: two statements."""
    return models.IncomingMail.objects.visible_to(actor).select_related("assignment").prefetch_related("attachments")


def shown(row: models.IncomingMail) -> IncomingMail:
    """A row as the page's value."""
    assignment = getattr(row, "assignment", None)
    return IncomingMail(
        id=row.pk,
        tenant=row.tenant,
        topic=assignment.topic if assignment else row.topic,
        from_=row.from_address,
        from_name=row.from_name,
        to=row.envelope_to,
        subject=row.subject,
        text=row.text,
        attachments=tuple(attachment(a, row.received_at) for a in sorted(row.attachments.all(), key=lambda a: a.position)),
        received_at=row.received_at,
        is_read=row.read_at is not None,
        is_automatic=bool(row.automatic),
        automatic=row.automatic,
        is_late=row.is_late,
        assigned_by=assignment.by if assignment else "",
        problems=tuple(row.problems),
        raw=row.raw_id,
    )


def attachment(row: models.IncomingAttachment, received_at: datetime) -> Attachment:
    """A row as the page's value."""
    return Attachment(
        id=row.pk,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        sha256=row.cleaned_id or row.original_id,
        original=row.original_id,
        problems=tuple(row.problems),
        scan=row.scan,
        is_decoration=row.is_decoration,
        received_at=received_at,
    )
