"""What the desk asks of the engine: a day, an element, a what-if, plans of switchings, held against direct use of the library."""

import json
from dataclasses import replace

import make_supply
import numpy as np
import pytest

from glueckauf.supply.engine.calls import day, element, switching, whatif
from glueckauf.supply.engine.calls.closing import kept_water
from glueckauf.supply.engine.calls.connect import NoAnswer, at_address, connect
from glueckauf.supply.engine.calls.desk import piped
from glueckauf.supply.engine.calls.model import limits_of, read
from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.newton import Model
from glueckauf.supply.engine.power.outages import outages
from glueckauf.supply.engine.power.series import demand_kva
from glueckauf.supply.engine.power.standing import day_state, standing
from glueckauf.supply.engine.power.switching import CannotCut, section
from glueckauf.supply.engine.water.hydraulics import day as water_day
from glueckauf.supply.rules.norms import default_limits

JANUARY = {"month": 1, "day": 15}
ASK = {"day": JANUARY, "positions": {}, "devices": [], "limits": default_limits(), "step": 72}
WALLBOX = {"node": "", "power_kw": 11.0, "sign": 1, "least_kw": 4.2, "hours": [1, 12, 18, 23]}
PANELS = {"node": "", "power_kw": 8.0, "sign": -1, "least_kw": None, "hours": [3, 10, 10, 16]}
HOUSE = {"street": "Musterstraße", "house_number": "12", "postcode": "44787"}


@pytest.fixture(scope="module")
def model():
    archive, series, _ = make_supply.files()
    return read(archive, series)


@pytest.fixture(scope="module")
def water():
    return kept_water(make_supply.files()[2], least_m=20.0)


def test_a_day_is_the_flow_of_its_quarter_hours(model):
    found, parts = day.state(model, ASK | {"full": True})
    made = circuit(model.found.grid)
    flow = Model(made).flow(demand_kva(made, model.profiles, slice(14 * 96, 15 * 96)))
    use = np.frombuffer(parts[0], "<u2").reshape(96, -1) / found["per_percent"]
    volts = np.frombuffer(parts[1], "<u2").reshape(96, -1) / found["per_unit"]
    assert np.abs(use - np.concatenate([flow.line_percent, flow.transformer_percent], axis=1)).max() <= 0.5 / found["per_percent"] + 1e-3
    assert np.abs(volts - flow.voltage_pu[:, made.bus]).max() <= 0.5 / found["per_unit"] + 1e-6
    assert found["first_step"] == 14 * 96 and found["count"] == use.shape[1] and json.dumps(found)
    top = found["rows"][0]
    assert top["value"] == pytest.approx(use[72].max(), abs=0.1) and top["peak"] == pytest.approx(use[:, use[72].argmax()].max(), abs=0.1)


def test_an_open_switch_makes_a_part_dark_and_a_device_loads_it(model):
    normal, open_ = day.state(model, ASK)[0], day.state(model, ASK | {"positions": {"s001-f1": True}})[0]
    assert normal["dark"] == 0 and open_["dark"] == 10 and "s001-f1" not in normal["open"]
    assert day.state(model, ASK | {"positions": {"gibt-es-nicht": True}})[0]["unknown"] == ["gibt-es-nicht"]
    node = element.card(model, ASK | {"id": "h001-012"})["id"]
    more = day.state(model, ASK | {"devices": [WALLBOX | {"node": node, "power_kw": 40.0}]})[0]
    unit = {one["id"]: one["value"] for one in more["rows"]}["s001-t"] - {one["id"]: one["value"] for one in normal["rows"]}["s001-t"]
    assert 9.0 < unit < 12.0  # 40 kW of 400 kVA


def test_the_worst_day_is_the_one_nearest_to_a_limit(model):
    found = day.state(model, ASK | {"day": {"worst": True}})[0]
    use = model.base.flow.transformer_percent.max()
    assert found["rows"][0]["peak"] == pytest.approx(float(use), abs=0.05)


