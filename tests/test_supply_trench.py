"""The check of an Aufgrabung: what lies in the trench in numbers and words, whose it is, what else happens there, what nobody is told."""

import json
from datetime import timedelta

import make_supply
import make_trench
import pytest

from glueckauf.core.db import writing
from glueckauf.core.outbox.dispatch import drain
from glueckauf.supply import actions, queries
from glueckauf.supply.providers.engine import engine
from glueckauf.supply.rules.trench import State
from glueckauf.vorgaenge import queries as letters
from glueckauf.vorgaenge.actions.retention import delete_rows
from glueckauf.vorgaenge.registry import Result
from tests import make, make_letters
from tests.make_catalogue import NOON
from tests.make_trench import finding, geojson, rows

pytestmark = pytest.mark.django_db
FREE = [[7.2132, 51.4785], [7.2143, 51.4785], [7.2143, 51.4786], [7.2132, 51.4786], [7.2132, 51.4785]]  # behind the houses
IDS = ("s001", "r01-", "hk0", "h001", "w001", "g001", "v001", "S-g", "S-v", "S-r")  # a code of a letter may hold S- or S0


@pytest.fixture
def networks():
    make_trench.networks()


def test_all_four_networks_are_told_in_words_and_nothing_of_a_grid(networks):
    found = finding()
    assert found.result is Result.CONDITIONS
    said = "\n".join(found.reasons)
    for word in ("Strom: ", "Gas: ", "Wasser: ", "Fernwärme: "):
        assert any(line.startswith(word) and " m " in line and "Anschlüsse hängen daran" in line for line in found.reasons), said
    assert "Stadtwerke Bochum Netz" in said and "synthetischen Netz" in said and "Streifen vor Musterstraße 12 bis 20" in said
    assert "nicht nachgelesen" in said
    told = json.dumps([found.reasons, found.evidence], ensure_ascii=False)
    assert not [word for word in IDS if word in told] and "S0" not in told and "7.21" not in told
    assert {one["network"] for one in found.evidence["networks"]} == {"power", "gas", "water", "heat"}
    assert "Netzmodell Strom 1" in found.version


def test_a_drawn_area_is_looked_at_itself(networks):
    found = finding(area=geojson())
    assert "gezeichnete Fläche" in found.reasons[0] and found.evidence["area"]["drawn"]
    assert 900 > found.evidence["area"]["square_metres"] > 800
    free = finding(area=geojson(FREE))
    assert free.result is Result.OK and "Strom: nichts. Netz: Stadtwerke Bochum Netz." in free.reasons
    far = finding(area=geojson([[7.9, 51.5], [7.901, 51.5], [7.901, 51.5001], [7.9, 51.5]]))
    assert far.result is Result.UNKNOWN and "nichts Sicheres" in " ".join(far.reasons), "the grid ends before it: silence is no all-clear"


def test_an_area_far_from_the_houses_that_are_named_is_for_a_person(networks):
    off = finding(area=geojson([[x, y + 0.0044] for x, y in FREE]))
    assert off.result is Result.UNKNOWN and off.reasons[0].startswith("Die gezeichnete Fläche liegt nicht bei Musterstraße 12 bis 20.")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"place": make_trench.PLACE | {"number_from": "998", "number_to": ""}}, "Hausnummern stehen nicht"),
        ({"place": make_trench.PLACE | {"street": "Nirgendsweg"}}, "Hausnummern stehen nicht"),
        ({"place": {}}, "Straße und Hausnummer"),
        ({"time": {}}, "Bauzeit"),
        ({"area": "Polygon"}, "kein lesbares GeoJSON"),
    ],
)
def test_what_cannot_be_placed_is_for_a_person(networks, more, words):
    found = finding(**more)
    assert found.result is Result.UNKNOWN and words in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("kommune", "nobody"), [("bochum", 0), ("dortmund", 1), ("duisburg", 0), ("essen", 3), ("gelsenkirchen", 2), ("muelheim", 3)]
)
def test_without_a_grid_every_city_says_whom_to_ask(kommune, nobody):
    found = finding(kommune)
    assert found.result is Result.UNKNOWN
    (power,) = [line for line in found.reasons if line.startswith("Strom: ")]
    assert "kein Netzmodell, bitte beim Betreiber fragen: " in power
    assert sum("kein Betreiber eingetragen" in line for line in found.reasons) == nobody


def test_a_killed_engine_is_a_person_and_the_other_networks_are_answered(networks):
    finding(area=geojson())
    killer = make_trench.kill_soon(make_trench.stopped(engine.pid))
    found = finding(area=geojson())
    killer.join()
    kinds = {one["network"]: one["known"] for one in found.evidence["networks"]}
    assert found.result is Result.UNKNOWN and kinds == {"power": "down", "gas": "lies", "water": "lies", "heat": "lies"}
    assert finding(area=geojson()).result is Result.CONDITIONS


def dig(*, numbers=("12", "20"), time=make_trench.TIME, area=""):
    """Handed in at the city and examined."""
    place = make_trench.PLACE | {"number_from": numbers[0], "number_to": numbers[1]}
    drawn = {"flaeche": area} if area else {}
    return make.vorgang("aufgrabung", answers=make.values("aufgrabung", stelle=place, bauzeit=time, **drawn))


def state(tenant):
    return [row.state for row in rows(tenant)]


