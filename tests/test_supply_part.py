"""A study takes the low-voltage area of the node: held against the study of the whole grid, and never kinder than it."""

from dataclasses import replace
from functools import lru_cache

import make_supply
import pytest

from glueckauf.supply.engine.calls.connect import NoAnswer, case_of, connect, device_of, parsed, studied, studied_in_part, together
from glueckauf.supply.engine.calls.model import read
from glueckauf.supply.engine.calls.part import has_parts
from glueckauf.supply.engine.calls.whatif import what_if
from glueckauf.supply.engine.power.standing import standing
from glueckauf.supply.providers.engine import engine
from glueckauf.supply.rules.norms import default_limits

ORDER = ("possible", "dimmed", "reinforce")
LIMITS = default_limits()


@lru_cache(maxsize=2)
def town(transformers=3, houses=120):
    given = {"transformers": transformers, "houses": houses, "origin": (7.2, 51.48), "postcode": "44787"}
    files = (
        make_supply.files() if (transformers, houses) == (3, 120) else engine.ask("town", {"town": given, "seed": 11}, within_s=240).parts
    )
    return read(*files[:2])


def asked(model, street, number, *, kw=11.0, sign=1, hours=(1, 12, 18, 23), least=4.2):
    found = model.found.connections
    row = next(at for at, place in enumerate(zip(found.street, found.house_number, strict=True)) if place == (street, str(number)))
    node = model.found.grid.nodes.id[found.node[row]]
    return {"node": node, "power_kw": kw, "sign": sign, "least_kw": least, "hours": list(hours)}


@pytest.mark.parametrize(
    ("street", "number", "more"),
    [
        ("Musterstraße", 8, {}),
        ("Probeallee", 20, {}),
        ("Testgasse", 1, {}),
        ("Modellpfad", 4, {}),
        ("Probeallee", 8, {"kw": 30.0, "sign": -1, "least": None, "hours": (3, 10, 10, 16)}),
    ],
)
def test_an_area_answers_as_the_whole_grid_does_and_never_kinder(street, number, more):
    model = town()
    one, others = asked(model, street, number, **more), [asked(model, street, 2)]
    device, before = device_of(model, parsed(one)), [parsed(other) for other in others]
    whole = studied(model, case_of(model, before, LIMITS), device)
    part = studied_in_part(model, device, before, LIMITS)
    assert ORDER.index(part["answer"]) >= ORDER.index(whole["answer"]) and part["in_part"]
    assert part["dimmed_hours"] >= whole["dimmed_hours"] and part["largest_kw"] <= whole["largest_kw"] + 0.02
    known = {found["quantity"]: found["value"] for found in whole["after"]}
    for found in part["after"]:
        assert found["value"] == pytest.approx(known[found["quantity"]], rel=0.02)


def test_a_large_grid_is_answered_in_part_and_remembers_its_areas():
    model = town(12, 600)
    assert has_parts(model)
    found = connect(model, asked(model, "Musterstraße", 3), [], LIMITS)
    assert found["answer"] == "possible" and found["in_part"] and found["steps"] == 35_136 and found["curves"]
    assert "demand" not in vars(model) and len(model.parts) == 1  # the year of all buses would be gigabytes
    again = connect(model, asked(model, "Musterstraße", 5), [asked(model, "Musterstraße", 3)], LIMITS)
    assert again["answer"] == "possible" and len(model.parts) == 1


def test_what_the_rest_of_the_grid_does_not_carry_is_for_a_person():
    model = town(12, 600)
    tight = LIMITS | {"line_percent": {"value": 1.0, "source": "Musterwerk"}}
    found = connect(model, asked(model, "Musterstraße", 3, kw=4.0), [], tight)
    assert found["answer"] == "reinforce" and found["binds_elsewhere"]


