"""A closure asked for by address: the answer is plain values, and says who is dry by street and number."""

import json

import pytest

from glueckauf.supply.engine.calls.closing import close, kept_water
from glueckauf.supply.engine.power.addresses import UnknownAddress
from glueckauf.supply.engine.stored import stored
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water

PLACE = {"street": "Musterstr.", "house_number": "3", "postcode": "44787"}


@pytest.fixture(scope="module")
def kept():
    return kept_water(stored(synthetic_water(Town(postcode="44787"))), least_m=20.0)


def test_the_place_of_a_leak_gives_valves_streets_and_addresses(kept):
    plan = close(kept, PLACE, [])
    assert json.dumps(plan)
    assert plan["valves"] and all(one["id"].startswith("S") and one["at"] for one in plan["valves"])
    assert ["Musterstraße", "3", "44787"] in plan["dry"]
    (street,) = [one for one in plan["streets"] if one["street"] == "Musterstraße"]
    assert street["houses"] == sum(1 for one in plan["dry"] if one[0] == "Musterstraße")
    assert all(7.1 < longitude < 7.3 and 51.4 < latitude < 51.6 for longitude, latitude in street["line"])


def test_a_valve_that_is_stuck_makes_the_plan_larger(kept):
    plan = close(kept, PLACE, [])
    stuck = plan["valves"][0]["id"]
    larger = close(kept, PLACE, [stuck])
    assert stuck not in [one["id"] for one in larger["valves"]]
    assert len(larger["dry"]) >= len(plan["dry"])
    foreseen = next(one for one in plan["stuck"] if one["valve"] == stuck)
    assert foreseen["possible"] and foreseen["more_customers"] == len(larger["dry"]) - len(plan["dry"])


@pytest.mark.parametrize("place", [PLACE | {"street": "Nirgendsstraße"}, PLACE | {"house_number": "999"}, PLACE | {"postcode": "44789"}])
def test_an_address_the_grid_does_not_know_is_named(kept, place):
    with pytest.raises(UnknownAddress):
        close(kept, place, [])


def test_a_valve_nobody_has_is_an_error(kept):
    with pytest.raises(KeyError):
        close(kept, PLACE, ["S999"])


def test_a_plan_names_the_valves_it_takes_as_open_and_what_hangs_on_them(kept):
    plan = close(kept, PLACE, [])
    taken, valves = plan["assumed"], kept.model.grid.isolation.id
    assert (taken["open"], taken["moved_shut"], taken["recorded_shut"], taken["unknown"]) == (len(valves), [], [], [])
    assert taken["relied"] and not {one["id"] for one in taken["relied"]} & {one["id"] for one in plan["valves"]}
    worst = taken["relied"][0]
    known = close(kept, PLACE, [], {worst["id"]: False, "gibt-es-nicht": False})
    assert known["assumed"]["moved_shut"] == [worst["id"]] and known["assumed"]["unknown"] == ["gibt-es-nicht"]
    assert known["assumed"]["open"] == len(valves) - 1
    assert worst["id"] not in [one["id"] for one in known["assumed"]["relied"]]


def test_a_valve_shut_by_an_outage_that_lasts_is_not_shut_again_but_checked(kept):
    first = close(kept, PLACE, [])["valves"][0]["id"]
    again = close(kept, PLACE, [], {first: False})
    assert first not in [one["id"] for one in again["valves"]]
    assert first in [one["id"] for one in again["verify"]] or not again["valves"]