def test_city_and_operator_keep_a_row_each_that_follows_the_vorgang(networks):
    case = dig()
    (own,), (theirs,) = rows("bochum"), rows(make_supply.OPERATOR)
    assert own.networks == [] and own.number == theirs.number == case.number
    assert {one["network"] for one in theirs.networks} == {"power", "gas", "water", "heat"}
    assert (theirs.state, theirs.kommune, theirs.where) == (State.PENDING, "bochum", "Musterstraße 12 bis 20")
    make_trench.decide(case, grant=True)
    assert state("bochum") == state(make_supply.OPERATOR) == ["granted"]
    (theirs,) = rows(make_supply.OPERATOR)
    assert sorted(step.state for step in theirs.steps.all()) == ["granted", "pending"]
    for _ in range(2):
        actions.settle_trench(case.pk, by=make_trench.CITY, at=NOON)
    assert len(rows(make_supply.OPERATOR)[0].steps.all()) == 2, "told again it says nothing new"


def test_refused_and_withdrawn_ones_are_told_and_do_not_count(networks):
    case, other = dig(), dig()
    make_trench.decide(case, grant=False)
    make_trench.withdraw(other)
    assert sorted(state(make_supply.OPERATOR)) == ["refused", "withdrawn"]
    assert not [line for line in finding().reasons if "Aufgrabung" in line]


def test_who_moves_the_trench_away_leaves_the_operator_a_word(networks):
    case = dig(area=geojson())
    assert finding(vorgang_id=case.pk, area=geojson(FREE)).result is Result.OK
    assert (state(make_supply.OPERATOR), state("bochum")) == (["moved"], ["pending"])
    finding(vorgang_id=case.pk, area=geojson())
    assert state(make_supply.OPERATOR) == ["pending"]


def test_an_example_and_a_vorgang_that_does_not_exist_leave_no_trace(networks):
    finding()
    finding(vorgang_id=987_654)
    assert rows("bochum") == rows(make_supply.OPERATOR) == []


def test_trenches_that_overlap_in_place_and_time_are_told_and_who_could_dig_together(networks):
    dig()
    near = finding(place=make_trench.PLACE | {"number_from": "16", "number_to": ""})
    assert any(line.startswith("Zur selben Zeit ist dort eine andere Aufgrabung beantragt: vom 07.12.2026") for line in near.reasons)
    later = finding(time={"first": "2027-02-01", "last": "2027-02-05"})
    assert any("Gemeinsam graben" in line for line in later.reasons)
    assert not any("ufgrabung" in line for line in finding(time={"first": "2027-12-01", "last": "2027-12-05"}).reasons)
    far = finding(place=make_trench.PLACE | {"street": "Probeallee", "number_from": "1", "number_to": "3"})
    assert not any("ufgrabung" in line for line in far.reasons)


def test_without_any_grid_trenches_meet_by_street_and_numbers():
    dig()
    assert any("Zur selben Zeit" in line for line in finding(place=make_trench.PLACE | {"street": "Musterstr.", "side": "odd"}).reasons)
    assert not any("Zur selben Zeit" in line for line in finding(place=make_trench.PLACE | {"number_from": "30", "number_to": ""}).reasons)
    assert rows(make_supply.OPERATOR) == []


def test_an_announced_outage_of_the_street_is_told():
    key = make_supply.outage(kind="planned", begins_at=NOON + timedelta(days=14), expected_end=NOON + timedelta(days=14, hours=6))
    assert not any("Unterbrechung" in line for line in finding().reasons), "a draft is nobody's business"
    actions.announce_outage(key, by=make.clerk(make_supply.OPERATOR), at=NOON)
    assert "Wasser: In dieser Straße ist eine Unterbrechung angekündigt, ab 08.12.2026 bis 08.12.2026." in finding().reasons


def test_the_invented_town_gets_the_networks_it_lacks_and_a_real_one_none(networks):
    by = make_supply.BY
    before = {network: queries.in_force(by, network).number for network in queries.grids_of(by)}
    actions.build_town(by=by, at=NOON)
    assert {network: queries.in_force(by, network).number for network in queries.grids_of(by)} == before


def test_the_letter_of_a_grant_brings_what_lies_there_and_whose_it_is(networks):
    case = dig()
    make_trench.decide(case, grant=True)
    pdf = letters.letter(make.guest(case.person), case.number, make.bescheid_of(case))
    said = " ".join(make_letters.text_of(pdf).split())
    for words in (
        "Leitungen im Boden",
        "Anlage: Was die Prüfung ergab",
        "Was im Graben liegt",
        "Netz: Stadtwerke Bochum Netz.",
        "synthetischen Netz",
    ):
        assert words in said, words
    assert not [word for word in IDS if word in said]


def test_with_the_vorgang_the_rows_are_deleted(networks):
    case = dig()
    actions.settle_trench(case.pk + 1, by=make_trench.CITY, at=NOON)
    assert len(rows("bochum")) == len(rows(make_supply.OPERATOR)) == 1
    with writing(make_trench.CITY):
        delete_rows(make.again(case))
    actions.settle_trench(case.pk, by=make_trench.CITY, at=NOON)
    assert rows("bochum") == rows(make_supply.OPERATOR) == []


def test_a_new_revision_asks_again_what_nobody_decided():
    case = dig()
    assert rows(make_supply.OPERATOR) == [], "there was no grid yet"
    make_trench.networks()
    drain(NOON + timedelta(hours=1))
    (theirs,) = rows(make_supply.OPERATOR)
    assert theirs.number == case.number and len(theirs.networks) == 4
