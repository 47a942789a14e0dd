"""Somebody who serves is away, hours are for some matters only: fewer times, nobody loses what she booked, no name where none is wanted."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.cities.models import Absence
from glueckauf.core import clock
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Role
from glueckauf.vorgaenge import queries
from tests import make, make_identity
from tests import make_appointments as termine
from tests.make_catalogue import publish

pytestmark = pytest.mark.django_db(transaction=True)
NOON, DAY = make.NOON, termine.DAY


@pytest.fixture(autouse=True)
def published():
    publish()


def seats(day=DAY):
    """How many slots there are at each time of the day, booked or not."""
    found = {}
    for line in slots.day_list("bochum", ["buergerbuero"], day):
        hour = line.starts_at.astimezone(clock.BERLIN).strftime("%H:%M")
        found[hour] = found.get(hour, 0) + 1
    return found


def enter(room, *, first=DAY, last=DAY, clerk="", at=NOON, kommune="bochum"):
    return cities.enter_absence(room, first_day=first, last_day=last, clerk=clerk, by=termine.house(kommune), at=at)


def test_one_fewer_serves_on_that_day_and_all_again_when_she_is_back():
    room = termine.hours(people=2).room_id
    assert enter(room) == 0
    assert seats() == {"08:00": 1, "08:20": 1, "08:40": 1}
    assert seats(DAY + timedelta(days=7)) == {"08:00": 2, "08:20": 2, "08:40": 2}
    cities.lay_out_all(at=NOON)
    assert seats() == {"08:00": 1, "08:20": 1, "08:40": 1}
    cities.end_absence(slots.absences("bochum", since=DAY)[0].id, by=termine.house(), at=NOON)
    assert seats() == {"08:00": 2, "08:20": 2, "08:40": 2}


def test_what_is_booked_stays_and_the_office_hears_how_many_it_has_to_tell():
    room = termine.hours(people=2).room_id
    early = termine.free()[0]
    for _ in range(2):
        termine.booked(early)
    assert enter(room) == 1
    assert seats() == {"08:00": 2, "08:20": 1, "08:40": 1}
    assert enter(room) == 2
    assert seats() == {"08:00": 2}
    day = queries.day(termine.clerk(), DAY)
    assert (day.away, day.booked, day.free) == (2, 2, 0)


def test_hours_entered_later_know_who_is_away():
    room = termine.hours(people=2, closes=time(8, 20)).room_id
    enter(room)
    termine.hours(people=2, opens=time(10), closes=time(10, 20))
    assert seats() == {"08:00": 1, "10:00": 1}


@pytest.mark.parametrize(
    ("first", "last"), [(DAY, DAY - timedelta(days=1)), (date(2026, 1, 2), date(2026, 1, 3)), (DAY, DAY + timedelta(days=400))]
)
def test_days_that_make_no_sense_are_refused(first, last):
    room = termine.hours(people=2).room_id
    with pytest.raises(cities.UnsoundAbsence):
        enter(room, first=first, last=last)
    assert seats()["08:00"] == 2


def test_the_same_person_is_away_once_and_a_room_of_another_city_is_not_found():
    room = termine.hours(people=2).room_id
    enter(room, clerk="clerk:7")
    with pytest.raises(cities.AbsentAlready):
        enter(room, clerk="clerk:7", first=DAY - timedelta(days=1), last=DAY + timedelta(days=1))
    with pytest.raises(NotFound):
        enter(room, kommune="essen")
    with pytest.raises(NotFound):
        cities.end_absence(slots.absences("bochum", since=DAY)[0].id, by=termine.house("essen"), at=NOON)


def test_who_was_away_is_forgotten_after_a_month():
    enter(termine.hours(people=2).room_id, clerk="clerk:7")
    cities.lay_out_all(at=NOON + timedelta(days=20))
    with reading(Scope(tenant="bochum")):
        assert Absence.objects.count() == 1
    cities.lay_out_all(at=NOON + timedelta(days=60))
    with reading(Scope(tenant="bochum")):
        assert not Absence.objects.exists()


def test_a_head_of_office_enters_who_is_away_by_name_or_without(client):
    at = clock.now()
    day = clock.local_day(at) + timedelta(days=7)
    while day.weekday() > 4:
        day += timedelta(days=1)
    termine.hours(day=day, at=at, people=2)
    colleague = make_identity.account("bochum", offices=("buergerbuero",))
    desk = make_identity.at_desk(make_identity.account("bochum", roles=(Role.HEAD,), offices=("buergerbuero",)))
    page = desk.get(reverse("oeffnungszeiten")).content.decode()
    assert "Jemand fehlt" in page and colleague.display_name in page
    given = {"fehlt-room": slots.rooms("bochum")[0].id, "fehlt-clerk": f"clerk:{colleague.pk}", "fehlt-first_day": day.strftime("%d.%m.%Y")}
    assert desk.post(reverse("abwesenheiten"), given).url.endswith("zuviel=0")
    assert desk.post(reverse("abwesenheiten"), given).status_code == 422
    assert desk.post(reverse("abwesenheiten"), given | {"fehlt-first_day": "gestern"}).status_code == 422
    assert "Person fehlt" in desk.get(reverse("termine"), {"tag": day.isoformat()}).content.decode()
    row = slots.absences("bochum", since=day)[0]
    assert desk.post(reverse("abwesenheit-ende", args=[row.id])).status_code == 302
    assert slots.absences("bochum", since=day) == ()


def test_hours_for_passports_only_are_entered_in_the_browser_and_shown_to_nobody_else():
    desk = make_identity.at_desk(make_identity.account("bochum", roles=(Role.ADMIN,)))
    day = clock.local_day(clock.now()) + timedelta(days=7)
    given = {"office": "buergerbuero", "site": "Rathaus", "name": "Schalter 1", "days": ["5"], "opens": "9:00", "closes": "12:00"}
    given |= {"minutes": "20", "people": "1", "first_day": day.strftime("%d.%m.%Y"), "source": "Amtsleitung", "leistungen": ["reisepass"]}
    page = reverse("oeffnungszeiten")
    assert desk.post(page, given | {"office": "standesamt"}).status_code == 422
    assert desk.post(page, given | {"leistungen": ["hundesteuer-anmeldung"]}).status_code == 422
    assert desk.post(page, given).status_code == 302
    assert {t.starts_at.astimezone(clock.BERLIN).weekday() for t in termine.free(leistung="reisepass", at=clock.now())} == {5}
    assert termine.free(at=clock.now()) == []
    assert "nur Reisepass" in desk.get(page).content.decode()
