"""The letter goes out: sealed, provided in the portal or laid out for the post; effects start with it. Safe to run twice."""

from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Outcome, Remedy
from glueckauf.core.db import reading, writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import actions as letters
from glueckauf.letters import queries as sealed_letters
from glueckauf.vorgaenge.actions.announce import provide
from glueckauf.vorgaenge.actions.effects import start_effects
from glueckauf.vorgaenge.actions.examine import answers_of
from glueckauf.vorgaenge.actions.loading import locked, move
from glueckauf.vorgaenge.events import BescheidIssued
from glueckauf.vorgaenge.models import Bescheid, Vorgang
from glueckauf.vorgaenge.queries.letter_daten import daten_of, template_of
from glueckauf.vorgaenge.rules.frist import Channel
from glueckauf.vorgaenge.rules.stage import Ending, Stage


def release(bescheid_id: int, *, by: Rule, at: datetime) -> None:
    """Does nothing when it was taken back, went out already, or its minutes are not over. Sealing happens before the lock is taken."""
    with reading(by):
        bescheid = Bescheid.objects.visible_to(by).select_related("fee", "vorgang__antrag__submission").filter(pk=bescheid_id).first()
        if bescheid is None or not is_due(bescheid, at):
            return
        service = catalogue.revision(bescheid.vorgang.revision_id, bescheid.vorgang.part)
        answers = answers_of(bescheid.vorgang)
    letter_id = None if sends_paper(service, bescheid) else _sealed(bescheid, service, answers, by=by, at=at)
    with writing(by):
        vorgang = locked(bescheid.vorgang_id, by)
        current = Bescheid.objects.select_for_update(of=("self",)).get(pk=bescheid_id)
        current.vorgang = vorgang
        if not is_due(current, at):
            if letter_id is not None and current.letter_id != letter_id:
                letters.withdraw(letter_id, by=by, at=at)
            return
        _announce(vorgang, current, letter_id, by=by, at=at)
        if current.ending in {Ending.GRANT, Ending.CONDITIONS}:
            start_effects(current, service.leistung.effects, answers, by=by, at=at)
        publish(
            BescheidIssued(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid_id, channel=channel_of(vorgang)),
            by=by,
            at=at,
        )


def is_due(bescheid: Bescheid, at: datetime) -> bool:
    """Signed, not taken back, minutes over, not gone out."""
    waits = bescheid.releases_at is None or bescheid.releases_at > at
    return not (bescheid.taken_back_at or waits) and bescheid.vorgang.stage == Stage.DECIDED


def sends_paper(service: catalogue.LeistungOfCity, bescheid: Bescheid) -> bool:
    """An Urkunde goes as paper by post: there is no letter of ours to seal."""
    return service.leistung.decision.outcome is Outcome.POST and bescheid.ending in {Ending.GRANT, Ending.CONDITIONS}


def channel_of(vorgang: Vorgang) -> Channel:
    """What she chose when handing in."""
    return Channel(vorgang.antrag.submission.channel)


def _sealed(bescheid: Bescheid, service: catalogue.LeistungOfCity, answers: dict[str, object], *, by: Rule, at: datetime) -> int:
    """The letter, or the one that an attempt before a crash sealed already."""
    reference, vorgang = f"bescheid:{bescheid.pk}", bescheid.vorgang
    before = sealed_letters.letters_of(by, reference)
    if before:
        return before[0].id
    with reading(by):
        daten = daten_of(vorgang, bescheid, service, answers)
    letter = letters.issue(
        vorgang.tenant_id,
        template=service.letter_source(template_of(service, Ending(bescheid.ending))),
        daten=daten.model_dump(mode="json"),
        attachments={},
        subject_ref=reference,
        number=vorgang.number,
        title=str(service.leistung.name),
        recipient_person=str(vorgang.person),
        by=by,
        at=at,
    )
    return letter.pk


def _announce(vorgang: Vorgang, bescheid: Bescheid, letter_id: int | None, *, by: Rule, at: datetime) -> None:
    bescheid.letter_id = letter_id
    bescheid.save(update_fields=["letter_id"])
    is_act = bescheid.remedy != Remedy.NONE
    if letter_id is None or channel_of(vorgang) is Channel.POST:
        move(vorgang, Stage.POSTING, at=at)
        return
    if is_act:
        provide(bescheid, by=by, at=at)
    move(vorgang, Stage.ANNOUNCED if is_act else Stage.CLOSED, at=at)
