"""Mail that went out: for a case page, for the demo mailbox, and the numbers an operator watches."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.identity.rules.actor import Actor
from glueckauf.mail import models
from glueckauf.mail.queries.address import reply_address
from glueckauf.mail.queries.codes import with_codes
from glueckauf.mail.queries.scope import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """`state` is queued, sent, kept (demo mailbox) or failed; `error` a code."""

    id: int
    tenant: str
    topic: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    state: str
    state_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """Numbers only. `oldest` is the age of the mail that has waited longest past its time."""

    queued: int
    failed_last_day: int
    oldest: timedelta | None


def outgoing(actor: Actor, topic: str) -> tuple[OutgoingMail, ...]:
    """What was written about a topic, newest first."""
    with reading(scope_of(actor)):
        return shown_with_state(list(models.OutgoingMail.objects.visible_to(actor).filter(topic=topic).order_by("-pk")))


def sent_to_demo(*, limit: int = 200) -> tuple[OutgoingMail, ...]:
    """Demo only: the mailbox of everybody, newest first. Raises NotFound outside the demo."""
    if not settings.GLUECKAUF.is_demo:
        raise NotFound
    ids = list(models.Dispatch.objects.filter(kept_at__isnull=False).order_by("-mail_id").values_list("mail_id", "tenant")[:limit])
    found: list[OutgoingMail] = []
    for tenant in sorted({tenant for _, tenant in ids}):
        with reading(Scope(tenant=tenant)):
            mine = [mail_id for mail_id, owner in ids if owner == tenant]
            found.extend(as_received(mail) for mail in shown_with_state(list(models.OutgoingMail.objects.filter(pk__in=mine))))
    return tuple(sorted(found, key=lambda mail: mail.id, reverse=True))


def as_received(mail: OutgoingMail) -> OutgoingMail:
    """As it would lie in the recipient's mailbox."""
    return replace(mail, text=with_codes(mail.tenant, mail.text), html=with_codes(mail.tenant, mail.html))


def queue_state(*, at: datetime) -> QueueState:
    """For the operator page and readiness."""
    counted = models.Dispatch.objects.aggregate(
        queued=Count("pk", filter=Q(next_try__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__gt=at - timedelta(days=1))),
        oldest=Min("next_try"),
    )
    oldest = counted["oldest"]
    return QueueState(queued=counted["queued"], failed_last_day=counted["failed"], oldest=at - oldest if oldest and oldest < at else None)


def shown_with_state(rows: list[models.OutgoingMail]) -> tuple[OutgoingMail, ...]:
    """Two statements for any number of rows."""
    ways = models.Dispatch.objects.in_bulk([row.pk for row in rows])
    return tuple(shown(row, ways[row.pk]) for row in rows)


def shown(row: models.OutgoingMail, way: models.Dispatch) -> OutgoingMail:
    """A row as the page's value."""
    state, state_at = state_of(way)
    return OutgoingMail(
        id=row.pk,
        tenant="" if row.tenant == HOUSE.tenant else row.tenant,
        topic=row.topic,
        to=row.to,
        reply_to=reply_address(row.tenant, row.topic) if row.topic else "",
        subject=row.subject,
        text=row.text,
        html=row.html,
        written_at=row.at,
        state=state,
        state_at=state_at,
        error=way.error,
    )


def state_of(way: models.Dispatch) -> tuple[str, datetime | None]:
    """The end wins: a bounce may follow a sending."""
    ends = (("failed", way.failed_at), ("sent", way.sent_at), ("kept", way.kept_at))
    return next(((state, at) for state, at in ends if at), ("queued", way.next_try))
