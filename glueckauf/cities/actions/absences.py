"""Somebody who serves in a room is away: one appointment fewer at each time. What is booked stays, a person tells them."""

from datetime import date, datetime, time, timedelta

from glueckauf.cities.actions.openings import Administrator, lay_out
from glueckauf.cities.events import AbsenceEnded, AbsenceEntered
from glueckauf.cities.models import Absence, Booking, Opening, Room, Slot
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.outbox import publish

LONGEST = timedelta(days=366)


class UnsoundAbsence(Refused):
    """No day of it lies ahead, or it never ends."""

    text = "Prüfen Sie die Tage: Der letzte liegt nicht vor dem ersten, nicht in der Vergangenheit und höchstens ein Jahr später."
    status = 422


class AbsentAlready(Refused):
    """Entered twice she would count twice."""

    text = "Für diese Person steht an diesen Tagen schon etwas. Es wurde nichts gespeichert."
    status = 422


def enter_absence(room_id: int, *, first_day: date, last_day: date, clerk: str = "", by: Administrator, at: datetime) -> int:
    """Free times go where nobody is left for them. `clerk`: the code of an account, or empty: the office need not say who.

    Returns how many appointments are booked for which nobody is there. Raises UnsoundAbsence, AbsentAlready, NotFound.
    """
    if not first_day <= last_day <= first_day + LONGEST or last_day < local_day(at):
        raise UnsoundAbsence
    with writing(by):
        room = Room.objects.select_for_update().filter(tenant_id=by.tenant, pk=room_id, ended_at=None).first()
        if room is None:
            raise NotFound
        same = Absence.objects.filter(tenant_id=by.tenant, clerk=clerk, ended_at=None, first_day__lte=last_day, last_day__gte=first_day)
        if clerk and same.exists():
            raise AbsentAlready
        row = Absence.objects.create(
            tenant_id=by.tenant, room=room, clerk=clerk, first_day=first_day, last_day=last_day, actor=by.code, at=at
        )
        publish(AbsenceEntered(tenant=by.tenant, absence_id=row.pk), by=by, at=at)
        return _thin_out(room, max(first_day, local_day(at)), last_day, at=at)


def end_absence(absence_id: int, *, by: Administrator, at: datetime) -> None:
    """She is back: her times can be booked again. Raises NotFound."""
    with writing(by):
        row = Absence.objects.select_for_update().filter(tenant_id=by.tenant, pk=absence_id, ended_at=None).first()
        if row is None:
            raise NotFound
        row.ended_at, row.ended_by = at, by.code
        row.save(update_fields=["ended_at", "ended_by"])
        publish(AbsenceEnded(tenant=by.tenant, absence_id=row.pk), by=by, at=at)
        for opening in Opening.objects.filter(tenant_id=by.tenant, room=row.room_id, ended_at=None).select_related("room"):
            lay_out(opening, at=at)


def _thin_out(room: Room, first: date, last: date, *, at: datetime) -> int:
    """At each time as many slots as people; those nobody has booked go first, the last seat before the first."""
    absences = list(Absence.objects.filter(room=room, ended_at=None))
    midnight = datetime.combine(first, time(), tzinfo=BERLIN)
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=BERLIN)
    slots = Slot.objects.filter(room=room, starts_at__gte=max(midnight, at), starts_at__lt=until).select_related("opening")
    booked = set(Booking.objects.filter(slot__in=slots, ended_at=None).values_list("slot", flat=True))
    by_start: dict[datetime, list[Slot]] = {}
    for slot in slots.order_by("starts_at", "seat"):
        by_start.setdefault(slot.starts_at, []).append(slot)
    gone, too_many = [], 0
    for starts_at, there in by_start.items():
        away = sum(a.first_day <= local_day(starts_at) <= a.last_day for a in absences)
        surplus = len(there) - max(0, there[0].opening.people - away)
        free = [s.pk for s in reversed(there) if s.pk not in booked][: max(0, surplus)]
        gone += free
        too_many += max(0, surplus - len(free))
    Slot.objects.filter(pk__in=gone, bookings=None).delete()
    return too_many
