"""Builders of rooms, hours and booked appointments, through the actions of the house."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.cities.rules.openings import Hours
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.vorgaenge import actions
from tests import make

DAY = date(2026, 12, 1)  # a Tuesday


def house(kommune="bochum"):
    """Whoever enters hours without being somebody."""
    return Rule(tenant=kommune, name="test")


def hours(kommune="bochum", *, office="buergerbuero", day=DAY, opens=time(8), closes=time(9), minutes=20, people=1, at=make.NOON, **more):
    """One room that takes appointments on this weekday. 8:00, 8:20, 8:40 unless said otherwise."""
    room = cities.enter_room(office, name=more.pop("name", "Schalter 1"), site="Rathaus, Musterplatz 1", by=house(kommune), at=at)
    given = {"weekday": day.weekday(), "first_day": day, "opens": opens, "closes": closes, "minutes": minutes}
    given |= {key: more.pop(key) for key in ("weekday", "last_day") if key in more}
    more = {"source": "Test, frei erfunden"} | more
    return cities.enter_opening(room.pk, hours=Hours(**given), people=people, by=house(kommune), at=at, **more)


def free(kommune="bochum", leistung="personalausweis", *, at=make.NOON, office="buergerbuero"):
    """Free times in order."""
    found = slots.free_slots(kommune, office, leistung, at=at)
    return [t for d in found.days for t in d.times]


def answer(chosen):
    """As a form keeps it."""
    return {"slot": str(chosen.slot), "starts": chosen.starts_at.isoformat(), "minutes": str(chosen.minutes), "where": chosen.where}


def draft(chosen, *, kommune="bochum", leistung="personalausweis", by=None, at=make.NOON, **changes):
    """Filled in with this time, not handed in."""
    answers = make.values(leistung, kommune=kommune, termin=answer(chosen), **changes)
    return make.antrag(leistung, kommune=kommune, by=by, at=at, answers=answers)


def booked(chosen, *, kommune="bochum", by=None, at=make.NOON, **changes):
    """Handed in and confirmed."""
    by = by or make.guest()
    row = draft(chosen, kommune=kommune, by=by, at=at, **changes)
    actions.submit(str(row.key), channel="portal", by=by, at=at)
    make.drain(at)
    return make.of_antrag(row, kommune)


def clerk(kommune="bochum", *, offices=None):
    """Of the whole town hall, or of some offices."""
    found = make.clerk(kommune, roles=(Role.CLERK, Role.HEAD))
    return found if offices is None else type(found)(id=found.id, tenant=kommune, offices=frozenset(offices), roles=found.roles)


def later(hours_=0, minutes=0):
    """After noon of the day on which tests happen."""
    return make.NOON + timedelta(hours=hours_, minutes=minutes)


def of_person(kommune, person):
    """A booked appointment of hers."""
    hours(kommune)
    return booked(free(kommune)[0], kommune=kommune, by=make.guest(person))


def of_office(kommune, office="steueramt"):
    """A free slot of an office."""
    hours(kommune, office=office, opens=time(8), closes=time(16))
    return free(kommune, office=office)[0].slot


def away(kommune, *, people=2, **more):
    """One of those who serve is away for a day; the absence's id."""
    room = hours(kommune, people=people).room_id
    given = {"first_day": DAY, "last_day": DAY, "by": house(kommune), "at": make.NOON} | more
    cities.enter_absence(room, **given)
    return slots.absences(kommune, since=DAY)[-1].id


def visit(kommune, person, office="steueramt", topic=""):
    """Somebody comes there; the booking's id."""
    slot, topic = of_office(kommune, office), topic or f"vorgang:{uuid4().int % 10**9}"
    wanted = cities.Wanted(tenant=kommune, office=office, leistung="hund")
    row = cities.book(slot, wanted, topic=topic, person=UUID(person), by=house(kommune), at=make.NOON)
    return row.pk
