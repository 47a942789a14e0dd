"""Rooms and hours in a city's folder: entered at every start, ended when gone, and never against what somebody said on the page."""

import shutil
from datetime import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from glueckauf.cities import actions as cities
from glueckauf.cities import queries as slots
from glueckauf.core import clock
from glueckauf.identity.rules.actor import Role
from glueckauf.vorgaenge import queries
from tests import make, make_catalogue, make_identity
from tests import make_appointments as termine

pytestmark = pytest.mark.django_db(transaction=True)
NOON = make.NOON
FILE = """\
rooms:
  - office: buergerbuero
    site: Musterplatz 1
    name: Schalter 1
    source: Dienstanweisung, frei erfunden
    as_of: 2026-11-01
    hours:
      - {days: [tu, we], opens: "08:00", closes: "09:00", minutes: 20, people: 2, first_day: 2026-11-02}
      - {days: [sa], opens: "09:00", closes: "10:00", minutes: 30, leistungen: [reisepass], first_day: 2026-11-02}
"""


@pytest.fixture
def folder(tmp_path, settings):
    """A copy of kommunen/ whose Bochum names rooms."""
    shutil.copytree(settings.GLUECKAUF.kommunen, tmp_path / "kommunen")
    make_catalogue.use(settings, leistungen=Path(settings.GLUECKAUF.leistungen), kommunen=tmp_path / "kommunen")
    make_catalogue.publish()
    say(tmp_path / "kommunen/bochum/termine.yaml", FILE)
    return tmp_path / "kommunen/bochum/termine.yaml"


def say(path, text):
    path.write_text(text, "utf-8")


def entered():
    return [(o.weekday, o.opens, o.minutes, o.people, o.leistungen, o.is_of_folder) for o in slots.openings("bochum")]


def test_the_folder_is_entered_once_with_its_source_and_people_can_book(folder):
    assert cities.sync_rooms(at=NOON) == ("bochum",)
    assert cities.sync_rooms(at=NOON) == ()
    assert entered() == [
        (1, time(8), 20, 2, (), True),
        (2, time(8), 20, 2, (), True),
        (5, time(9), 30, 1, ("reisepass",), True),
    ]
    assert slots.openings("bochum")[0].source == "Dienstanweisung, frei erfunden, Stand 01.11.2026"
    assert {t.starts_at.astimezone(clock.BERLIN).weekday() for t in termine.free()} == {1, 2}


def test_what_changes_in_the_folder_changes_and_what_is_gone_ends_while_bookings_stay(folder):
    cities.sync_rooms(at=NOON)
    case = termine.booked(termine.free()[0])
    say(folder, FILE.replace("people: 2", "people: 1"))
    assert cities.sync_rooms(at=NOON) == ("bochum",)
    assert {row[3] for row in entered()} == {1}
    folder.unlink()
    assert cities.sync_rooms(at=NOON) == ("bochum",)
    assert entered() == [] and termine.free() == []
    assert queries.appointment_page(make.guest(case.person), case.number, at=NOON).appointment is not None


def test_a_room_that_somebody_changed_on_the_page_follows_the_page(folder):
    cities.sync_rooms(at=NOON)
    cities.end_opening(slots.openings("bochum")[0].id, by=termine.house(), at=NOON)
    assert slots.overruled("bochum") == ("Schalter 1, Musterplatz 1",)
    say(folder, FILE.replace("people: 2", "people: 5"))
    assert cities.sync_rooms(at=NOON) == ()
    assert [row[:4] for row in entered()] == [(2, time(8), 20, 2), (5, time(9), 30, 1)]
    page = make_identity.at_desk(make_identity.account("bochum", roles=(Role.ADMIN,))).get(reverse("oeffnungszeiten")).content.decode()
    assert "aus dem Ordner der Stadt" in page and "Im Ordner der Stadt stehen andere Zeiten für: Schalter 1" in page


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (FILE.replace("minutes: 20", "minuten: 20"), "rooms.0.hours.0.minuten"),
        (FILE.replace('closes: "09:00"', 'closes: "08:10"'), "rooms.0.hours.0"),
        (FILE.replace("buergerbuero", "passamt"), "rooms"),
        (FILE.replace("    source: Dienstanweisung, frei erfunden\n", ""), "rooms.0.source"),
        ("rooms: [", ""),
    ],
)
def test_a_mistake_is_named_with_its_path_and_changes_nothing(folder, wrong, path):
    cities.sync_rooms(at=NOON)
    before = entered()
    say(folder, wrong)
    found = slots.room_problems()
    assert path in {p.path for p in found}
    assert cities.sync_rooms(at=NOON) == ()
    assert entered() == before


def test_every_start_reads_the_folder_and_names_what_it_did(folder, capsys):
    call_command("cities_sync")
    assert "rooms bochum" in capsys.readouterr().out
    say(folder, FILE.replace("as_of", "stand"))
    call_command("cities_sync")
    assert "termine.yaml" in capsys.readouterr().err
