"""A slot is held, booked, let go. Exactly once: the row of the slot is locked, and a Booking is unique while it has not ended.

Whose appointment it is, is a topic ("vorgang:12"); of people this package knows nothing but their id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from glueckauf.cities.events import SlotBooked, SlotFreed, VisitRecorded
from glueckauf.cities.models import Attendance, Booking, Hold, Slot, SlotBlock, Wish
from glueckauf.cities.queries.appointments import is_offered
from glueckauf.cities.rules.runs import ONE, Need, place_of, run_from
from glueckauf.core.db import scoped, writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope

HELD = timedelta(minutes=15)


class SlotTaken(Refused):
    """Somebody was faster, the hold ran out, or the time is past."""

    text = "Dieser Termin ist gerade vergeben worden. Ihre anderen Angaben sind noch da. Bitte wählen Sie einen anderen Termin."


class StillBooked(Refused):
    """Somebody comes: blocking would not tell her."""

    text = "Dieser Termin ist gebucht. Sagen Sie zuerst der Person ab, dann können Sie ihn sperren."


class Actor(Protocol):
    """What is needed of whoever acts."""

    @property
    def code(self) -> str: ...

    @property
    def scope(self) -> Scope: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """As an answer of a form keeps it: the slot it begins with, and how long it takes in all."""

    slot: int
    starts_at: datetime
    minutes: int
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where, for which matter, how much of it. `held_for`: what this one keeps already is free for her."""

    tenant: str
    office: str
    leistung: str
    need: Need = ONE
    held_for: str = ""


def hold(slot_id: int, wanted: Wanted, *, by: Actor, at: datetime, until: datetime | None = None) -> Held:
    """Kept for some minutes: from this slot on, or its twin at the same time and place. What she held before is free again.
    Raises SlotTaken."""
    with writing(by), scoped(Scope(tenant=wanted.tenant)):
        run = _free_run(slot_id, wanted, at=at)
        Hold.objects.filter(tenant_id=wanted.tenant, held_for=wanted.held_for).exclude(slot__in=run).delete()
        values = {"tenant_id": wanted.tenant, "held_for": wanted.held_for, "until": until or at + HELD}
        for slot in run:
            Hold.objects.update_or_create(slot=slot, defaults=values)
        return held(run)


def book(slot_id: int, wanted: Wanted, *, topic: str, person: UUID, by: Actor, at: datetime) -> Booking:
    """In the caller's transaction. Ends what the same topic had before. Raises SlotTaken."""
    tenant = wanted.tenant
    with writing(by), scoped(Scope(tenant=tenant)):
        _end(topic, tenant=tenant, by=by, at=at)
        run = _free_run(slot_id, wanted, at=at)
        Hold.objects.filter(tenant_id=tenant, held_for__in={wanted.held_for, topic} - {""}).delete()
        values = {"tenant_id": tenant, "person": person, "topic": topic, "people": wanted.need.people, "actor": by.code, "at": at}
        rows = [Booking.objects.create(slot=slot, part=part, **values) for part, slot in enumerate(run)]
        publish(SlotBooked(tenant=tenant, slot_id=run[0].pk, topic=topic), by=by, at=at)
        return rows[0]


def end_booking(topic: str, *, tenant: str, by: Actor, at: datetime) -> bool:
    """Cancelled: others may have the slot. False: there was none."""
    with writing(by), scoped(Scope(tenant=tenant)):
        return _end(topic, tenant=tenant, by=by, at=at)


def _end(topic: str, *, tenant: str, by: Actor, at: datetime) -> bool:
    live = Booking.objects.select_for_update(of=("self",)).select_related("slot").filter(tenant_id=tenant, topic=topic, ended_at=None)
    rows = list(live.order_by("part"))
    if not rows or not Booking.objects.filter(pk__in=[r.pk for r in rows], ended_at=None).update(ended_at=at, ended_by=by.code):
        return False
    Wish.objects.filter(booking=rows[0], ended_at=None).update(ended_at=at)
    for row in rows:
        if row.slot.starts_at > at:
            publish(SlotFreed(tenant=tenant, slot_id=row.slot_id), by=by, at=at)
    return True


def block(slot_id: int, *, offices: frozenset[str], reason: str, by: Actor, at: datetime) -> None:
    """Nobody can book it. Raises StillBooked; NotFound outside of these offices."""
    with writing(by):
        slot = _locked(slot_id, offices, by)
        if slot.bookings.filter(ended_at=None).exists():
            raise StillBooked
        values = {"tenant_id": slot.tenant_id, "reason": reason.strip()[:200], "actor": by.code, "at": at}
        SlotBlock.objects.get_or_create(slot=slot, defaults=values)


