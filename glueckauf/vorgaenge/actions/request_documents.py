"""Nachforderung: named slots, a reason each, a date in working days. Pauses the city's promise, never a statutory fiction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity import actions as identity
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.mail import actions as mail
from glueckauf.vorgaenge.actions.deadlines import days_off, next_due
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.actions.receive_mail import TOPIC
from glueckauf.vorgaenge.events import DocumentsRequested, ExtensionAnswered, ExtensionAsked
from glueckauf.vorgaenge.models import Extension, Nachforderung, Slot
from glueckauf.vorgaenge.rules.by_code import KEPT, PURPOSE
from glueckauf.vorgaenge.rules.frist import reply_by as default_reply_by
from glueckauf.vorgaenge.rules.stage import DECIDABLE, Stage


class NothingAsked(Refused):
    """A Nachforderung names at least one document."""

    text = "Wählen Sie mindestens einen Nachweis aus, der fehlt."


class ReplyTooSoon(Refused):
    """The date gives no time to answer."""

    text = "Das Datum lässt zu wenig Zeit. Wählen Sie einen Tag nach heute."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One document with its reason, in the words the citizen reads."""

    nachweis: str
    label: str
    reason: str


def request_documents(
    ref: Ref, *, asked: Sequence[Asked], text: str = "", reply_by: date | None = None, by: Clerk, at: datetime
) -> Nachforderung:
    """Without a date the Leistung's own number of working days counts. Raises NothingAsked, ReplyTooSoon, MovedOn."""
    if not asked:
        raise NothingAsked
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, DECIDABLE)
        service = catalogue.revision(vorgang.revision_id, vorgang.part)
        day = reply_by or default_reply_by(local_day(at), service.leistung.deadlines.reply_working_days, days_off(service))
        if day <= local_day(at):
            raise ReplyTooSoon
        row = Nachforderung.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, text=text.strip(), reply_by=day, actor=by.code, at=at
        )
        Slot.objects.bulk_create(
            Slot(
                nachforderung=row,
                vorgang=vorgang,
                tenant_id=vorgang.tenant_id,
                person=vorgang.person,
                nachweis=a.nachweis,
                label=a.label,
                reason=a.reason,
            )
            for a in asked
        )
        mail.open_topic(vorgang.tenant_id, f"{TOPIC}{vorgang.pk}", by=by, at=at)
        identity.issue_derived_key(PURPOSE, vorgang.tenant_id, str(row.pk), expires_at=at + KEPT, by=by, at=at)
        move(vorgang, Stage.ASKED, at=at, due_on=next_due(vorgang, service, local_day(at), stage=Stage.ASKED))
        publish(DocumentsRequested(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, nachforderung_id=row.pk), by=by, at=at)
        return row


def ask_for_time(ref: Ref, *, until: date, reason: str = "", by: Citizen | Guest, at: datetime) -> Extension:
    """The citizen asks for a later date; a clerk answers."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, frozenset([Stage.ASKED]))
        row = Nachforderung.objects.filter(vorgang=vorgang, fulfilled_at=None).order_by("-at").first()
        if row is None:
            raise NotFound
        if until <= row.reply_by:
            raise ReplyTooSoon
        wish = Extension.objects.create(
            vorgang=vorgang,
            tenant_id=vorgang.tenant_id,
            person=vorgang.person,
            nachforderung=row,
            until=until,
            reason=reason.strip(),
            at=at,
        )
        publish(ExtensionAsked(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, extension_id=wish.pk), by=by, at=at)
        return wish


def grant_time(ref: Ref, *, extension: int, by: Clerk, at: datetime) -> None:
    """The later date holds."""
    _answer(ref, extension, granted=True, by=by, at=at)


def refuse_time(ref: Ref, *, extension: int, by: Clerk, at: datetime) -> None:
    """The first date stays."""
    _answer(ref, extension, granted=False, by=by, at=at)


def _answer(ref: Ref, extension: int, *, granted: bool, by: Clerk, at: datetime) -> None:
    with writing(by):
        vorgang = locked(ref, by)
        wish = Extension.objects.select_related("nachforderung").filter(vorgang=vorgang, pk=extension, granted=None).first()
        if wish is None:
            raise NotFound
        wish.granted, wish.answered_by, wish.answered_at = granted, by.code, at
        wish.save(update_fields=["granted", "answered_by", "answered_at"])
        if granted:
            wish.nachforderung.reply_by = wish.until
            wish.nachforderung.save(update_fields=["reply_by"])
            if vorgang.stage == Stage.ASKED:
                service = catalogue.revision(vorgang.revision_id, vorgang.part)
                move(vorgang, Stage.ASKED, at=at, due_on=next_due(vorgang, service, local_day(at), stage=Stage.ASKED))
        publish(ExtensionAnswered(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, extension_id=wish.pk, granted=granted), by=by, at=at)
