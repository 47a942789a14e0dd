"""Heat along pipes: one pipe against its exponential, mixing, consumers, what cannot be, and flow and temperature that fit each other."""

import numpy as np
import pytest

from glueckauf.supply.engine.pipes.fluid import water
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.problems import TooMuchHeat
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.pipes.temperature import heat
from tests.make_pipes import GROUND, WATER, circuit, consumers, district_heat, feeds, grid, pipes, valves

real = pytest.mark.shared_data
HOT = 353.15


def warmed(made, **given):
    return heat(flow(network(made), **given))


@pytest.mark.parametrize("ends", [(0, 1), (1, 0)])
def test_a_pipe_cools_towards_the_ground_whichever_way_it_was_laid(ends):
    made = grid(pipes([ends], transmission=5.0, length_m=400), fluid=WATER, draws={1: 0.5}, fed=feeds([0], 6.0, HOT))
    found = warmed(made)
    expected = GROUND + (HOT - GROUND) * np.exp(-5.0 * np.pi * 0.1 * 400 / (4190 * 0.5))
    assert found.temperatures.junction == pytest.approx([HOT, expected], abs=1e-9)
    assert found.lost_w == pytest.approx([0.5 * 4190 * (HOT - expected)], rel=1e-9)


def test_where_two_feeds_meet_their_heat_mixes():
    made = grid(pipes([(0, 2), (1, 2)], length_m=[100, 900]), fluid=WATER, draws={2: 3.0}, fed=feeds([0, 1], 6.0, [HOT, 303.15]))
    moved = flow(network(made))
    expected = (moved.pipe_kg_s * [HOT, 303.15]).sum() / 3.0
    assert heat(moved).temperatures.junction[2] == pytest.approx(expected, abs=1e-7) and 303.15 < expected < HOT


def test_what_stands_still_takes_the_ambient_temperature():
    made = grid(pipes([(0, 1), (1, 2)]), fluid=WATER, draws={1: 1.0}, fed=feeds([0], 6.0, HOT))
    assert warmed(made).temperatures.junction == pytest.approx([HOT, HOT, GROUND], abs=1e-6)


def test_behind_a_closed_valve_no_temperature_is_known():
    town = grid(pipes([(0, 1), (2, 3)]), fluid=WATER, draws={1: 1.0, 3: 1.0}, valves=valves([(1, 2)], is_open=False))
    assert np.isnan(warmed(town).temperatures.junction).tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"heat_w": 41_900.0}, HOT - 10.0), ({"drop_k": 25.0}, HOT - 25.0), ({"return_k": 313.15}, 313.15)],
)
def test_a_consumer_draws_heat_or_holds_its_drop_or_its_return(given, expected):
    found = warmed(circuit(transmission=0.0, consumers=consumers([(1, 4), (2, 3)], **given)))
    assert found.return_k == pytest.approx([expected] * 2, abs=0.05)
    assert found.given_w.sum() == pytest.approx(found.drawn_w.sum(), rel=1e-9)


def test_what_the_pump_gives_is_drawn_or_lost():
    found = warmed(circuit())
    assert found.drawn_w == pytest.approx([20_000.0] * 2, rel=1e-6) and (found.lost_w > 0).all()
    assert found.given_w.sum() == pytest.approx(found.drawn_w.sum() + found.lost_w.sum(), rel=1e-3)


@pytest.mark.parametrize("asked", [{"flow_kg_s": 0.01, "heat_w": 20_000.0}, {"flow_kg_s": 0.0, "heat_w": 1.0}])
def test_more_heat_than_the_water_carries_is_named(asked):
    with pytest.raises(TooMuchHeat) as refused:
        warmed(circuit(consumers=consumers([(1, 4)], **asked)))
    assert refused.value.place == "consumer-0"


def test_flow_and_temperature_fit_each_other():
    made = network(circuit(transmission=10.0))
    found = state(made)
    again = flow(made, temperatures=found.heat.temperatures)
    assert again.pressure_bar == pytest.approx(found.flow.pressure_bar, abs=1e-7) and found.turns >= 2
    assert found.flow.pressure_bar[2] > flow(made).pressure_bar[2]  # hot water is thinner than the grid's 10 °C


def test_water_follows_its_published_values():
    celsius = np.array([10.0, 20.0, 40.0, 60.0, 80.0]) + 273.15
    made = water()
    assert made.density(celsius) == pytest.approx([999.70, 998.21, 992.22, 983.20, 971.79], abs=0.02)
    assert made.viscosity(celsius) * 1e3 == pytest.approx([1.3059, 1.0016, 0.6530, 0.4664, 0.3543], rel=3e-3)
    assert made.heat_capacity(celsius) == pytest.approx([4192, 4182, 4179, 4184, 4196], rel=1e-3)


@real
def test_our_water_is_that_of_the_real_heat_grid():
    given, own = district_heat().grid.fluid, water()
    warm = np.linspace(283.15, 353.15, 15)
    assert own.density(warm) == pytest.approx(given.density(warm), rel=2e-4)
    assert own.viscosity(warm) == pytest.approx(given.viscosity(warm), rel=1e-2)
    assert own.heat_capacity(warm) == pytest.approx(given.heat_capacity(warm), rel=2e-3)


@real
def test_a_real_heat_grid_cools_between_pump_and_ground():
    town = district_heat().grid
    found = state(network(town))
    moving = found.heat.temperatures.outlet[: len(town.pipes)][np.abs(found.flow.pipe_kg_s) > 1e-6]
    assert moving.max() <= 343.15 + 1e-9 and moving.min() > 273.15 and found.heat.drawn_w == pytest.approx([6321.705] * 44, rel=1e-6)
    assert found.heat.given_w.sum() == pytest.approx(found.heat.drawn_w.sum() + found.heat.lost_w.sum(), rel=1e-3)
