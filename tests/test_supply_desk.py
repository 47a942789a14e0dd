"""The desk of a network: its state over a day, one element, a what-if; who may see it."""

import json

import make_supply
import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.identity.rules.actor import Role
from tests import make_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    make_supply.town()
    return make_identity.desk_of(make_identity.clerk(make_supply.OPERATOR, roles=(Role.CLERK,), offices=("leitstelle",)))


def test_the_page_says_what_is_loaded_most_at_a_time_of_a_day(desk):
    page = desk.get(reverse("netz", args=["strom"]), {"zeit": "18:00", "tag": "01-15"}).content.decode()
    assert "Trafo s003-t" in page and "71 %" in page
    day = json.loads(desk.get(reverse("netz-tag", args=["strom"]), {"tag": "01-15"}).content)
    assert len(day["elements"]) == 187


URLS = ("netz", "netz-element", "netz-karte", "netz-tag")


def strange(tenant):
    """A clerk of somebody else."""
    return make_identity.desk_of(make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",)))


def test_another_operator_and_a_city_see_nothing_of_the_grid(desk):
    for tenant in ("donetz", "bochum"):
        other = strange(tenant)
        for name in URLS[1:]:
            answer = other.get(reverse(name, args=["strom"]), {"id": "s001-t"})
            assert answer.status_code == 404 and b"s001" not in answer.content
        page = other.get(reverse("netz", args=["strom"])).content.decode()
        assert "s003-t" not in page and "s001" not in page
        assert other.get(reverse("netz-schaltung"), {"element": "r01-k2"}).status_code in (404, 422)
    assert Client().get(reverse("netz-karte", args=["strom"])).status_code in (302, 404)


@pytest.mark.parametrize("given", [{"id": "nirgends"}, {"id": "x" * 200}])
def test_an_element_nobody_has_is_not_found(desk, given):
    assert desk.get(reverse("netz-element", args=["strom"]), given).status_code == 404


@pytest.mark.parametrize(
    "given", [{"zeit": "25:99"}, {"tag": "13-45"}, {"tag": "../.."}, {"zeit": "١٢:٠٠"}, {"tag": "02-29", "zeit": "23:59"}]
)
def test_a_time_nobody_can_read_is_today_and_now(desk, given):
    assert desk.get(reverse("netz", args=["strom"]), given).status_code == 200


def test_an_element_shows_its_day_its_way_and_its_houses(desk):
    page = desk.get(reverse("netz-element", args=["strom"]), {"id": "r01-k2", "tag": "01-15"}).content.decode()
    assert "40 Anschlüsse betroffen" in page and "Trafo s002-t" in page and "Freischalten planen" in page and "<svg" in page
    assert "Probeallee 1, 44787" in page and "r01-k3a" in page


def test_a_what_if_is_answered_in_words_and_leaves_nothing(desk):
    ask = {"anschrift": "Testgasse 1", "was": "wallbox", "schaltung": "normal", "element": ""}
    page = desk.get(reverse("netz", args=["strom"]), ask).content.decode()
    assert "Nur mit Verstärkung" in page and "Spannung am Hausanschluss" in page
    dark = desk.get(
        reverse("netz", args=["strom"]), ask | {"anschrift": "Musterstraße 12, 44787", "schaltung": "open", "element": "s001-f1"}
    )
    assert "Ohne Strom" in dark.content.decode()
    for wrong in ({"anschrift": "Nirgends 1"}, {"anschrift": "x"}, {"schaltung": "open"}, {"schaltung": "without", "element": "nirgends"}):
        assert desk.get(reverse("netz", args=["strom"]), ask | wrong).status_code == 422
    assert make_supply.rows() == []


def test_the_map_and_the_day_are_kept_out_of_every_cache(desk):
    for name in ("netz-karte", "netz-tag"):
        assert desk.get(reverse(name, args=["strom"]))["Cache-Control"] == "private, no-store"
    assert desk.get(reverse("netz-karte", args=["nirgends"])).status_code == 404


def test_water_shows_pressure_and_what_a_missing_pipe_does(desk):
    make_supply.water()
    page = desk.get(reverse("netz", args=["wasser"]), {"anschrift": "Musterstraße 12", "schaltung": "without", "element": "w001-haupt"})
    text = page.content.decode()
    assert page.status_code == 200 and "Am wenigsten Druck" in text and "Druck am Hausanschluss" in text
    assert desk.get(reverse("netz-element", args=["wasser"]), {"id": "w001-haupt"}).status_code == 200
    assert b"S001" in desk.get(reverse("netz-element", args=["wasser"]), {"id": "S001"}).content


@pytest.mark.parametrize(
    ("slug", "house", "main", "valve", "said"),
    [
        ("gas", "Musterstraße 12", "g001-haupt", "S-g001-s3", ("Druck am Hausanschluss: ", "Ohne Gas wären ")),
        ("waerme", "Musterstraße 11", "v001-haupt", "S-v001-s3", ("Differenzdruck am Hausanschluss: ", "Ohne Wärme wären ")),
    ],
)
def test_gas_and_heat_say_what_a_missing_pipe_and_a_turned_valve_do(desk, slug, house, main, valve, said):
    make_supply.warmth()
    ask = {"anschrift": house}
    before = desk.get(reverse("netz", args=[slug])).content.decode()
    assert "Was wäre, wenn" in before
    shut = desk.get(reverse("netz", args=[slug]), ask | {"schaltung": "close", "element": valve}).content.decode()
    assert all(one in shut for one in said) and ", ein Zustand" in shut
    gone = desk.get(reverse("netz", args=[slug]), ask | {"schaltung": "without", "element": main}).content.decode()
    assert "Bei der Anschrift kommt dann nichts mehr an." in gone and " wären " in gone
    for wrong in ({"schaltung": "without", "element": "nirgends"}, {"schaltung": "close", "element": main}, {"schaltung": "open"}):
        assert desk.get(reverse("netz", args=[slug]), ask | wrong).status_code == 422
    assert desk.get(reverse("netz", args=[slug])).content.decode().count("<tr") == before.count("<tr")


def test_a_network_without_meters_says_so_and_names_no_key_that_does_nothing(desk):
    gas, power = (desk.get(reverse("netz", args=[slug])).content.decode() for slug in ("gas", "strom"))
    assert "In diesem Netz sendet noch kein Messgerät." in gas
    assert "Wiedergabe" in power and "Wiedergabe" not in gas and "Übernehmen" not in gas


def test_gas_and_heat_show_one_state_say_its_load_and_stand_as_their_valves_do(desk):
    make_supply.warmth()
    gas, heat = (desk.get(reverse("netz", args=[slug])).content.decode() for slug in ("gas", "waerme"))
    for page, load in ((gas, "je Haus rund 20 kW"), (heat, "je Haus 15 kW")):
        assert "Ein Zustand, kein Tag." in page and load in page and "denn für dieses Netz gibt es keine Lastgänge" in page
        assert 'name="zeit"' not in page and "Wiedergabe" not in page and "In diesem Netz sendet kein Messgerät" in page
        assert "<line" in page and "Synthetisches Netz." in page
    assert "Am wenigsten Druck" in gas and " bar</td>" in gas
    assert "Am wenigsten Differenzdruck" in heat and "Rücklauf" in heat and " °C</td>" in heat
    card = desk.get(reverse("netz-element", args=["gas"]), {"id": "S-g001-s1"}).content.decode()
    assert "Wird er allein geschlossen" in card and "Woher das Gas kommt" in card and "station" in card
    back = desk.get(reverse("netz-element", args=["waerme"]), {"id": "r001-haupt"}).content.decode()
    assert "Weg zum Heizwerk" in back and "Fällt es allein aus, sind 42 Anschlüsse betroffen" in back
    for name in ("netz-karte", "netz-tag"):
        assert desk.get(reverse(name, args=["waerme"]))["Cache-Control"] == "private, no-store"
    other = strange("donetz")
    assert [
        other.get(reverse(name, args=["gas"]), {"id": "S-g001-s1"}).status_code for name in ("netz-karte", "netz-tag", "netz-element")
    ] == [404] * 3
