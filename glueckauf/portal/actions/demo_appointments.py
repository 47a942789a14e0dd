"""Demo only: invented hours of the citizens' offices, entered as an administrator would, and some people who come."""

from datetime import datetime, time

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.cities import actions as cities
from glueckauf.cities.queries import kommunen
from glueckauf.cities.rules.openings import Hours
from glueckauf.core.clock import local_day
from glueckauf.identity.rules.actor import Rule
from glueckauf.portal.actions.demo_courses import World, hand_in
from glueckauf.portal.actions.demo_people import person_of, values_for
from glueckauf.vorgaenge.queries import free_for
from glueckauf.vorgaenge.rules.appointment import field_of, must_book

OFFICE = "buergerbuero"
SITE = "Musterplatz 1 (Demo, frei erfunden)"
SOURCE = "Demo: frei erfundene Öffnungszeiten"
MORNING, AFTERNOON = (time(8), time(12)), (time(14), time(18))
WASTE_CITY = "essen"
BOOKED = 4  # of each Leistung and city


def fill_appointments(world: World) -> None:
    """Rooms, hours, bookings of the days to come."""
    for city in kommunen():
        if OFFICE in {o.key for o in city.offices}:
            enter_hours(city.key, world.now)
        if city.key == WASTE_CITY:
            enter_collection_days(city.key, world.now)
    number = 10_000
    for service in catalogue.everywhere():
        if must_book(service.leistung.form) and service.leistung.offered:
            for _ in range(BOOKED):
                book(world, service, number)
                number += 1


def enter_hours(tenant: str, at: datetime) -> None:
    """Two counters: each morning, and Thursday afternoon."""
    house = Rule(tenant=tenant, name="demo")
    for name in ("Schalter 1", "Schalter 2"):
        room = cities.enter_room(OFFICE, name=name, site=SITE, by=house, at=at)
        for weekday, (opens, closes) in [*((day, MORNING) for day in range(5)), (3, AFTERNOON)]:
            hours = Hours(weekday=weekday, opens=opens, closes=closes, minutes=15, first_day=local_day(at))
            cities.enter_opening(room.pk, hours=hours, people=1, source=SOURCE, by=house, at=at)


def enter_collection_days(tenant: str, at: datetime) -> None:
    """Ten places each Tuesday and Thursday: bulky waste is confirmed at once there, elsewhere a person says the day."""
    house = Rule(tenant=tenant, name="demo")
    room = cities.enter_room("abfall", name="Tour (Demo, frei erfunden)", site="Vor Ihrem Haus", by=house, at=at)
    for weekday in (1, 3):
        hours = Hours(weekday=weekday, opens=time(7), closes=time(11), minutes=240, first_day=local_day(at))
        cities.enter_opening(room.pk, hours=hours, people=10, leistungen=["sperrmuell"], source=SOURCE, by=house, at=at)


def book(world: World, service: LeistungOfCity, number: int) -> None:
    """Somebody, or a family, takes one of the next times at which so many can come."""
    leistung, person = service.leistung, person_of(world.rng, number)
    values = values_for(world.rng, world.templates[leistung.key], service, person, local_day(world.now))
    offered = free_for(service, values, at=world.now) if values is not None else None
    free = [t for d in offered.days for t in d.times] if offered else []
    if not free or values is None:
        return
    time_ = world.rng.choice(free[:40])
    answer = {"slot": str(time_.slot), "starts": time_.starts_at.isoformat(), "minutes": str(time_.minutes), "where": time_.where}
    values[field_of(leistung.form)] = answer
    hand_in(world, service, values, person.actor, "portal", world.now)
    world.made += 1
