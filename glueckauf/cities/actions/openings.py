"""Rooms, opening hours, closed days: what a city enters. From them slots are laid out some weeks ahead; what is booked stays."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.db.models import Q, QuerySet

from glueckauf.cities.actions.appointments import Actor
from glueckauf.cities.events import DayClosed, OpeningEnded, OpeningEntered
from glueckauf.cities.models import Absence, Booking, Closure, Opening, Room, Slot
from glueckauf.cities.queries import tenant, tenants
from glueckauf.cities.rules.openings import HORIZON, MOST_PEOPLE, Hours, is_sound, starts
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import Scope

ABSENCES_KEPT = timedelta(days=30)  # who was away is nobody's business for longer


class UnsoundHours(Refused):
    """No appointment fits."""

    text = (
        "Mit diesen Zeiten entsteht kein Termin. Prüfen Sie: Ende nach Beginn, ein Termin dauert 5 bis 240 Minuten, "
        "1 bis 50 Personen bedienen zugleich, der letzte Tag liegt nicht vor dem ersten. Es wurde nichts gespeichert."
    )
    status = 422


class NoSource(Refused):
    """Hours without a source are guessed."""

    text = "Schreiben Sie dazu, woher die Zeiten stammen, zum Beispiel „Amtsleitung, 3. Mai 2026“. Es wurde nichts gespeichert."
    status = 422


class Administrator(Actor, Protocol):
    """Whoever may enter hours: a clerk of the tenant, or the house."""

    @property
    def tenant(self) -> str: ...


def enter_room(office: str, *, name: str, site: str, by: Administrator, at: datetime) -> Room:
    """A counter or room of an office; entered twice it is the same one. Raises NotFound for an office the city does not have."""
    if office not in {o.key for o in tenant(by.tenant).offices} or not name.strip() or not site.strip():
        raise NotFound
    with writing(by):
        row, _ = Room.objects.get_or_create(
            tenant_id=by.tenant,
            office=office,
            name=name.strip()[:80],
            site=site.strip()[:160],
            ended_at=None,
            defaults={"actor": by.code, "at": at},
        )
        return row


def enter_opening(
    room_id: int,
    *,
    hours: Hours,
    people: int,
    leistungen: Iterable[str] = (),
    source: str,
    by: Administrator,
    at: datetime,
) -> Opening:
    """From now on appointments can be booked there. Raises UnsoundHours, NoSource, NotFound."""
    if not is_sound(hours) or not 1 <= people <= MOST_PEOPLE:
        raise UnsoundHours
    if not source.strip():
        raise NoSource
    with writing(by):
        room = Room.objects.filter(tenant_id=by.tenant, pk=room_id, ended_at=None).first()
        if room is None:
            raise NotFound
        row = Opening.objects.create(
            tenant_id=by.tenant,
            room=room,
            **asdict(hours),
            people=people,
            leistungen=sorted(set(leistungen)),
            source=source.strip()[:200],
            actor=by.code,
            at=at,
        )
        publish(OpeningEntered(tenant=by.tenant, opening_id=row.pk), by=by, at=at)
        lay_out(row, at=at)
        return row


def end_opening(opening_id: int, *, by: Administrator, at: datetime) -> int:
    """Its free slots go, what is booked stays. Returns how many people still come. Raises NotFound."""
    with writing(by):
        row = Opening.objects.select_for_update().filter(tenant_id=by.tenant, pk=opening_id, ended_at=None).first()
        if row is None:
            raise NotFound
        row.ended_at, row.ended_by = at, by.code
        row.save(update_fields=["ended_at", "ended_by"])
        publish(OpeningEnded(tenant=by.tenant, opening_id=row.pk), by=by, at=at)
        return _clear(Slot.objects.filter(opening=row, starts_at__gt=at))


def close_day(office: str, *, day: date, reason: str, room_id: int | None = None, by: Administrator, at: datetime) -> int:
    """Nobody can book that day any more. Returns how many had booked: they are told by a person. Raises NotFound."""
    with writing(by):
        room = Room.objects.filter(tenant_id=by.tenant, office=office, pk=room_id).first() if room_id else None
        if (room_id and room is None) or office not in {o.key for o in tenant(by.tenant).offices}:
            raise NotFound
        row = Closure.objects.create(
            tenant_id=by.tenant, office=office, room=room, day=day, reason=reason.strip()[:200], actor=by.code, at=at
        )
        publish(DayClosed(tenant=by.tenant, closure_id=row.pk, day=day.isoformat()), by=by, at=at)
        midnight = datetime.combine(day, time(), tzinfo=BERLIN)
        slots = Slot.objects.filter(tenant_id=by.tenant, office=office, starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1))
        return _clear(slots.filter(room=room) if room else slots)


def lay_out(opening: Opening, *, at: datetime) -> int:
    """Slots up to the horizon; those that are there stay as they are. The caller is in a transaction of the tenant."""
    hours = Hours(
        weekday=opening.weekday,
        opens=opening.opens,
        closes=opening.closes,
        minutes=opening.minutes,
        first_day=opening.first_day,
        last_day=opening.last_day,
    )
    first, room = local_day(at), opening.room
    whose = Q(room=None) | Q(room=room)
    closed = set(Closure.objects.filter(whose, tenant_id=opening.tenant_id, office=room.office).values_list("day", flat=True))
    closed |= {date.fromisoformat(d.day) for d in tenant(opening.tenant_id).days_off}
    times = [s for s in starts(hours, first=first, last=first + HORIZON, closed=frozenset(closed)) if s > at]
    fixed = {"tenant_id": opening.tenant_id, "office": room.office, "room": room, "opening": opening, "minutes": opening.minutes}
    rows = [Slot(starts_at=start, seat=seat, **fixed) for start, seats in _missing(opening, times).items() for seat in seats]
    return len(Slot.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500))


def _missing(opening: Opening, times: list[datetime]) -> dict[datetime, list[int]]:
    """Seats to add at each time, so that there is one for each who serves and is there."""
    absences = list(Absence.objects.filter(room=opening.room_id, ended_at=None))
    there: dict[datetime, set[int]] = {start: set() for start in times}
    if times:
        known = Slot.objects.filter(room=opening.room_id, starts_at__gte=times[0], starts_at__lte=times[-1])
        for start, seat in known.values_list("starts_at", "seat"):
            there.get(start, set()).add(seat)
    found = {}
    for start, seats in there.items():
        away = sum(a.first_day <= local_day(start) <= a.last_day for a in absences)
        open_seats = [seat for seat in range(1, opening.people + 1) if seat not in seats]
        found[start] = open_seats[: max(0, opening.people - away - len(seats))]
    return found


def lay_out_all(*, at: datetime) -> None:
    """Every day one day more, city by city; what nobody booked and is past goes, and who was away a month ago."""
    for key in tenants():
        with writing(Scope(tenant=key)):
            for opening in Opening.objects.filter(tenant_id=key, ended_at=None).select_related("room"):
                lay_out(opening, at=at)
            Slot.objects.filter(tenant_id=key, starts_at__lt=at - timedelta(days=1), bookings=None).delete()
            Absence.objects.filter(tenant_id=key, last_day__lt=local_day(at) - ABSENCES_KEPT).delete()


def _clear(slots: QuerySet[Slot]) -> int:
    """Free slots go; returns how many are booked."""
    taken = Booking.objects.filter(slot__in=slots, ended_at=None).values("topic").distinct().count()
    slots.filter(bookings=None).delete()
    return taken
