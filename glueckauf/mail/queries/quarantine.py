"""Mail that could not be matched safely, with suggestions. Nothing is assigned or deleted without a person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail import models
from glueckauf.mail.queries.scope import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """`reason` number: `value` is a Vorgangsnummer; reply (it answers a mail of ours) and address (known sender): a topic."""

    reason: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One line of the list."""

    id: int
    from_: str
    to: str
    subject: str
    text: str
    received_at: datetime
    attachments: int
    suggestions: tuple[Suggested, ...]


def quarantine(actor: Actor, *, limit: int = 50) -> tuple[Quarantined, ...]:
    """Oldest first: it has waited longest. Automatic mail without topic is left out; it is kept, nobody has to look at it."""
    with reading(scope_of(actor)):
        waiting = models.IncomingMail.objects.visible_to(actor).filter(
            topic="", automatic="", read_at__isnull=False, assignment=None, discard=None
        )
        counted = waiting.annotate(files=Count("attachments")).prefetch_related("suggestions").order_by("received_at", "pk")
        return tuple(line(row) for row in counted[:limit])


def line(row: models.IncomingMail) -> Quarantined:
    """A row as the page's value."""
    return Quarantined(
        id=row.pk,
        from_=row.from_address,
        to=row.envelope_to,
        subject=row.subject,
        text=row.text,
        received_at=row.received_at,
        attachments=row.files,  # type: ignore[attr-defined]
        suggestions=tuple(Suggested(reason=s.reason, value=s.value) for s in row.suggestions.all()),
    )
