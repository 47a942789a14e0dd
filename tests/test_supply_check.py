"""The check of a connection: a reasoned answer with plots; who was promised room before counts; no answer is a person."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import make_supply
import pytest

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.core.db import reading, writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.reservations import take_step
from glueckauf.supply.actions.town import BOCHUM, SEED
from glueckauf.supply.models import Reservation
from glueckauf.supply.providers import engine as provider
from glueckauf.supply.rules.answer import Outcome
from glueckauf.supply.rules.asked import Address
from glueckauf.supply.rules.devices import Device, Kind
from glueckauf.supply.rules.reservations import State
from glueckauf.vorgaenge.registry import CheckCase, Result, run_check
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
OTHER = Rule(tenant="westnetz", name="supply")
GRID_IDS = ("h001-", "h003-", "s001", "s002", "r01-", "hk0")


@pytest.fixture
def town():
    return make_supply.town()


def finding(street=make_supply.AMPLE, number="12", *, vorgang_id=1, **more):
    """As examine() asks, with the answers of the form."""
    service = catalogue.leistung("bochum", "wallbox-netzanschluss")
    owner = cities.operator_of("bochum", "power")
    place = {"street": street, "house_number": number, "postcode": "44787", "city": "Bochum"}
    answers = {"objekt": place, "leistung": "11", "zahl": 1, "steuerbar": True, "altanlage": False, **more}
    case = CheckCase(
        leistung=service.leistung,
        kommune=service.kommune,
        owner=owner,
        answers=answers,
        day=make_supply.DAY,
        at=NOON,
        vorgang_id=vorgang_id,
    )
    return run_check("netzanschluss", case)


def test_a_comfortable_connection_is_a_yes_with_reasons_and_plots(town):
    found = finding()
    assert found.result is Result.OK
    assert "trägt die Wallbox mit 11 kW" in found.reasons[0] and "Transformator" in found.reasons[1]
    assert found.evidence["grid"] == {"revision": town, "synthetic": True, "in_force_since": NOON.isoformat()}
    assert found.evidence["largest_kw"] == 11 and found.evidence["dimmed_hours"] == 0
    assert {"§ 19 Absatz 2 NAV", "§ 14a EnWG, Festlegung BK6-22-300"} == {rule["paragraph"] for rule in found.evidence["rules"]}
    assert make_supply.state(1) is State.PENDING


def test_plots_have_the_shape_pages_and_letters_draw_and_say_nothing_about_the_grid(town):
    found = finding("Probeallee", "1")
    plots = found.evidence["plots"]
    assert [plot["x_title"] for plot in plots] == ["Uhrzeit", "Prozent des Jahres", "Meter Leitung"]
    for plot in plots:
        assert 2 <= len(plot["x"]) <= 400 and [one["kind"] for one in plot["series"]][1:] == ["line", "limit"]
        assert {len(one["values"]) for one in plot["series"]} == {len(plot["x"])}
    said = json.dumps([found.reasons, found.evidence], ensure_ascii=False)
    assert not [word for word in GRID_IDS if word in said]


def test_where_the_evening_is_tight_the_answer_is_yes_with_hours_of_dimming(town):
    found = finding("Probeallee", "1")
    assert found.result is Result.CONDITIONS
    assert 0 < found.evidence["dimmed_hours"] < 100
    assert found.evidence["conditions"] and "nie unter 4,2 kW" in found.evidence["conditions"][0]


def test_where_reinforcement_is_needed_a_person_decides_and_nothing_is_promised(town):
    found = finding("Testgasse", "1")
    assert found.result is Result.NO
    assert found.evidence["worst"]["element"] == "Spannung" and found.evidence["hours_over"] > 0
    assert make_supply.state(1) is State.WAITING
    assert queries.promised(make_supply.BY, "power") == ()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"leistung": "0"}, "fehlt oder ist 0"),
        ({"leistung": "400"}, "plant ein Mensch"),
        ({"leistung": "NaN"}, "fehlt oder ist 0"),
        ({"objekt": {"street": "Musterstraße", "house_number": "", "postcode": "44787"}}, "nicht vollständig"),
        ({"objekt": {"street": "Musterstraße", "house_number": "999", "postcode": "44787"}}, "kein Hausanschluss"),
        (
            {"objekt": {"street": "Musterstraße", "house_number": "12", "postcode": "44789"}},
            "Ähnlich geschrieben ist „Musterstraße 12, 44787“",
        ),
        (
            {"objekt": {"street": "Musterstrase", "house_number": "12", "postcode": "44787"}},
            "Ähnlich geschrieben ist „Musterstraße 12, 44787“",
        ),
    ],
)
def test_what_cannot_be_answered_goes_to_a_person(town, answers, words):
    found = finding(**answers)
    assert found.result is Result.UNKNOWN and words in " ".join(found.reasons)
    assert queries.promised(make_supply.BY, "power") == ()


def test_without_a_grid_nothing_is_answered():
    assert finding().result is Result.UNKNOWN


def test_who_mistyped_her_street_is_asked_at_once_and_others_are_not(town):
    found = finding("Musterstrase")
    assert "Meinten Sie „Musterstraße 12, 44787“?" in found.evidence["ask"] and "Musterstrase 12, 44787" in found.evidence["ask"]
    assert "Meinten" not in finding("Xylophonallee").evidence["ask"] and "kein Hausanschluss" in finding("Xylophonallee").evidence["ask"]
    assert not finding(leistung="400").evidence["ask"] and "ask" not in finding().evidence


def test_a_wallbox_that_cannot_be_controlled_is_for_a_person(town):
    found = finding(steuerbar=False)
    assert found.result is Result.UNKNOWN and "steuern" in " ".join(found.reasons)
    assert make_supply.state(1) is State.WAITING


def test_a_neighbour_sees_what_was_promised_until_it_is_freed(town):
    street, neighbour = make_supply.wallbox("Testgasse", 10), make_supply.wallbox("Testgasse", 12)
    alone = make_supply.ask(0, neighbour).found
    make_supply.ask(1, street)
    second = make_supply.ask(2, neighbour).found
    assert (second.said["largest_kw"], second.outcome) < (alone.said["largest_kw"], alone.outcome) or second.outcome != alone.outcome
    row = make_supply.rows()[0]
    with writing(make_supply.BY):
        take_step(row, State.FREED, cause="withdrawn", by=make_supply.BY, at=NOON)
    assert make_supply.ask(2, neighbour).found.said["largest_kw"] == alone.said["largest_kw"]


def test_a_solar_roof_is_judged_by_what_all_generators_lift_the_voltage(town):
    small = make_supply.ask(1, make_supply.wallbox(kind=Kind.PV, kw=10)).found
    assert small.outcome is Outcome.POSSIBLE and 0 < small.said["rise"]["value"] < 3
    large = make_supply.ask(2, make_supply.wallbox("Testgasse", 1, kind=Kind.PV, kw=60)).found
    assert large.outcome is Outcome.REINFORCE and large.said["rise"]["value"] > 3
    assert make_supply.state(2) is State.WAITING


def test_what_was_promised_where_a_new_revision_has_no_place_is_for_a_person(town):
    make_supply.ask(1, make_supply.wallbox("Testgasse", 12))
    smaller = provider.engine.ask("town", {"town": {**BOCHUM, "houses": 24}, "seed": SEED}, within_s=120).parts
    looked = actions.look_at("power", name="kleiner.zip", content=smaller[0], series=smaller[1], by=make_supply.BY)
    assert looked.summary["difference"]["removed"]["count"] > 0
    number = actions.import_grid(looked, by=make_supply.BY, at=NOON)
    actions.release_grid("power", number=number, by=make_supply.BY, at=NOON)
    assert make_supply.ask(2, make_supply.wallbox("Musterstraße", 1)).found.code == "promise"


def test_a_web_process_starts_without_the_libraries_of_the_engine():
    program = (
        "import django, sys; django.setup(); print(sorted({'numpy', 'scipy', 'pandas', 'power_grid_model', 'wntr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"


def test_an_example_leaves_no_trace(town):
    assert make_supply.ask(0, make_supply.wallbox()).found.outcome is Outcome.POSSIBLE
    assert make_supply.rows() == []


def test_asking_again_keeps_the_place_and_a_changed_device_goes_to_the_end(town):
    first, other = make_supply.wallbox("Testgasse", 10), make_supply.wallbox("Testgasse", 12)
    before = make_supply.ask(1, first)
    make_supply.ask(2, other)
    again = make_supply.ask(1, first)
    assert again.found == before.found and [row.vorgang_id for row in make_supply.rows()] == [1, 2]
    make_supply.ask(1, make_supply.wallbox("Testgasse", 10, kw=10.0))
    assert [(row.vorgang_id, row.turn) for row in make_supply.rows()] == [(1, 1), (2, 2), (1, 3)]
    assert queries.states(make_supply.BY, 1) == (State.FREED, State.PENDING)


def test_another_operator_sees_neither_grid_nor_promise(town):
    make_supply.ask(1, make_supply.wallbox())
    assert queries.promised(OTHER, "power") == () and queries.revisions(OTHER, "power") == ()
    assert make_supply.ask(1, make_supply.wallbox(), by=OTHER).found.code == "grid"
    with reading(OTHER):
        assert not Reservation.objects.visible_to(OTHER).exists()


def test_a_killed_engine_is_a_person_and_the_next_question_is_answered(town):
    make_supply.ask(0, make_supply.wallbox())
    victim, killed = provider.engine.pid, threading.Event()
    threading.Thread(target=kill_while_busy, args=(victim, killed)).start()
    found = make_supply.ask(1, make_supply.wallbox("Probeallee", 1)).found
    assert killed.wait(30) and (found.outcome, found.code) == (Outcome.UNKNOWN, "engine")
    assert make_supply.state(1) is State.WAITING
    assert make_supply.ask(2, make_supply.wallbox()).found.outcome is Outcome.POSSIBLE
    assert provider.engine.pid != victim


def kill_while_busy(victim, killed):
    """Once it computes: its processor time grows."""
    started = cpu(victim)
    until = time.monotonic() + 30
    while cpu(victim) < started + 3 and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(victim, signal.SIGKILL)
    killed.set()


def cpu(pid):
    """Ticks."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.parametrize(
    ("device", "least"),
    [
        (Device(kind=Kind.WALLBOX, count=1, each_kw=11, controllable=True), 4.2),
        (Device(kind=Kind.WALLBOX, count=2, each_kw=11, controllable=True), 7.56),
        (Device(kind=Kind.WALLBOX, count=12, each_kw=11, controllable=True), 24.99),
        (Device(kind=Kind.WALLBOX, count=1, each_kw=3.7, controllable=True), None),
        (Device(kind=Kind.WALLBOX, count=1, each_kw=11, controllable=False), None),
        (Device(kind=Kind.HEAT_PUMP, count=1, each_kw=20, controllable=True), 8.0),
        (Device(kind=Kind.PV, count=1, each_kw=10, controllable=True), None),
    ],
)
def test_how_far_a_device_may_be_dimmed(device, least):
    assert device.least_kw == least


def test_addresses_are_found_however_they_are_spelled(town):
    spelled = Address(street="musterstr.", house_number="12 ", postcode="44787")
    asked = make_supply.wallbox()
    assert make_supply.ask(0, type(asked)(device=asked.device, address=spelled)).found.outcome is Outcome.POSSIBLE


@pytest.mark.parametrize(
    ("street", "number", "told"),
    [(make_supply.AMPLE, "12", "in Ordnung"), (make_supply.LONG, "1", "durch Steuern eingehalten"), ("Testgasse", "1", "zu viel")],
)
def test_reasons_come_with_values_and_limits(town, street, number, told):
    rows = finding(street, number).evidence["measures"]
    assert told in {row["result"] for row in rows}
    assert ("zu viel" in {row["result"] for row in rows}) is (told == "zu viel")
    unit = next(row for row in rows if "Transformator" in row["what"])
    assert unit["value"].endswith("\u00a0%") and unit["limit"] == "höchstens 100\u00a0%"
    assert not [row for row in rows for name in GRID_IDS if name in str(row)]
