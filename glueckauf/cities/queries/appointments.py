"""Free slots, an appointment, the list of a day. Free slots name nobody, so they are read in the scope of the city, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, Sum

from glueckauf.cities.models import Attendance, Booking, Hold, Opening, Slot, Wish
from glueckauf.cities.queries.room_files import FOLDER
from glueckauf.cities.queries.tenants import tenants
from glueckauf.cities.rules.runs import ONE, Need, place_of, run_from
from glueckauf.core.clock import BERLIN, local_day
from glueckauf.core.db import Scoped, reading
from glueckauf.core.scope import Scope

MOST_DAYS = 15  # with a free slot, on one page


@dataclass(frozen=True, slots=True)
class FreeTime:
    """One start at one place, and how long it takes in all. Twins at other counters are not shown: any will do."""

    slot: int
    starts_at: datetime
    minutes: int
    where: str


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The free times of a day, in order."""

    day: date
    times: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSlots:
    """What can be booked. `is_set_up`: somebody has entered hours at all."""

    is_set_up: bool
    days: tuple[FreeDay, ...]


def is_offered(opening: Opening, leistung: str) -> bool:
    """Whether one may come there with this matter."""
    return not opening.leistungen or leistung in opening.leistungen


def free_slots(tenant: str, office: str, leistung: str, *, at: datetime, need: Need = ONE, held_for: str = "") -> FreeSlots:
    """The next days with times at which so much is free in one go; what she keeps herself is among them."""
    with reading(Scope(tenant=tenant)):
        rules = Opening.objects.filter(tenant_id=tenant, room__office=office, room__ended_at=None, ended_at=None)
        ids = [o.pk for o in rules if is_offered(o, leistung)]
        if not ids:
            return FreeSlots(is_set_up=False, days=())
        slots = Slot.objects.filter(tenant_id=tenant, opening__in=ids, starts_at__gt=at, block=None)
        booked = Booking.objects.filter(tenant_id=tenant, ended_at=None, slot__starts_at__gt=at).values("slot")
        others = Q(hold__isnull=False, hold__until__gt=at) & ~Q(hold__held_for=held_for)
        found = slots.exclude(pk__in=booked).exclude(others).order_by("starts_at", "room__site", "room__name", "seat")
        names = ("pk", "starts_at", "minutes", "room_id", "seat", "room__site", "room__name", "hold__held_for")
        return FreeSlots(is_set_up=True, days=_by_day(list(found.values_list(*names, named=True)), need, held_for))


