"""What tasks need to write a mail, and what time makes due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Outcome
from glueckauf.cities.queries import tenant, tenants
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.forms.complete import answers
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge.models import Announcement, Bescheid, Document, Extension, Nachforderung, Vorgang
from glueckauf.vorgaenge.queries.case import papers_of
from glueckauf.vorgaenge.queries.parts import request_of
from glueckauf.vorgaenge.rules.applicant import applicant_of
from glueckauf.vorgaenge.rules.frist import Channel
from glueckauf.vorgaenge.rules.notices import German, in_language
from glueckauf.vorgaenge.rules.stage import Ending, Stage

REMIND_DAYS_BEFORE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where a mail about a Vorgang goes, and in which words. Empty address: no mail, the page has it all."""

    number: str
    email: str
    person: str
    city: str
    unpaid: bool
    is_report: bool
    say: German


def contact(actor: Rule, vorgang_id: int) -> Contact:
    """Raises NotFound."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).select_related("antrag__submission").filter(pk=vorgang_id).first()
        if row is None:
            raise NotFound
        return Contact(
            number=row.number,
            email=row.antrag.submission.email,
            person=str(row.person),
            city=tenant(row.tenant_id).full_name,
            unpaid=row.stage == Stage.PAYMENT,
            is_report=catalogue.revision(row.revision_id).leistung.is_report,
            say=in_language(row.antrag.language),
        )


def address_before(actor: Rule, vorgang_id: int, version: int) -> str:
    """Where mail went before the correction that brought this version; empty when it still goes there."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).select_related("antrag__submission").get(pk=vorgang_id)
        correction = row.antrag.corrections.exclude(sent_at=None).filter(working=version).first()
        if correction is None:
            return ""
        leistung = catalogue.revision(row.revision_id, row.part).leistung
        before = applicant_of(leistung, answers(leistung.form, row.antrag.versions.get(number=correction.base).values)).email
        return before if before != row.antrag.submission.email else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """How many documents, until when."""

    count: int
    reply_by: date


def asked(actor: Rule, nachforderung_id: int) -> AskedFor:
    """Of one Nachforderung."""
    with reading(actor):
        row = Nachforderung.objects.visible_to(actor).get(pk=nachforderung_id)
        return AskedFor(count=row.slots.count(), reply_by=row.reply_by)


def unreadable(actor: Rule, documents: Iterable[int]) -> int:
    """How many of them were not accepted by inspection or scan."""
    with reading(actor):
        return Document.objects.visible_to(actor).filter(pk__in=list(documents)).exclude(problems=[]).count()


def reply_by_of_extension(actor: Rule, extension_id: int) -> date:
    """The date that holds after the answer."""
    with reading(actor):
        return Extension.objects.visible_to(actor).select_related("nachforderung").get(pk=extension_id).nachforderung.reply_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """How the end reaches her. `what` is a key of `notices.German.endings`."""

    what: str
    by_post: bool
    is_appointment: bool
    is_answer: bool


def issued(actor: Rule, bescheid_id: int) -> Issued:
    """Of one Bescheid."""
    with reading(actor):
        row = Bescheid.objects.visible_to(actor).select_related("vorgang").get(pk=bescheid_id)
        refused = row.ending in {Ending.REFUSE, Ending.CLOSE}
        what = Outcome.BESCHEID.value if refused else row.outcome
        return Issued(
            what=what if what in German.endings else "",
            by_post=row.vorgang.stage == Stage.POSTING,
            is_appointment=row.outcome == Outcome.TERMIN and not refused,
            is_answer=row.outcome in {Outcome.MITTEILUNG, Outcome.TERMIN} and row.ending != Ending.REFUSE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A Nachforderung that ends soon and was not reminded of."""

    tenant: str
    vorgang_id: int
    nachforderung_id: int
    open_slots: int
    reply_by: date


def reminders_due(at: datetime) -> list[Reminder]:
    """All tenants, one after the other."""
    limit = local_day(at) + timedelta(days=REMIND_DAYS_BEFORE)
    found = []
    for key in tenants():
        with reading(Scope(tenant=key)):
            rows = Nachforderung.objects.filter(
                tenant_id=key, vorgang__stage=Stage.ASKED, fulfilled_at=None, reminded_at=None, reply_by__range=(local_day(at), limit)
            ).select_related("vorgang")
            found += [
                Reminder(tenant=key, vorgang_id=r.vorgang_id, nachforderung_id=r.pk, open_slots=missing_in(r), reply_by=r.reply_by)
                for r in rows
            ]
    return found


def missing_in(row: Nachforderung) -> int:
    """Slots without a usable document."""
    return request_of(row, papers_of(row.vorgang, catalogue.revision(row.vorgang.revision_id, row.vorgang.part))).missing


def unretrieved(at: datetime) -> list[tuple[str, int]]:
    """(tenant, Bescheid) provided in the portal and not opened in time."""
    found = []
    for key in tenants():
        with reading(Scope(tenant=key)):
            rows = Announcement.objects.filter(
                tenant_id=key, channel=Channel.PORTAL, retrieved_at=None, retrieve_by__lt=local_day(at), vorgang__stage=Stage.ANNOUNCED
            )
            found += [(key, r.bescheid_id) for r in rows]
    return found
