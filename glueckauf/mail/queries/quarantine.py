"""Mail that could not be matched safely, with suggestions, and what persons did with it. Nothing is assigned or deleted without one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from glueckauf.core.counting import counted_text
from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail import models
from glueckauf.mail.queries.scope import scope_of

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """`reason` number: `value` is a Vorgangsnummer; reply (it answers a mail of ours) and address (known sender): a topic."""

    reason: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person did: assigned to `topic`, or discarded for `reason`."""

    by: str
    at: datetime
    topic: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One line of the list. `refused`: files that were not accepted."""

    id: int
    from_: str
    to: str
    subject: str
    text: str
    received_at: datetime
    attachments: int
    refused: int
    suggestions: tuple[Suggested, ...]
    decided: Decided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMail:
    """How many wait, at most 1,000, and since when."""

    count: int
    oldest: datetime | None

    @property
    def count_text(self) -> str:
        """999+ says enough."""
        return counted_text(self.count, MOST_COUNTED)


def quarantine(actor: Actor, *, limit: int = 50, after: int = 0) -> tuple[Quarantined, ...]:
    """Oldest first: it has waited longest; `after`: the id of the last line of the page before. Automatic mail without topic is
    left out; it is kept, nobody has to look at it."""
    with reading(scope_of(actor)):
        rows = waiting(actor).order_by("received_at", "pk")
        if last := models.IncomingMail.objects.visible_to(actor).filter(pk=after).first() if after else None:
            rows = rows.filter(Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk))
        return tuple(line(row) for row in counted(rows)[:limit])


def assigned(actor: Actor, *, limit: int = 50) -> tuple[Quarantined, ...]:
    """What clerks assigned by hand, the latest first."""
    with reading(scope_of(actor)):
        rows = models.IncomingMail.objects.visible_to(actor).exclude(assignment=None).order_by("-assignment__at", "-pk")
        return tuple(line(row) for row in counted(rows)[:limit])


def discarded(actor: Actor, *, limit: int = 50) -> tuple[Quarantined, ...]:
    """What clerks took out without assigning it, the latest first."""
    with reading(scope_of(actor)):
        rows = models.IncomingMail.objects.visible_to(actor).exclude(discard=None).order_by("-discard__at", "-pk")
        return tuple(line(row) for row in counted(rows)[:limit])


def unmatched(actor: Actor, mail_id: int) -> Quarantined | None:
    """One mail that waits for a person, or that one decided about; None for a matched one and for one of another tenant."""
    with reading(scope_of(actor)):
        rows = models.IncomingMail.objects.visible_to(actor).filter(topic="", read_at__isnull=False, pk=mail_id)
        row = counted(rows).first()
        return line(row) if row else None


def waiting_mail(actor: Actor) -> WaitingMail:
    """For the menu: one statement, cut off where a larger number would help nobody."""
    with reading(scope_of(actor)):
        arrivals = waiting(actor).order_by("received_at").values_list("received_at", flat=True)[:MOST_COUNTED]
        times = list(arrivals)
        return WaitingMail(count=len(times), oldest=times[0] if times else None)


def waiting(actor: Actor) -> QuerySet[models.IncomingMail]:
    """Read, without topic, written by a person, and nobody has decided."""
    rows = models.IncomingMail.objects.visible_to(actor).filter(topic="", automatic="", read_at__isnull=False)
    decisions = (models.Assignment.objects.filter(mail=OuterRef("pk")), models.Discard.objects.filter(mail=OuterRef("pk")))
    return rows.exclude(Exists(decisions[0])).exclude(Exists(decisions[1]))


def counted(rows: QuerySet[models.IncomingMail]) -> QuerySet[models.IncomingMail]:
    """With everything a line needs: two statements."""
    bad = Count("attachments", filter=~Q(attachments__problems=[]))
    with_files = rows.annotate(files=Count("attachments"), bad_files=bad)
    return with_files.select_related("assignment", "discard").prefetch_related("suggestions")


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
        refused=row.bad_files,  # type: ignore[attr-defined]
        suggestions=tuple(Suggested(reason=s.reason, value=s.value) for s in sorted(row.suggestions.all(), key=lambda s: s.pk)),
        decided=decided_of(row),
    )


def decided_of(row: models.IncomingMail) -> Decided | None:
    """Assignment or discard, if there is one."""
    if assignment := getattr(row, "assignment", None):
        return Decided(by=assignment.by, at=assignment.at, topic=assignment.topic)
    if discard := getattr(row, "discard", None):
        return Decided(by=discard.by, at=discard.at, reason=discard.reason)
    return None
