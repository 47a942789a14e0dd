"""The clerk's small moves: take or give, note, message, complete on, fee, look at a document."""

from collections.abc import Sequence
from datetime import date, datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.fee import set_by_person
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.queries import clerk_in
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.vorgaenge import events
from glueckauf.vorgaenge.actions.deadlines import next_due
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.models import (
    Assignment,
    CaseRead,
    Completeness,
    Document,
    DocumentReview,
    FeeAssessment,
    Message,
    Nachforderung,
    Note,
    Vorgang,
)
from glueckauf.vorgaenge.queries.case import Case, case
from glueckauf.vorgaenge.rules.stage import DECIDABLE, ENDED, OPEN, Stage


class EmptyText(Refused):
    """Nothing was written."""

    text = "Schreiben Sie erst einen Text."


class CompleteInFuture(Refused):
    """Completeness is a fact, not a plan."""

    text = "Der Tag liegt in der Zukunft. Tragen Sie den Tag ein, seit dem alles vollständig ist."


class FeeReasonMissing(Refused):
    """A fee that a person sets names its reason."""

    text = "Schreiben Sie, wie Sie die Gebühr ermittelt haben. Der Satz steht in der Akte."


class NoSuchClerk(Refused):
    """The colleague does not work in this office."""

    text = "Diese Person arbeitet nicht in dem Amt, das zuständig ist."


def take(ref: Ref, *, by: Clerk, at: datetime) -> Vorgang:
    """The clerk takes the case."""
    return assign(ref, clerk_id=by.id, by=by, at=at)


def assign(ref: Ref, *, clerk_id: int, by: Clerk, at: datetime) -> Vorgang:
    """Gives the case to a clerk of the same tenant and office. Raises NoSuchClerk."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, OPEN)
        if clerk_in(vorgang.tenant_id, vorgang.office, clerk_id) is None:
            raise NoSuchClerk
        Assignment.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, clerk_id=clerk_id, actor=by.code, at=at
        )
        vorgang.assigned_to_id = clerk_id
        vorgang.save(update_fields=["assigned_to"])
        if vorgang.stage == Stage.NEW:
            move(vorgang, Stage.IN_REVIEW, at=at)
        publish(events.VorgangAssigned(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, clerk_id=clerk_id), by=by, at=at)
        return vorgang


def open_case(number: str, *, by: Clerk, at: datetime) -> Case:
    """The case page. Every opening of a case is a row; the citizen sees office and time. Raises NotFound."""
    found = case(by, number, at=at)
    with writing(by):
        CaseRead.objects.create(vorgang_id=found.id, tenant_id=by.tenant, person=found.person, office=found.office, clerk_id=by.id, at=at)
        publish(events.CaseOpened(tenant=by.tenant, vorgang_id=found.id, office=found.office), by=by, at=at)
    return found


def note(ref: Ref, *, text: str, by: Clerk, at: datetime) -> Note:
    """An internal remark; part of the Akte, so a person who inspects it reads it."""
    if not text.strip():
        raise EmptyText
    with writing(by):
        vorgang = locked(ref, by)
        row = Note.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, text=text.strip(), actor=by.code, at=at
        )
        publish(events.NoteAdded(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, note_id=row.pk), by=by, at=at)
        return row


def message(ref: Ref, *, text: str, by: Clerk | Citizen | Guest, at: datetime) -> Message:
    """Between citizen and office, whoever writes. It stands on the page; the mail only says that there is one."""
    if not text.strip():
        raise EmptyText
    with writing(by):
        vorgang = locked(ref, by)
        row = Message.objects.create(
            vorgang=vorgang,
            tenant_id=vorgang.tenant_id,
            person=vorgang.person,
            incoming=not isinstance(by, Clerk),
            text=text.strip(),
            via="portal",
            actor=by.code,
            at=at,
        )
        event = events.MessageSent(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, message_id=row.pk, incoming=row.incoming)
        publish(event, by=by, at=at)
        return row


def set_complete(ref: Ref, *, complete_on: date, by: Clerk, at: datetime) -> None:
    """From this day a statutory fiction runs; documents that come later change nothing. Raises CompleteInFuture."""
    if complete_on > local_day(at):
        raise CompleteInFuture
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, OPEN)
        Completeness.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, complete_on=complete_on, actor=by.code, at=at
        )
        stage = Stage.IN_REVIEW if vorgang.stage in {Stage.NEW, Stage.ARRIVED} else Stage(vorgang.stage)
        due = next_due(vorgang, catalogue.revision(vorgang.revision_id, vorgang.part), local_day(at), stage=stage)
        move(vorgang, stage, at=at, due_on=due)
        publish(events.CompletenessSet(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, complete_on=complete_on.isoformat()), by=by, at=at)


def set_fee(ref: Ref, *, total_cents: int, yearly_cents: int | None = None, reason: str, by: Clerk, at: datetime) -> FeeAssessment:
    """The fee as a person sets it, with reason: where no rule computes it, or to differ from the rule."""
    if not reason.strip():
        raise FeeReasonMissing
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, DECIDABLE)
        leistung = catalogue.revision(vorgang.revision_id, vorgang.part).leistung
        fee = set_by_person(leistung, total_cents=total_cents, yearly_cents=yearly_cents, reason=reason.strip())
        row = FeeAssessment.objects.create(
            vorgang=vorgang,
            tenant_id=vorgang.tenant_id,
            person=vorgang.person,
            kind=fee.kind,
            total_cents=fee.total_cents,
            yearly_cents=fee.yearly_cents,
            lines=fee.as_json(),
            reason=reason.strip(),
            actor=by.code,
            at=at,
        )
        publish(events.FeeSet(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, fee_id=row.pk), by=by, at=at)
        return row


def review(ref: Ref, *, document: str, reason: str = "", by: Clerk, at: datetime) -> DocumentReview:
    """A document is in order (no reason) or rejected with one. A rejected one opens its slot and the case waits for the citizen again."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, frozenset(Stage) - ENDED)
        row = Document.objects.select_related("slot").filter(vorgang=vorgang, key=document, removed_at=None).first()
        if row is None:
            raise NotFound
        verdict = DocumentReview.objects.create(
            document=row, tenant_id=row.tenant_id, person=row.person, accepted=not reason, reason=reason, actor=by.code, at=at
        )
        if reason and row.slot is not None:
            _open_again(vorgang, [row.slot.nachforderung_id], at)
        publish(
            events.DocumentReviewed(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, document_id=row.pk, accepted=not reason), by=by, at=at
        )
        return verdict


def _open_again(vorgang: Vorgang, asked: Sequence[int], at: datetime) -> None:
    Nachforderung.objects.filter(pk__in=asked).update(fulfilled_at=None)
    if Stage(vorgang.stage) in {Stage.ARRIVED, Stage.IN_REVIEW}:
        due = next_due(vorgang, catalogue.revision(vorgang.revision_id, vorgang.part), local_day(at), stage=Stage.ASKED)
        move(vorgang, Stage.ASKED, at=at, due_on=due)