def unblock(slot_id: int, *, offices: frozenset[str], by: Actor, at: datetime) -> None:
    """Free again: who waits for an earlier one hears of it. Raises NotFound outside of these offices."""
    with writing(by):
        slot = _locked(slot_id, offices, by)
        if SlotBlock.objects.filter(slot=slot).delete()[0] and slot.starts_at > at:
            publish(SlotFreed(tenant=slot.tenant_id, slot_id=slot.pk), by=by, at=at)


def record_visit(booking_id: int, *, offices: frozenset[str], came: bool, by: Actor, at: datetime) -> None:
    """Arrived or not appeared; said again, the latest word counts. Raises NotFound outside of these offices."""
    with writing(by):
        own = Booking.objects.filter(tenant_id=by.scope.tenant, slot__office__in=offices)
        row = own.filter(pk=booking_id, part=0, ended_at=None).first()
        if row is None:
            raise NotFound
        Attendance.objects.create(booking=row, tenant_id=row.tenant_id, person=row.person, came=came, actor=by.code, at=at)
        publish(VisitRecorded(tenant=row.tenant_id, booking_id=row.pk, came=came), by=by, at=at)


def mark_reminded(booking_id: int, *, by: Actor, at: datetime) -> bool:
    """Whether this call was the first: one reminder each."""
    with writing(by):
        return bool(Booking.objects.filter(pk=booking_id, ended_at=None, reminded_at=None).update(reminded_at=at))


def forget(topic: str, *, by: Actor) -> None:
    """The matter is deleted, its appointments with it."""
    with writing(by):
        Booking.objects.filter(tenant_id=by.scope.tenant, topic=topic).delete()


def held(run: Sequence[Slot]) -> Held:
    """As the rows say."""
    return Held(slot=run[0].pk, starts_at=run[0].starts_at, minutes=sum(s.minutes for s in run), where=where(run[0]))


def where(slot: Slot) -> str:
    """Bürgerbüro Mitte, Schalter 3."""
    return f"{slot.room.site}, {slot.room.name}"


def _locked(slot_id: int, offices: frozenset[str], by: Actor) -> Slot:
    own = Slot.objects.select_for_update(of=("self",)).filter(tenant_id=by.scope.tenant, office__in=offices)
    row = own.filter(pk=slot_id).first()
    if row is None:
        raise NotFound
    return row


def _free_run(slot_id: int, wanted: Wanted, *, at: datetime) -> tuple[Slot, ...]:
    """Locked until the transaction ends; else from a twin on, in the order of their seats, without waiting for those others are taking."""
    own = Slot.objects.filter(tenant_id=wanted.tenant, office=wanted.office)
    first = own.filter(pk=slot_id).select_related("room").first()
    if first is None or first.starts_at <= at:
        raise SlotTaken
    if run := _locked_run(first, wanted, at=at, skip_locked=False):
        return run
    twins = own.filter(starts_at=first.starts_at, room__site=first.room.site).exclude(pk=first.pk)
    gone = taken(twins, held_for=wanted.held_for, at=at).values("pk")
    for twin in twins.exclude(pk__in=gone).order_by("room__name", "seat", "pk"):
        if run := _locked_run(twin, wanted, at=at, skip_locked=True):
            return run
    raise SlotTaken


def _locked_run(first: Slot, wanted: Wanted, *, at: datetime, skip_locked: bool) -> tuple[Slot, ...]:
    """Enough adjoining slots, for this Leistung, not booked, not blocked, held by nobody else; empty where they are not all so.

    Locked in the order of the clock, as everybody does: so nobody waits in a circle.
    """
    same_seat = Slot.objects.filter(room=first.room_id, seat=first.seat, starts_at__gte=first.starts_at).order_by("starts_at")
    locked = same_seat.select_for_update(of=("self",), skip_locked=skip_locked).select_related("room", "opening")
    rows = {place_of(s): s for s in locked[: wanted.need.slots(first.minutes)]}
    start = rows.get(place_of(first))
    run = run_from(start, rows, wanted.need) if start else ()
    if not all(is_offered(s.opening, wanted.leistung) for s in run):
        return ()
    return () if taken(Slot.objects.filter(pk__in=[s.pk for s in run]), held_for=wanted.held_for, at=at).exists() else run


def taken(slots: QuerySet[Slot], *, held_for: str, at: datetime) -> QuerySet[Slot]:
    """Those that somebody has."""
    others = Q(hold__until__gt=at) & ~Q(hold__held_for=held_for)
    return slots.filter(Q(bookings__isnull=False, bookings__ended_at=None) | Q(block__isnull=False) | others)