@pytest.mark.parametrize("wanted", [{"month": 13, "day": 1}, {"month": 2, "day": 30}, {"month": 0, "day": 5}])
def test_a_day_no_year_has_is_refused(model, wanted):
    with pytest.raises(NoAnswer):
        day.state(model, ASK | {"day": wanted})


def test_the_map_holds_every_line_and_node_and_the_streets(model):
    found = json.loads(day.grid_map(model, ASK))
    grid = model.found.grid
    assert [one["properties"]["id"] for one in found["lines"]["features"]] == list(grid.lines.id)
    assert len(found["nodes"]["features"]) == len(grid.nodes) and found["earth"]
    assert {one["properties"]["name"] for one in found["streets"]["features"]} == set(grid.nodes.street) - {""}
    assert [one["properties"]["id"] for one in found["points"]["features"] if one["properties"]["kind"] == "switch"] == ["r01-k3a"]


def test_an_element_knows_its_way_to_the_feed_and_who_hangs_on_it(model):
    card = element.card(model, ASK | {"id": "s002-t"})
    assert [one["id"] for one in card["up"]] == ["r01-k2", "r01-k1"] and card["address_count"] == 40 and card["fed"]
    cable = element.card(model, ASK | {"id": "r01-k2"})
    assert cable["elements_down"] == ["s002-t"] and [one["id"] for one in cable["ties"]] == ["r01-k3a"]
    turned = element.card(model, ASK | {"id": "s002-t", "positions": {"r01-k2a": True, "r01-k3a": False}})
    assert [one["id"] for one in turned["up"]] == ["r01-k3", "r01-k4"]
    dark = element.card(model, ASK | {"id": "h001-012", "positions": {"s001-f1": True}})
    assert not dark["fed"] and not any(dark["series"])
    with pytest.raises(NoAnswer):
        element.card(model, ASK | {"id": "nirgends"})


def test_what_if_says_the_same_as_the_check_and_knows_the_dark(model):
    free = whatif.what_if(model, ASK | {"address": HOUSE, "device": WALLBOX, "change": {}})
    same = ("answer", "dimmed_hours", "largest_kw", "hours_over", "before", "after", "binds_elsewhere", "curves", "in_part")
    for street, number, device in (("Musterstraße", "12", WALLBOX), ("Probeallee", "1", WALLBOX), ("Modellpfad", "4", PANELS)):
        house = HOUSE | {"street": street, "house_number": number}
        promised = [WALLBOX | {"node": at_address(model, house | {"house_number": "3"})}]
        asked = whatif.what_if(model, ASK | {"address": house, "device": device, "change": {}, "devices": promised})
        check = connect(model, device | {"node": asked["node"]}, promised, ASK["limits"])
        assert {name: asked[name] for name in same} == {name: check[name] for name in same} and asked.get("rise") == check.get("rise")
    assert free["answer"] == "possible" and free["units"][0]["id"] == "s001-t" and free["house"][1] < free["house"][0]
    without = whatif.what_if(model, ASK | {"address": HOUSE | {"postcode": ""}, "device": WALLBOX, "change": {"open": "s001-f1"}})
    assert without["answer"] == "dark" and without["dark_count"] == 10
    for wrong in ({"without": "nirgends"}, {"open": "nirgends"}, {"without": "h001-012"}):
        with pytest.raises(NoAnswer):
            whatif.what_if(model, ASK | {"address": HOUSE, "device": WALLBOX, "change": wrong})
    with pytest.raises(NoAnswer):
        whatif.what_if(model, ASK | {"address": HOUSE | {"house_number": "999"}, "device": WALLBOX, "change": {}})


