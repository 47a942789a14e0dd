"""After the decision: provided in the portal or given to the post, first retrieval, the day it counts as announced."""

from datetime import date, datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Regime, Remedy
from glueckauf.core.clock import local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest, Rule
from glueckauf.vorgaenge.actions.loading import Ref, locked, move
from glueckauf.vorgaenge.events import BescheidPosted, BescheidRetrieved
from glueckauf.vorgaenge.models import Announcement, Bescheid
from glueckauf.vorgaenge.rules.frist import Channel, announced_on, remedy_until, retrieve_by, rule_by_version, rule_for
from glueckauf.vorgaenge.rules.stage import Stage


class DispatchInFuture(Refused):
    """A letter is posted today or was before."""

    text = "Der Tag liegt in der Zukunft. Tragen Sie den Tag ein, an dem der Brief zur Post gegangen ist."


def provide(bescheid: Bescheid, *, by: Clerk | Rule, at: datetime) -> Announcement:
    """In the portal: announced the day after the first retrieval, if she retrieves in time. The caller holds the lock."""
    rule = rule_for(
        catalogue.revision(bescheid.vorgang.revision_id, bescheid.vorgang.part).leistung.decision.regime, Channel.PORTAL, local_day(at)
    )
    return Announcement.objects.create(
        vorgang_id=bescheid.vorgang_id,
        tenant_id=bescheid.tenant_id,
        person=bescheid.person,
        bescheid=bescheid,
        channel=Channel.PORTAL,
        provided_at=at,
        retrieve_by=retrieve_by(local_day(at), rule),
        rule=rule.norm,
        rule_version=rule.version,
    )


def dispatch(ref: Ref, *, on: date, by: Clerk, at: datetime) -> None:
    """The letter or paper went to the post on that day: announced on the fourth day where it is an act, else just 'abgeschickt am'."""
    if on > local_day(at):
        raise DispatchInFuture
    with writing(by):
        vorgang = locked(ref, by)
        bescheid = Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None).first()
        if bescheid is None or Stage(vorgang.stage) not in {Stage.POSTING, Stage.ANNOUNCED}:
            raise NotFound
        bescheid.dispatched_on = on
        bescheid.save(update_fields=["dispatched_on"])
        if bescheid.remedy != Remedy.NONE:
            _posted(bescheid, catalogue.revision(vorgang.revision_id, vorgang.part).leistung.decision.regime, on, at)
        move(vorgang, Stage.ANNOUNCED if bescheid.remedy != Remedy.NONE else Stage.CLOSED, at=at)
        publish(BescheidPosted(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk, bescheid_id=bescheid.pk), by=by, at=at)


def last_day(bescheid: Bescheid, announced: date) -> date | None:
    """Of Widerspruch and Klage. The application to the Amtsgericht (§ 49 PStG) knows no period that our notes name: none is printed."""
    return remedy_until(announced) if bescheid.remedy in {Remedy.WIDERSPRUCH, Remedy.KLAGE} else None


def _posted(bescheid: Bescheid, regime: Regime, on: date, at: datetime) -> None:
    rule = rule_for(regime, Channel.POST, on)
    day = announced_on(on, rule)
    Announcement.objects.create(
        vorgang_id=bescheid.vorgang_id,
        tenant_id=bescheid.tenant_id,
        person=bescheid.person,
        bescheid=bescheid,
        channel=Channel.POST,
        provided_at=at,
        announced_on=day,
        appeal_until=last_day(bescheid, day),
        rule=rule.norm,
        rule_version=rule.version,
    )


def retrieve(bescheid_id: int, *, by: Citizen | Guest, at: datetime) -> Bescheid:
    """She opens the letter. The first time, if in time, sets the day of announcement; every other time changes nothing."""
    with writing(by):
        bescheid = Bescheid.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=bescheid_id).exclude(letter_id=None).first()
        if bescheid is None:
            raise NotFound
        waiting = (
            Announcement.objects.select_for_update()
            .filter(bescheid=bescheid, channel=Channel.PORTAL, retrieved_at=None)
            .order_by("-provided_at")
            .first()
        )
        if waiting is not None:
            _first_retrieval(bescheid, waiting, by=by, at=at)
        return bescheid


def _first_retrieval(bescheid: Bescheid, waiting: Announcement, *, by: Citizen | Guest, at: datetime) -> None:
    day = local_day(at)
    waiting.retrieved_at = at
    if waiting.retrieve_by is None or day <= waiting.retrieve_by:
        rule = rule_by_version(waiting.rule_version)
        waiting.announced_on = announced_on(day, rule)
        waiting.appeal_until = last_day(bescheid, waiting.announced_on)
    waiting.save(update_fields=["retrieved_at", "announced_on", "appeal_until"])
    publish(BescheidRetrieved(tenant=bescheid.tenant_id, vorgang_id=bescheid.vorgang_id, bescheid_id=bescheid.pk), by=by, at=at)