def _by_day(rows: list[Any], need: Need, held_for: str) -> tuple[FreeDay, ...]:
    days: dict[date, dict[tuple[datetime, str], FreeTime]] = {}
    free = {place_of(row): row for row in rows}
    for row in rows:
        run = run_from(row, free, need)
        if not run:
            continue
        day = local_day(row.starts_at)
        if day not in days and len(days) == MOST_DAYS:
            break
        times, key = days.setdefault(day, {}), (row.starts_at, row.room__site)
        if key not in times or (row.hold__held_for and row.hold__held_for == held_for):
            minutes = sum(r.minutes for r in run)
            times[key] = FreeTime(row.pk, row.starts_at, minutes, f"{row.room__site}, {row.room__name}")
    return tuple(FreeDay(day, tuple(times.values())) for day, times in days.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What is booked, from the slot it begins with. `offered`: an earlier one that is kept for her now."""

    id: int
    slot: int
    starts_at: datetime
    minutes: int
    people: int
    site: str
    room: str
    office: str
    came: bool | None
    is_waiting: bool
    offered: FreeTime | None

    @property
    def ends_at(self) -> datetime:
        """When she is done."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def where(self) -> str:
        """Bürgerbüro Mitte, Schalter 3."""
        return f"{self.site}, {self.room}"


def appointment(actor: Scoped | Scope, tenant: str, topic: str, *, at: datetime) -> Appointment | None:
    """Of a topic, while it is booked. The caller has made sure that the topic is the actor's."""
    with reading(Scope(tenant=tenant)):
        row = Booking.objects.filter(tenant_id=tenant, topic=topic, part=0, ended_at=None).select_related("slot__room").first()
        return None if row is None else _appointment(row, at)


def _appointment(row: Booking, at: datetime) -> Appointment:
    wish = Wish.objects.filter(booking=row, ended_at=None).select_related("offered_slot__room").first()
    visit = Attendance.objects.filter(booking=row).order_by("-at", "-pk").first()
    offered = wish.offered_slot if wish and wish.offered_slot and _is_kept(wish, at) else None
    slot, whole = row.slot, Booking.objects.filter(tenant_id=row.tenant_id, topic=row.topic, ended_at=None)
    return Appointment(
        id=row.pk,
        slot=slot.pk,
        starts_at=slot.starts_at,
        minutes=whole.aggregate(all=Sum("slot__minutes"))["all"],
        people=row.people,
        site=slot.room.site,
        room=slot.room.name,
        office=slot.office,
        came=visit.came if visit else None,
        is_waiting=wish is not None,
        offered=_offered(offered, row.topic) if offered else None,
    )


def _offered(slot: Slot, topic: str) -> FreeTime:
    kept = Hold.objects.filter(tenant_id=slot.tenant_id, held_for=topic).aggregate(all=Sum("slot__minutes"))["all"]
    return FreeTime(slot.pk, slot.starts_at, kept, f"{slot.room.site}, {slot.room.name}")


def _is_kept(wish: Wish, at: datetime) -> bool:
    hold = getattr(wish.offered_slot, "hold", None)
    return hold is not None and hold.until > at and hold.held_for == wish.booking.topic


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotOfDay:
    """A slot of a day. `topic` is empty while nobody has booked; a family's first slot is `part` 0, its minutes are those of all."""

    slot: int
    starts_at: datetime
    minutes: int
    part: int
    people: int
    site: str
    room: str
    seat: int
    topic: str
    booking: int | None
    came: bool | None
    blocked: str | None

    @property
    def ends_at(self) -> datetime:
        """When they are done."""
        return self.starts_at + timedelta(minutes=self.minutes)


def day_list(tenant: str, offices: Iterable[str], day: date) -> tuple[SlotOfDay, ...]:
    """All slots of these offices on one day, in order."""
    midnight = datetime.combine(day, time(), tzinfo=BERLIN)
    with reading(Scope(tenant=tenant)):
        slots = Slot.objects.filter(
            tenant_id=tenant,
            office__in=list(offices),
            starts_at__gte=midnight,
            starts_at__lt=datetime.combine(day + timedelta(days=1), time(), tzinfo=BERLIN),
        ).select_related("room", "block")
        bookings = {b.slot_id: b for b in Booking.objects.filter(slot__in=slots, ended_at=None).prefetch_related("attendances")}
        rows = list(slots.order_by("starts_at", "room__site", "room__name", "seat"))
        whole: dict[str, int] = {}
        for slot in (s for s in rows if s.pk in bookings):
            whole[bookings[slot.pk].topic] = whole.get(bookings[slot.pk].topic, 0) + slot.minutes
        return tuple(_line(s, bookings.get(s.pk), whole) for s in rows)


def _line(slot: Slot, booking: Booking | None, whole: dict[str, int]) -> SlotOfDay:
    visits = sorted(booking.attendances.all(), key=lambda a: (a.at, a.pk)) if booking else []
    block = getattr(slot, "block", None)
    return SlotOfDay(
        slot=slot.pk,
        starts_at=slot.starts_at,
        minutes=whole[booking.topic] if booking else slot.minutes,
        part=booking.part if booking else 0,
        people=booking.people if booking else 1,
        site=slot.room.site,
        room=slot.room.name,
        seat=slot.seat,
        topic=booking.topic if booking else "",
        booking=booking.pk if booking else None,
        came=visits[-1].came if visits else None,
        blocked=block.reason if block else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An appointment of tomorrow that nobody was reminded of."""

    tenant: str
    booking: int
    topic: str


def appointment_reminders_due(at: datetime) -> list[Due]:
    """From 8 o'clock on the day before, city by city; who booked on that day knows it still."""
    if at.astimezone(BERLIN).hour < 8:
        return []
    tomorrow = local_day(at) + timedelta(days=1)
    first = datetime.combine(tomorrow, time(), tzinfo=BERLIN)
    last = datetime.combine(tomorrow + timedelta(days=1), time(), tzinfo=BERLIN)
    booked_by = datetime.combine(local_day(at), time(), tzinfo=BERLIN)
    found = []
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            rows = Booking.objects.filter(tenant_id=tenant, part=0, ended_at=None, reminded_at=None, at__lt=booked_by)
            rows = rows.filter(slot__starts_at__gte=first, slot__starts_at__lt=last)
            found += [Due(tenant=tenant, booking=r.pk, topic=r.topic) for r in rows]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRow:
    """Hours as the administrator sees them."""

    id: int
    office: str
    site: str
    room: str
    weekday: int
    opens: time
    closes: time
    minutes: int
    people: int
    leistungen: tuple[str, ...]
    first_day: date
    last_day: date | None
    source: str
    is_of_folder: bool


def openings(tenant: str) -> tuple[OpeningRow, ...]:
    """What is entered, by office and weekday."""
    with reading(Scope(tenant=tenant)):
        rows = Opening.objects.filter(tenant_id=tenant, ended_at=None).select_related("room")
        return tuple(
            OpeningRow(
                id=o.pk,
                office=o.room.office,
                site=o.room.site,
                room=o.room.name,
                weekday=o.weekday,
                opens=o.opens,
                closes=o.closes,
                minutes=o.minutes,
                people=o.people,
                leistungen=tuple(o.leistungen),
                first_day=o.first_day,
                last_day=o.last_day,
                source=o.source,
                is_of_folder=o.actor == FOLDER,
            )
            for o in rows.order_by("room__office", "room__site", "room__name", "weekday", "opens")
        )
