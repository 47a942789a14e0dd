"""What tasks need to write a mail, and what time makes due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from glueckauf.catalogue.rules.schema import Outcome
from glueckauf.cities.queries import kommune, kommunen
from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Rule
from glueckauf.vorgaenge.models import Announcement, Bescheid, Document, Extension, Nachforderung, Vorgang
from glueckauf.vorgaenge.rules.frist import Channel
from glueckauf.vorgaenge.rules.stage import Ending, Stage

REMIND_DAYS_BEFORE = 3
WHAT = {
    Outcome.BESCHEID: "Ihr Bescheid",
    Outcome.BESCHEINIGUNG: "Ihre Bescheinigung",
    Outcome.POST: "Das Dokument",
    Outcome.AUSKUNFT: "Die Auskunft",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where a mail about a Vorgang goes. Empty address: no mail, the page has it all."""

    number: str
    email: str
    person: str
    city: str
    unpaid: bool


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
            city=kommune(row.tenant_id).full_name,
            unpaid=row.stage == Stage.PAYMENT,
        )


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
    """How the end reaches her, in the words of a mail."""

    what: str
    by_post: bool


def issued(actor: Rule, bescheid_id: int) -> Issued:
    """Of one Bescheid."""
    with reading(actor):
        row = Bescheid.objects.visible_to(actor).select_related("vorgang").get(pk=bescheid_id)
        refused = row.ending in {Ending.REFUSE, Ending.CLOSE}
        what = "Ihr Bescheid" if refused else WHAT.get(Outcome(row.outcome), "Das Ergebnis")
        return Issued(what=what, by_post=row.vorgang.stage == Stage.POSTING)


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
    for city in kommunen():
        with reading(Scope(tenant=city.key)):
            rows = Nachforderung.objects.filter(
                tenant_id=city.key, vorgang__stage=Stage.ASKED, fulfilled_at=None, reminded_at=None, reply_by__range=(local_day(at), limit)
            )
            found += [
                Reminder(tenant=city.key, vorgang_id=r.vorgang_id, nachforderung_id=r.pk, open_slots=r.slots.count(), reply_by=r.reply_by)
                for r in rows
            ]
    return found


def unretrieved(at: datetime) -> list[tuple[str, int]]:
    """(tenant, Bescheid) provided in the portal and not opened in time."""
    found = []
    for city in kommunen():
        with reading(Scope(tenant=city.key)):
            rows = Announcement.objects.filter(
                tenant_id=city.key, channel=Channel.PORTAL, retrieved_at=None, retrieve_by__lt=local_day(at), vorgang__stage=Stage.ANNOUNCED
            )
            found += [(city.key, r.bescheid_id) for r in rows]
    return found
