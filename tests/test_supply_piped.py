"""Networks of pipes at the desk: water, gas and heat in one shape, held against the solvers and against topology by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest

from glueckauf.supply.engine.calls.closing import kept_water
from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.desk import piped
from glueckauf.supply.engine.calls.piped import element, reached, served, trace
from glueckauf.supply.engine.calls.piped_warmth import PipesKept, of_pipes
from glueckauf.supply.engine.calls.piped_water import of_water
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.stored import stored
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas, synthetic_heat
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.engine.water.topology import supply

ASK = {"positions": {}, "step": 28, "limits": {}}
TOWN = Town(postcode="44787")


@pytest.fixture(scope="module")
def gas():
    return PipesKept(synthetic_gas(TOWN))


@pytest.fixture(scope="module")
def heat():
    return PipesKept(synthetic_heat(TOWN))


@pytest.fixture(scope="module")
def water():
    return kept_water(stored(synthetic_water(TOWN)), least_m=20.0)


def test_gas_shows_the_pressures_of_the_solver_and_the_lowest_first(gas):
    direct = flow(network(gas.model.grid))
    found, parts = piped(gas, ASK | {"call": "gas_state", "full": True})
    bars = np.frombuffer(parts[1], "<u2") / found["per_unit"]
    assert np.abs(bars - direct.pressure_bar).max() <= 0.5 / found["per_unit"] + 1e-9
    houses = direct.pressure_bar[gas.model.grid.sinks.junction]
    assert found["rows"][0]["value"] == pytest.approx(houses.min(), abs=1e-4) and found["count"] == len(houses)
    assert found["steps"] == 1 and found["least"] is None and found["over"] == 0 and json.dumps(found)
    assert found["load"] == {"draws": len(houses), "kg_s": pytest.approx(0.0004 * len(houses))}


def test_heat_shows_what_is_between_both_sides_and_how_warm_it_arrives(heat):
    grid, direct = heat.model.grid, state(network(heat.model.grid))
    found, _ = piped(heat, ASK | {"call": "heat_state"})
    apart = direct.flow.pressure_bar[grid.consumers.start] - direct.flow.pressure_bar[grid.consumers.end]
    worst = int(apart.argmin())
    top = found["rows"][0]
    assert top["value"] == pytest.approx(apart[worst], abs=1e-4) and top["id"] == grid.junctions.id[grid.consumers.start[worst]]
    warm = direct.heat.temperatures.junction[grid.consumers.start[worst]] - 273.15
    assert top["facts"]["temperature_c"] == pytest.approx(warm, abs=1e-3) and 70 < warm < 90
    assert top["facts"]["return_c"] == pytest.approx(direct.heat.return_k[worst] - 273.15, abs=1e-3)
    assert found["load"]["heat_kw"] == pytest.approx(15.0 * len(grid.consumers), rel=1e-3) and found["load"]["lost_kw"] > 0


def test_a_limit_of_the_operator_says_who_has_too_little(heat):
    limits = {"least_difference_bar": {"value": 1.99, "source": "Betreiber"}}
    found, _ = piped(heat, ASK | {"call": "heat_state", "limits": limits})
    assert found["least"] == 1.99 and found["over"] == sum(1 for one in of_pipes(heat, ASK).judged[0] if one < 1.99) > 0


def test_a_shut_valve_leaves_its_street_without_gas_and_the_map_shows_it(gas):
    name = "S-g001-s1"
    shut = ASK | {"positions": {name: False, "gibt-es-nicht": False}}
    normal, moved = (piped(gas, ask | {"call": "gas_state"})[0] for ask in (ASK, shut))
    assert normal["dark"] == 0 and moved["dark"] == normal["count"] - moved["count"] > 0 and moved["unknown"] == ["gibt-es-nicht"]
    assert sum(one["use"] is None for one in moved["drawn"]) > 0 == sum(one["use"] is None for one in normal["drawn"])
    card, _ = piped(gas, ASK | {"call": "gas_element", "id": name})
    assert card["address_count"] == moved["dark"] and card["facts"]["is_open"] and card["kind"] == "isolation"
    _, (shown,) = piped(gas, shut | {"call": "gas_map"})
    points = json.loads(shown)["points"]["features"]
    assert {(one["properties"]["kind"], one["properties"]["label"]) for one in points} == {("switch", name), ("source", "station")}


def test_the_way_to_the_feed_is_the_way_the_pipes_go(gas, heat):
    far = gas.model.grid.junctions.id[gas.model.connections.node[0]]
    card, _ = piped(gas, ASK | {"call": "gas_element", "id": far})
    assert card["fed"] and card["source"] == "station" and [one["id"] for one in card["up"]][0] == f"{far}-h"
    assert card["up"][-1]["id"] == "S-g001-s0" and card["address_count"] == 1 and card["series"] == []
    assert card["facts"]["pressure_bar"] == pytest.approx(0.8, abs=0.05)
    pipe, _ = piped(heat, ASK | {"call": "heat_element", "id": "r001-haupt"})
    assert pipe["address_count"] == len(heat.model.connections) and pipe["source"] == "heizwerk"  # nothing comes back: nobody is warm


def test_what_is_reached_is_what_the_solver_counts_as_supplied(gas, heat, water):
    rng = np.random.default_rng(3)
    for kept in (gas, heat):
        names = kept.model.grid.valves.id
        for _ in range(8):
            shut = {name: False for name in rng.choice(names, size=3, replace=False).tolist()}
            net, made = of_pipes(kept, ASK | {"positions": shut}), network(kept.model.grid, np.array([name not in shut for name in names]))
            assert (reached(net, net.links.usable) == made.supplied).all()
            if kept is heat:
                assert served(net, net.links.usable).sum() == made.served.sum()
    grid = water.model.grid
    for name in rng.choice(grid.isolation.id, size=4, replace=False).tolist():
        net = of_water(water, ASK | {"positions": {name: False}})
        assert (reached(net, net.links.usable) == supply(grid, net.links.usable).reached).all()


def test_who_hangs_on_a_pipe_is_who_is_lost_when_the_solver_leaves_it_out(heat):
    net, grid = of_pipes(heat, ASK), heat.model.grid
    for name in ("v001-quer", "r001-quer", grid.pipes.id[-1]):
        one = element(net, name)
        cut = grid.pipes.in_service.copy()
        cut[one.row] = False
        made = network(replace(grid, pipes=replace(grid.pipes, in_service=cut)))
        assert trace(net, one).lost.sum() == (~made.served).sum()


def test_a_what_if_is_what_the_solver_says_of_the_changed_grid(gas, heat):
    for kept, call, valve in ((gas, "gas_whatif", "S-g001-s3"), (heat, "heat_whatif", "S-v001-s3")):
        grid, joined = kept.model.grid, kept.model.connections
        at = joined.street.index("Musterstraße")
        house = {"street": joined.street[at], "house_number": joined.house_number[at], "postcode": joined.postcode[at]}
        found, _ = piped(kept, ASK | {"call": call, "address": house, "change": {"close": valve}})
        before, made = network(grid), network(grid, np.array([name != valve for name in grid.valves.id]))
        solved = flow(made) if kept is gas else state(made).flow
        node, back = int(joined.node[at]), int(of_pipes(kept, ASK).back[at])
        value = solved.pressure_bar[node] - (solved.pressure_bar[back] if back >= 0 else 0.0)
        assert found["house"][1] == pytest.approx(value, abs=1e-4) and not found["is_dry"]
        lost = before.supplied & ~made.supplied
        assert found["dark_count"] == lost[joined.node].sum() > 0
        again, _ = piped(kept, ASK | {"positions": {valve: False}, "call": call, "address": house, "change": {"open": valve}})
        assert again["dark_count"] == 0 and again["house"] == found["house"][::-1]


def test_a_limit_of_the_operator_says_who_gets_too_little_without_a_pipe(heat):
    joined = heat.model.connections
    house = {"street": joined.street[0], "house_number": joined.house_number[0], "postcode": joined.postcode[0]}
    limits = {"least_difference_bar": {"value": 1.99, "source": "Betreiber"}}
    ask = ASK | {"limits": limits, "call": "heat_whatif", "address": house, "change": {"without": "v001-quer"}}
    found, _ = piped(heat, ask)
    before, after = (of_pipes(heat, ASK | {"limits": limits, "out": out}).judged[0] for out in ([], ["v001-quer"]))
    assert found["short_count"] == int(((after < 1.99) & ~(before < 1.99)).sum()) and found["least"] == 1.99


@pytest.mark.parametrize(
    ("address", "change", "code"),
    [
        ({"house_number": "999"}, {"without": "g001-quer"}, "address"),
        ({}, {"without": "S-g001-s3"}, "element"),
        ({}, {"without": "nirgends"}, "element"),
        ({}, {"close": "g001-quer"}, "switch"),
    ],
)
def test_a_what_if_about_nothing_is_named(gas, address, change, code):
    joined = gas.model.connections
    house = {"street": joined.street[0], "house_number": joined.house_number[0], "postcode": joined.postcode[0]} | address
    with pytest.raises(NoAnswer) as refused:
        piped(gas, ASK | {"call": "gas_whatif", "address": house, "change": change})
    assert refused.value.code == code


def test_what_has_no_answer_is_named(gas):
    with pytest.raises(NoAnswer) as refused:
        piped(gas, ASK | {"call": "gas_element", "id": "nirgends"})
    assert refused.value.code == "element"
    grid = gas.model.grid
    off = replace(grid, feeds=replace(grid.feeds, in_service=np.array([False])))
    with pytest.raises(NoAnswer) as dark:
        piped(PipesKept(replace(gas.model, grid=off)), ASK | {"call": "gas_state"})
    assert dark.value.code == "supply"
    thirsty = replace(grid, sinks=replace(grid.sinks, flow_kg_s=grid.sinks.flow_kg_s * 1e4))
    with pytest.raises(NoAnswer) as much:
        piped(PipesKept(replace(gas.model, grid=thirsty)), ASK | {"call": "gas_state"})
    assert much.value.code == "pipes"


def test_sensors_of_gas_are_compared_in_bar_and_those_it_has_no_place_for_are_left_out(gas, water):
    node = gas.model.grid.junctions.id[5]
    asked = [
        {"kind": "pressure", "element": node, "step": 70},
        {"kind": "pressure", "element": "x", "step": 1},
        {"kind": "inflow", "element": "", "step": 1},
    ]
    found, _ = piped(gas, ASK | {"call": "gas_sensed", "sensors": asked})
    assert [(one["index"], one["unit"], one["node"]) for one in found["seen"]] == [(0, "bar", node)]
    wet, _ = piped(water, ASK | {"call": "water_sensed", "sensors": [{"kind": "inflow", "element": "", "step": 28}]})
    net = of_water(water, ASK)
    assert wet["seen"][0]["value"] == pytest.approx(net.draw_m3h[28].sum(), abs=1e-3) and wet["seen"][0]["value"] > 1
