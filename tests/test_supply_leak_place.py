"""Where a pipe leaks and who is dark, as the engine answers a desk: in the invented town, with noise, and with a record that is wrong."""

from functools import lru_cache

import make_supply
import numpy as np
import pytest

from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.darkened import NoSection, darkened
from glueckauf.supply.engine.calls.leaking import UnknownSensor, leaking, with_closed
from glueckauf.supply.engine.calls.model import read
from glueckauf.supply.engine.calls.sensing import meter_places, water_places
from glueckauf.supply.engine.power.addresses import node_of
from glueckauf.supply.engine.synthetic.sensing import BAR_PER_M, water_day
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.engine.water.leak import NoReadings

NOON = 12


@lru_cache(maxsize=1)
def town():
    """The water grid as the engine keeps it, and nodes of nine sensors."""
    kept = WaterKept(synthetic_water(Town(**make_supply.BOCHUM)), 20)
    return kept, [one["node"] for one in water_places(kept, 9)]


@lru_cache(maxsize=1)
def power():
    """The model, its meters by feeder."""
    model = read(*make_supply.files()[:2])
    feeders = {}
    for one in meter_places(model):
        feeders.setdefault(one["feeder"], []).append(one["connection"])
    return model, feeders


def seen(street, number, *, m3h=25.0, shut=(), seed=1):
    """What nine sensors would show at noon, in m, when these valves are shut in truth."""
    kept, nodes = town()
    grid = with_closed(kept.model.grid, shut)
    rows = np.array([kept.model.grid.nodes.id.index(one) for one in nodes])
    leak = node_of(kept.model.connections, street=street, house_number=number, postcode="44787")
    before, after = (water_day(grid, rows, leak=at, leak_m3h=m3h).pressure_bar[NOON] for at in (-1, leak))
    return (after - before) / BAR_PER_M + np.random.default_rng(seed).normal(0, 0.03, len(rows))


def located(change, closed=()):
    """By the engine."""
    kept, nodes = town()
    sensors = [{"node": node, "change_m": float(one)} for node, one in zip(nodes, change, strict=True)]
    return leaking(kept, {"sensors": sensors, "at_s": NOON * 3600, "closed": list(closed), "reading_m": 0.1, "nights_before": 28})


def metres_from(found, street, number):
    """From the middle of the likeliest pipe to the house."""
    kept, _ = town()
    grid, row = kept.model.grid, kept.model.grid.pipes.id.index(found["places"][0]["pipe"])
    middle = (grid.nodes.xy[grid.pipes.start[row]] + grid.nodes.xy[grid.pipes.end[row]]) / 2
    return np.linalg.norm(middle - grid.nodes.xy[node_of(kept.model.connections, street=street, house_number=number, postcode="44787")])


def test_a_leak_is_placed_within_a_hundred_metres_in_the_long_streets():
    houses = [("Probeallee", "1"), ("Probeallee", "6"), ("Probeallee", "15"), ("Testgasse", "3"), ("Testgasse", "10"), ("Testgasse", "18")]
    apart = [metres_from(located(seen(*house, seed=at)), *house) for at, house in enumerate(houses)]
    assert np.median(apart) <= 120 and max(apart) <= 300


def test_a_valve_recorded_open_that_is_shut_is_noticed_named_and_not_believed_in():
    wrong = located(seen("Probeallee", "3", shut=["S026"]))
    assert not wrong["fits"] and wrong["suspects"]
    assert "S026" in {one["valve"] for one in wrong["suspects"]}
    assert {one["place"]["street"] for one in wrong["suspects"]} <= {"Probeallee", "Testgasse"}
    right = located(seen("Probeallee", "3", shut=["S026"]), closed=["S026"])
    assert right["fits"] and right["suspects"] == [] and right["places"][0]["street"] == "Probeallee"


def test_too_few_sensors_and_sensors_of_another_grid_are_named_errors():
    with pytest.raises(NoReadings):
        leaking(town()[0], {"sensors": [], "at_s": 0, "closed": [], "reading_m": 0.1, "nights_before": 28})
    with pytest.raises(UnknownSensor):
        stranger = [{"node": f"x{at}", "change_m": 1.0} for at in range(3)]
        leaking(town()[0], {"sensors": stranger, "at_s": 0, "closed": [], "reading_m": 0.1, "nights_before": 28})


def test_the_fuse_is_found_though_a_meter_elsewhere_is_silent_by_itself_and_two_behind_it_have_none():
    model, feeders = power()
    first, *others = feeders.values()
    rest = [one for each in others for one in each]
    found = darkened(model, [*first, rest[0]], rest[1:])
    assert (found["element"], found["silent"], found["speaking"], found["elsewhere"]) == ("s001-f1", 8, 0, 1)
    assert len(found["dark"]) == 10 and found["streets"][0]["houses"] == 10 and found["streets"][0]["line"]


def test_a_meter_that_speaks_moves_the_section_behind_it_and_two_silent_ones_are_none():
    model, feeders = power()
    first, *others = feeders.values()
    rest = [one for each in others for one in each]
    found = darkened(model, first[1:], [first[0], *rest])
    assert found["speaking"] == 0 and found["kind"] == "line" and len(found["dark"]) < 10
    with pytest.raises(NoSection):
        darkened(model, first[:2], rest)
    with pytest.raises(NoSection):
        darkened(model, ["gibt-es-nicht"], [])
