"""Deciding: by a clerk, or by the house in favour. The letter goes out after the minutes to think again, or after the second signature."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import FeeKind, Outcome
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.forms.complete import answers
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.vorgaenge.actions.loading import Ref, locked, move, require
from glueckauf.vorgaenge.events import BescheidDecided, ReleaseDue
from glueckauf.vorgaenge.models import AntragVersion, Bescheid, FeeAssessment, Vorgang
from glueckauf.vorgaenge.queries.letter_daten import remedy_code
from glueckauf.vorgaenge.rules.deciding import needs_approval
from glueckauf.vorgaenge.rules.stage import DECIDABLE, Ending, Stage


class FeeMissing(Refused):
    """A grant needs a fee that is computed, none, or set by a person."""

    text = "Die Gebühr steht noch nicht fest. Setzen Sie zuerst die Gebühr fest, dann können Sie bewilligen."


class ReasonMissing(Refused):
    """A no needs its reasons: § 39 VwVfG NRW."""

    text = "Schreiben Sie die Begründung: Sie steht im Bescheid. Es wurde noch nichts versandt."


class GrantTextMissing(Refused):
    """The letter says nothing without what the clerk has to write: `grant_text` of the Leistung."""

    text = (
        "Diese Entscheidung braucht einen Text von Ihnen. Was er sagen muss, steht unter dem Feld „Begründung“. Es wurde nichts versandt."
    )


class AnswersChanged(Refused):
    """The person corrected answers while the clerk was deciding."""

    text = "Die Person hat ihre Angaben gerade korrigiert. Es ist noch nichts entschieden. Sehen Sie sich die neuen Angaben an."


class NoSuchEnding(Refused):
    """The Leistung has no letter for this ending."""

    text = "Diese Leistung kennt diese Entscheidung nicht."


def decide(
    ref: Ref,
    *,
    ending: Ending,
    conditions: Sequence[str] = (),
    reasons: str = "",
    answers_seen: int | None = None,
    by: Clerk,
    at: datetime,
) -> Bescheid:
    """The clerk signs, about the version of the answers that the page showed. Raises MovedOn, AnswersChanged, FeeMissing,
    ReasonMissing, GrantTextMissing, NoSuchEnding."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, DECIDABLE)
        if answers_seen not in (None, vorgang.answers_version):
            raise AnswersChanged
        service = catalogue.revision(vorgang.revision_id, vorgang.part)
        if not has_letter(service, ending):
            raise NoSuchEnding
        if ending in {Ending.REFUSE, Ending.CLOSE} and not reasons.strip():
            raise ReasonMissing
        if ending in {Ending.GRANT, Ending.CONDITIONS} and not reasons.strip() and needs_text(vorgang, service):
            raise GrantTextMissing
        return _sign(vorgang, service, ending=ending, conditions=conditions, reasons=reasons, by=by, at=at)


def needs_text(vorgang: Vorgang, service: catalogue.LeistungOfCity) -> bool:
    """Whether the letter says nothing to these answers unless the clerk writes."""
    version = AntragVersion.objects.get(antrag=vorgang.antrag_id, number=vorgang.answers_version)
    return service.leistung.text_to_write(answers(service.leistung.form, version.values)) is not None


def decide_alone(
    vorgang: Vorgang, service: catalogue.LeistungOfCity, *, conditions: Sequence[str] = (), by: Rule, at: datetime
) -> Bescheid:
    """In favour, at once, with what the checks ask: the caller holds the lock and has asked rules.deciding."""
    ending = Ending.CONDITIONS if conditions else Ending.GRANT
    return _sign(vorgang, service, ending=ending, conditions=conditions, reasons="", by=by, at=at)


def has_letter(service: catalogue.LeistungOfCity, ending: Ending) -> bool:
    """Whether the Leistung can end that way."""
    letters = service.leistung.decision.letters
    paper = service.leistung.decision.outcome is Outcome.POST
    return bool({Ending.REFUSE: letters.refuse, Ending.CLOSE: letters.close}.get(ending, letters.grant or letters.receipt or paper))


def _sign(
    vorgang: Vorgang,
    service: catalogue.LeistungOfCity,
    *,
    ending: Ending,
    conditions: Sequence[str],
    reasons: str,
    by: Clerk | Rule,
    at: datetime,
) -> Bescheid:
    decision = service.leistung.decision
    fee = FeeAssessment.objects.filter(vorgang=vorgang).order_by("-at", "-pk").first()
    granted = ending in {Ending.GRANT, Ending.CONDITIONS}
    if granted and fee is not None and fee.kind in {FeeKind.TO_BE_ENTERED, FeeKind.BY_PERSON}:
        raise FeeMissing
    second = needs_approval(service.leistung, ending)
    pause = timedelta(minutes=settings.GLUECKAUF.undo_minutes) if isinstance(by, Clerk) else timedelta()
    bescheid = Bescheid.objects.create(
        vorgang=vorgang,
        tenant_id=vorgang.tenant_id,
        person=vorgang.person,
        ending=ending,
        outcome=decision.outcome,
        conditions=list(conditions),
        reasons=reasons.strip(),
        fee=fee if granted else None,
        remedy=remedy_code(service, ending),
        actor=by.code,
        at=at,
        needs_approval=second,
        releases_at=None if second else at + pause,
    )
    move(vorgang, Stage.APPROVAL if second else Stage.DECIDED, at=at)
    publish(BescheidDecided(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk, ending=ending), by=by, at=at)
    if not second:
        release_later(bescheid, by=by, at=at)
    return bescheid


def release_later(bescheid: Bescheid, *, by: Clerk | Rule, at: datetime) -> None:
    """The outbox delivers this event when the minutes to think again are over."""
    event = ReleaseDue(tenant=bescheid.tenant_id, vorgang_id=bescheid.vorgang_id, bescheid_id=bescheid.pk)
    publish(event, by=by, at=at, due_at=bescheid.releases_at)