def test_a_node_without_an_area_has_no_answer():
    model = town(12, 600)
    feed = model.found.grid.nodes.id[model.found.grid.sources.node[0]]
    one = asked(model, "Musterstraße", 3)
    for given, promised, code in (
        ({**one, "node": feed}, [], "method"),
        ({**one, "node": "nirgends"}, [], "node"),
        (one, [{**one, "node": "fort"}], "promise"),
    ):
        with pytest.raises(NoAnswer) as refused:
            connect(model, given, promised, LIMITS)
        assert refused.value.code == code


def test_a_what_if_of_a_large_grid_takes_the_area_and_the_switches_as_they_then_stand():
    model = town(25, 1_500)
    assert model.made.buses > 1_500
    given = {"positions": {}, "devices": [], "limits": LIMITS, "day": {"month": 1, "day": 15}}
    house = {"street": "Musterstraße", "house_number": "3", "postcode": "44787"}
    device = {"power_kw": 11.0, "sign": 1, "least_kw": 4.2, "hours": [1, 12, 18, 23]}
    free = what_if(model, given | {"address": house, "device": device, "change": {}})
    other = what_if(model, given | {"address": house, "device": device, "change": {"open": "s002-f1"}})
    assert free["answer"] == other["answer"] == "possible" and free["in_part"] and free["units"][0]["id"] == "s001-t"
    assert other["dark_count"] and other["house"][1] == pytest.approx(free["house"][1], abs=2e-3)
    assert "demand" not in vars(model)


def test_a_what_if_with_a_switch_moved_elsewhere_answers_as_the_whole_grid_did():
    """As it was answered before areas were cut: one year of all buses in these positions."""
    model = town()
    given = {"positions": {"r01-k2a": True, "r01-k3a": False}, "limits": LIMITS, "devices": []}
    one = asked(model, "Probeallee", 20)
    house = {"street": "Probeallee", "house_number": "20", "postcode": "44787"}
    found = what_if(model, given | {"address": house, "device": {**one, "node": ""}, "change": {}})
    turned = replace(model, found=replace(model.found, grid=standing(model.found.grid, given["positions"])[0]))
    whole = studied(turned, case_of(turned, [], LIMITS), device_of(turned, parsed(one)))
    assert found["answer"] == whole["answer"] and found["dimmed_hours"] >= whole["dimmed_hours"]
    known = {each["quantity"]: each["value"] for each in whole["after"]}
    for each in found["after"]:
        assert each["value"] == pytest.approx(known[each["quantity"]], rel=0.02)


def test_what_is_promised_in_another_area_dims_nobody_here():
    model = town()
    elsewhere = asked(model, "Probeallee", 1)
    assert connect(model, elsewhere, [], LIMITS)["answer"] == "dimmed"
    assert connect(model, asked(model, "Musterstraße", 8), [elsewhere], LIMITS)["answer"] == "possible"


def test_what_is_kept_between_two_questions_changes_no_answer():
    """The year with all promises is kept until another is promised. Models that kept nothing say the same."""
    fresh = town.__wrapped__
    kept = fresh()
    first, there = asked(kept, "Modellpfad", 4), asked(kept, "Musterstraße", 8)
    for before in ([], [first], [first, first, asked(kept, "Modellpfad", 2)]):
        expected = {at: connect(fresh(), one, before, LIMITS) for at, one in enumerate((first, there))}
        assert [connect(kept, (first, there)[at], before, LIMITS) == expected[at] for at in (0, 0, 1, 0)] == [True] * 4


def test_two_devices_of_one_house_are_one_with_both_powers():
    model = town()
    first, larger = parsed(asked(model, "Modellpfad", 4)), parsed(asked(model, "Modellpfad", 4, kw=22.0, least=8.4))
    other, rigid = parsed(asked(model, "Modellpfad", 2)), parsed(asked(model, "Modellpfad", 4, kw=3.0, least=None))
    found = together([first, other, larger, rigid])
    assert [one.node for one in found] == [first.node, other.node, first.node]
    assert [(one.power_kw, one.least_kw) for one in found] == [(33.0, pytest.approx(12.6)), (11.0, 4.2), (3.0, None)]