def test_a_cable_of_the_ring_is_cut_out_and_everybody_comes_back_as_the_library_proposes(model):
    plan = switching.plan(model, ASK | {"line": "r01-k2"})
    grid = model.found.grid
    state = day_state(grid, model.profiles, 14 * 96)
    row = grid.lines.id.index("r01-k2")
    demand = state.demand_kva[int(np.abs(state.demand_kva.sum(axis=1)).argmax())]
    (direct,) = outages(grid, demand, limits_of(default_limits()), only=[row])
    assert [one["id"] for one in plan["switches"] if not one["open"]] == list(direct.plan.close)
    assert [one["dark"] for one in plan["switches"]] == [40, 40, 0] and plan["dark"] == [] and plan["brief"] == 40
    assert plan["is_cut"] and not any(one["joins"] or one["workplace_live"] for one in plan["switches"])
    after, _ = standing(grid, {one["id"]: one["open"] for one in plan["switches"]})
    assert day_state(after, model.profiles, 14 * 96).live.all()


def test_a_house_cable_takes_its_feeder_with_it(model):
    plan = switching.plan(model, ASK | {"line": "hk001-001"})
    assert [(one["id"], one["open"]) for one in plan["switches"]] == [("s001-f2", True)] and plan["reason"] == "single_fed"
    assert len(plan["dark"]) == 10 and plan["streets"][0]["street"] == "Musterstraße" and plan["streets"][0]["line"]


def test_a_ring_closed_before_it_is_opened_and_a_place_of_work_made_live_are_seen(model):
    ring = switching.plan(model, ASK | {"line": "r01-k2", "moves": [["r01-k3a", False], ["r01-k2a", True], ["r01-k2b", True]]})
    assert [one["joins"] for one in ring["switches"]] == [True, False, False] and ring["is_cut"]
    live = switching.plan(model, ASK | {"line": "r01-k2", "moves": [["r01-k2a", True], ["r01-k2b", True], ["r01-k2a", False]]})
    assert live["switches"][2]["workplace_live"] and not live["is_cut"]
    same = switching.plan(model, ASK | {"line": "r01-k2", "moves": [["r01-k3a", True]]})
    assert not same["switches"][0]["known"] and not same["is_cut"]
    with pytest.raises(NoAnswer):
        switching.plan(model, ASK | {"line": "r01-k2", "moves": [["nirgends", True]]})


def test_a_feed_no_switch_separates_cannot_be_cut_off(model):
    grid = model.found.grid
    kept = np.array([name not in ("r01-k1a", "r01-k1b", "s001-q", "r01-k2a") for name in grid.switches.id])
    fewer = {name: getattr(grid.switches, name)[kept] for name in ("node", "other", "closed", "breaker")}
    names = {name: tuple(np.array(getattr(grid.switches, name))[kept].tolist()) for name in ("id", "kind")}
    bare = replace(grid, switches=replace(grid.switches, **fewer, **names))
    with pytest.raises(CannotCut):
        section(bare, grid.lines.id.index("r01-k1"))


def test_water_says_pressures_as_epanet_does_and_who_is_dry_without_a_pipe(water):
    ask = {"positions": {}, "step": 28, "limits": {}}
    found, parts = piped(water, ask | {"call": "water_state", "full": True})
    direct = water_day(water.model.grid, step_s=900, pressure=water.pressure)
    metres = np.frombuffer(parts[1], "<u2").reshape(96, -1)[28] / found["per_unit"]
    wet = np.array([kind == "junction" for kind in water.model.grid.nodes.kind])
    assert np.abs(metres[wet] - direct.pressure_m[28][wet]).max() <= 0.006
    ring = ask | {"out": ["w-ring"]}  # the town hangs on one pipe then
    main, _ = piped(water, ring | {"call": "water_element", "id": "w001-haupt"})
    assert main["address_count"] == 120 and len(main["series"]) == 96
    asked, _ = piped(water, ask | {"call": "water_whatif", "address": HOUSE, "change": {"without": "w001-haupt"}})
    assert not asked["is_dry"] and asked["dark_count"] == 0 and asked["house"][1] <= asked["house"][0]
    _, (shown,) = piped(water, ask | {"call": "water_map", "positions": {"S001": False}})
    shut = json.loads(shown)
    assert "S001" in [one["properties"]["id"] for one in shut["points"]["features"]]
