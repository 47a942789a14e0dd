"""An appointment is the end of a Vorgang: kept while she fills in, booked when she hands in, moved and cancelled by her."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.cities.rules.runs import Need
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.identity import actions as identity
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest, Rule
from glueckauf.letters import actions as letters
from glueckauf.vorgaenge.actions.decide import decide_alone
from glueckauf.vorgaenge.actions.loading import Ref, locked, locked_antrag, move, require
from glueckauf.vorgaenge.events import AppointmentMoved, VorgangWithdrawn
from glueckauf.vorgaenge.models import Antrag, AntragVersion, Bescheid, Vorgang, Withdrawal
from glueckauf.vorgaenge.rules.appointment import PURPOSE, field_of, held_for, need_of, slot_of, topic_of
from glueckauf.vorgaenge.rules.stage import OPEN, Stage

CHANGEABLE = OPEN | {Stage.DECIDED, Stage.CLOSED}
CODE_AFTER = timedelta(days=1)  # the link in the mail opens until then

Booker = Citizen | Guest | Rule | Clerk


class AppointmentOver(Refused):
    """It has begun."""

    text = "Dieser Termin hat schon begonnen oder ist vorbei. Rufen Sie das Amt an, wenn Sie einen neuen brauchen."


def hold_time(key: str, picked: Mapping[str, Any], *, by: Citizen | Guest, at: datetime) -> dict[str, str]:
    """The picked slot, kept for her some minutes; the answer to store, as the row says it. Raises SlotTaken."""
    with writing(by):
        antrag = locked_antrag(key, by)
        service = catalogue.revision(antrag.revision_id)
        form = service.leistung.form
        slot = slot_of(form, {field_of(form): picked})
        if slot is None:
            raise cities.SlotTaken
        answers = antrag.versions.get(number=antrag.current).values
        wanted = cities.Wanted(
            tenant=antrag.tenant_id,
            office=service.leistung.office,
            leistung=antrag.leistung,
            need=need_of(form, answers),
            held_for=held_for(str(antrag.key)),
        )
        kept = cities.hold(slot, wanted, by=by, at=at)
        return answer_of(kept.slot, kept.starts_at, kept.minutes, kept.where)


def answer_of(slot: int, starts_at: datetime, minutes: int, where: str) -> dict[str, str]:
    """As forms keep it."""
    return {"slot": str(slot), "starts": starts_at.isoformat(), "minutes": str(minutes), "where": where}


def book_picked(vorgang: Vorgang, service: catalogue.LeistungOfCity, answers: Mapping[str, Any], *, by: Booker, at: datetime) -> None:
    """In the transaction that hands in: either both or none. Raises SlotTaken."""
    if not field_of(service.leistung.form):
        return
    slot, booked = slot_of(service.leistung.form, answers), slots.appointment(by, vorgang.tenant_id, topic_of(vorgang.pk), at=at)
    need = need_of(service.leistung.form, answers)
    if slot is None or (booked is not None and booked.slot == slot and booked.people == need.people):
        return
    _book(vorgang, service, slot, need=need, held=held_for(str(vorgang.antrag.key)), by=by, at=at)


def _book(vorgang: Vorgang, service: catalogue.LeistungOfCity, slot: int, *, need: Need, held: str, by: Booker, at: datetime) -> None:
    wanted = cities.Wanted(tenant=vorgang.tenant_id, office=vorgang.office, leistung=vorgang.leistung, need=need, held_for=held)
    cities.book(slot, wanted, topic=topic_of(vorgang.pk), person=vorgang.person, by=by, at=at)
    booked = current(vorgang, by, at)
    remember(vorgang.antrag, field_of(service.leistung.form), booked, at=at)
    until = booked.starts_at + CODE_AFTER
    identity.issue_derived_key(PURPOSE, vorgang.tenant_id, str(vorgang.pk), expires_at=until, by=by, at=at)


def current(vorgang: Vorgang, by: Booker, at: datetime) -> slots.Appointment:
    """What is booked. Raises NotFound."""
    found = slots.appointment(by, vorgang.tenant_id, topic_of(vorgang.pk), at=at)
    if found is None:
        raise NotFound
    return found


def remember(antrag: Antrag, field: str, booked: slots.Appointment, *, at: datetime) -> None:
    """The answers say what is booked, as a version of their own; where they say it already nothing is stored."""
    before = antrag.versions.get(number=antrag.current)
    answer = answer_of(booked.slot, booked.starts_at, booked.minutes, booked.where)
    if before.values.get(field) == answer:
        return
    last = antrag.versions.aggregate(last=Max("number"))["last"]
    AntragVersion.objects.create(
        antrag=antrag,
        tenant_id=antrag.tenant_id,
        person=antrag.person,
        number=last + 1,
        seen=last,
        section=before.section,
        values=before.values | {field: answer},
        saved_at=at,
    )
    antrag.current = last + 1
    antrag.save(update_fields=["current"])


def move_appointment(ref: Ref, *, slot: int, by: Booker, at: datetime) -> None:
    """Another time: the old one is free again, a new confirmation goes out. Raises SlotTaken, AppointmentOver, MovedOn, NotFound."""
    with writing(by):
        vorgang = _changeable(ref, by, at)
        service = catalogue.revision(vorgang.revision_id, vorgang.part)
        antrag = vorgang.antrag
        need = need_of(service.leistung.form, antrag.versions.get(number=antrag.current).values)
        _book(vorgang, service, slot, need=need, held=topic_of(vorgang.pk), by=by, at=at)
        if _withdraw_letters(vorgang, by=by, at=at):
            move(vorgang, Stage.NEW, at=at)
            decide_alone(vorgang, service, by=Rule(tenant=vorgang.tenant_id, name="automatic"), at=at)
        publish(AppointmentMoved(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)


def cancel_appointment(ref: Ref, *, reason: str = "", by: Booker, at: datetime) -> None:
    """Somebody else may come; the Vorgang has ended. Raises AppointmentOver, MovedOn, NotFound."""
    with writing(by):
        vorgang = _changeable(ref, by, at)
        cities.end_booking(topic_of(vorgang.pk), tenant=vorgang.tenant_id, by=by, at=at)
        _withdraw_letters(vorgang, by=by, at=at)
        Withdrawal.objects.create(
            vorgang=vorgang, tenant_id=vorgang.tenant_id, person=vorgang.person, reason=reason.strip(), actor=by.code, at=at
        )
        move(vorgang, Stage.WITHDRAWN, at=at)
        publish(VorgangWithdrawn(tenant=vorgang.tenant_id, vorgang_id=vorgang.pk), by=by, at=at)


def wait_for_earlier(ref: Ref, *, by: Booker, at: datetime) -> None:
    """She hears by mail when an earlier one becomes free. Raises AppointmentOver, MovedOn, NotFound."""
    with writing(by):
        vorgang = _changeable(ref, by, at)
        cities.wait(topic_of(vorgang.pk), tenant=vorgang.tenant_id, by=by, at=at)


def stop_waiting(ref: Ref, *, by: Booker, at: datetime) -> None:
    """No more offers."""
    with writing(by):
        vorgang = locked(ref, by)
        cities.stop_waiting(topic_of(vorgang.pk), tenant=vorgang.tenant_id, by=by, at=at)


def free_appointment(vorgang: Vorgang, *, by: Booker, at: datetime) -> None:
    """The matter ended another way. The caller holds the lock."""
    if field_of(catalogue.revision(vorgang.revision_id, vorgang.part).leistung.form):
        cities.end_booking(topic_of(vorgang.pk), tenant=vorgang.tenant_id, by=by, at=at)


def _changeable(ref: Ref, by: Booker, at: datetime) -> Vorgang:
    vorgang = locked(ref, by)
    require(vorgang, CHANGEABLE)
    if current(vorgang, by, at).starts_at <= at:
        raise AppointmentOver
    return vorgang


def _withdraw_letters(vorgang: Vorgang, *, by: Booker, at: datetime) -> bool:
    """The confirmation of the old time no longer verifies as valid. False: none was signed yet."""
    rows = list(Bescheid.objects.select_for_update().filter(vorgang=vorgang, taken_back_at=None, revoked_at=None))
    for row in rows:
        if row.letter_id is None:
            row.taken_back_at, row.taken_back_by = at, by.code
        else:
            row.revoked_at, row.revoked_by = at, by.code
            letters.withdraw(row.letter_id, by=by, at=at)
        row.save(update_fields=["taken_back_at", "taken_back_by", "revoked_at", "revoked_by"])
    return bool(rows)
