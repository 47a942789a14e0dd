"""Gas and water in pipes: one pipe against the closed formula, then balance, loops, valves, islands, heights and what has no answer."""

from dataclasses import replace

import numpy as np
import pytest

from glueckauf.supply.engine.pipes.balance import air_bar, out_of
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.network import network, require_supply
from glueckauf.supply.engine.pipes.problems import (
    CircuitUnbalanced,
    FlowReversed,
    IslandWithoutFeed,
    NotConverged,
    NothingSupplied,
    PressureConflict,
)
from tests.make_pipes import GAS, WARM, WATER, circuit, consumers, district_heat, feeds, grid, pipes, pumps, schutterwald, valves

real = pytest.mark.shared_data
AREA = np.pi / 4 * 0.1**2


def solved(made, **given):
    return flow(network(made), **given)


@pytest.mark.parametrize("kg_s", [1e-5, 0.01, 5.0, 20.0])
def test_a_water_pipe_follows_darcy_weisbach_with_laminar_and_rough_friction(kg_s):
    reynolds = kg_s * 0.1 / (1e-3 * AREA)
    friction = 64 / reynolds + 1 / (2 * np.log10(3.71 * 0.1 / 1e-4)) ** 2
    lost = (friction * 250 / 0.1 + 3.0) * (kg_s / AREA) ** 2 / (2 * 1000) / 1e5
    found = solved(grid(pipes([(0, 1)], length_m=250, loss=3.0), fluid=WATER, draws={1: kg_s}, fed=feeds([0], 6.0)))
    assert found.pressure_bar[1] == pytest.approx(6.0 - lost, abs=2e-9) and found.feed_kg_s[0] == pytest.approx(kg_s, abs=1e-9)


@pytest.mark.parametrize("kg_s", [1e-5, 0.01, 0.2])
def test_a_gas_pipe_follows_the_formula_of_squared_pressures(kg_s):
    gas = replace(GAS, compressibility_per_bar=0.0)
    friction = 64 / (kg_s * 0.1 / (1.1e-5 * AREA)) + 1 / (2 * np.log10(0.1 / 1e-4) + 1.14) ** 2
    squares = friction * 250 / 0.1 * (kg_s / AREA) ** 2 * 101325 * WARM / (0.8 * 273.15)
    start = 2e5 + 101325
    found = solved(grid(pipes([(0, 1)], length_m=250), fluid=gas, draws={1: kg_s}, fed=feeds([0], 2.0)))
    assert found.pressure_bar[1] == pytest.approx((np.sqrt(start**2 - squares) - 101325) / 1e5, abs=2e-9)


def test_a_real_gas_loses_less_by_its_compressibility_at_mean_pressure():
    laid, draw, fed = pipes([(0, 1)], length_m=5000), {1: 0.8}, feeds([0], 16.0)
    ideal = solved(grid(laid, fluid=replace(GAS, compressibility_per_bar=0.0), draws=draw, fed=fed)).pressure_bar[1]
    real_gas = solved(grid(laid, draws=draw, fed=fed)).pressure_bar[1]
    start, end, lost = 17.01325, real_gas + 1.01325, 17.01325**2 - (ideal + 1.01325) ** 2
    mean = 2 / 3 * (start**3 - end**3) / (start**2 - end**2)
    assert start**2 - end**2 == pytest.approx(lost * (1 - 0.0022 * mean), rel=1e-7)


def test_what_flows_into_a_junction_leaves_it_in_a_random_town():
    chance = np.random.default_rng(7)
    ends = [(int(chance.integers(0, at)), at) for at in range(1, 80)]
    ends += [tuple(int(one) for one in chance.choice(80, 2, replace=False)) for _ in range(30)]
    laid = pipes(ends, length_m=chance.uniform(5, 300, len(ends)), diameter_mm=chance.choice([50.0, 100.0, 150.0], len(ends)))
    draws = {int(at): float(chance.uniform(0, 2e-3)) for at in range(1, 80, 3)}
    made = network(grid(laid, draws=draws, heights=chance.uniform(40, 90, 80)))
    found = flow(made)
    leaving = out_of(made, found.pipe_kg_s)
    for at, draw in draws.items():
        leaving[at] += draw
    assert np.abs(leaving[1:]).max() < 1e-9 and found.feed_kg_s.sum() == pytest.approx(sum(draws.values()), abs=1e-9)


def test_around_a_loop_no_pressure_is_gained_and_the_shorter_way_carries_more():
    found = solved(grid(pipes([(0, 1), (1, 3), (0, 2), (2, 3)], length_m=[100, 100, 300, 300]), fluid=WATER, draws={3: 10.0}))
    near, far = found.pipe_kg_s[0], found.pipe_kg_s[2]
    rough = 1 / (2 * np.log10(3710)) ** 2

    def lost(kg_s, metres):
        return metres * (rough + 64 * 1e-3 * AREA / (kg_s * 0.1)) * kg_s**2

    assert near + far == pytest.approx(10.0, abs=1e-8) and lost(near, 200) == pytest.approx(lost(far, 600), rel=1e-6)


def test_joints_side_by_side_share_the_flow_and_lose_nothing():
    found = solved(grid(pipes([(0, 1), (0, 1), (1, 2)], length_m=[0, 0, 0]), fluid=WATER, draws={2: 8.0}))
    assert found.pipe_kg_s == pytest.approx([4.0, 4.0, 8.0], abs=1e-5) and found.pressure_bar == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("fluid", [GAS, WATER])
def test_without_a_draw_the_pressure_is_the_same_everywhere(fluid):
    found = solved(grid(pipes([(0, 1), (1, 2), (2, 0)]), fluid=fluid, draws={2: 0.0}))
    assert found.pressure_bar == pytest.approx(1.0, abs=1e-9) and np.abs(found.pipe_kg_s).max() < 1e-8


def test_a_pipe_laid_the_other_way_round_carries_the_same_backwards():
    forth, back = grid(pipes([(0, 1), (1, 2)]), draws={2: 0.02}), grid(pipes([(1, 0), (2, 1)]), draws={2: 0.02})
    one, other = solved(forth), solved(back)
    assert one.pressure_bar == pytest.approx(other.pressure_bar, abs=1e-9) and one.pipe_kg_s == pytest.approx(-other.pipe_kg_s, abs=1e-9)


def test_water_loses_pressure_uphill_and_light_gas_gains_some():
    wet = solved(grid(pipes([(0, 1)]), fluid=WATER, heights=[50, 80], fed=feeds([0], 6.0)))
    air = air_bar(np.array([50.0, 80.0]))
    assert wet.pressure_bar[1] == pytest.approx(6.0 - 1000 * 9.81 * 30 / 1e5 + air[0] - air[1], abs=1e-9)
    light = solved(grid(pipes([(0, 1)]), heights=[50, 80], fed=feeds([0], 0.02)))
    density = 0.8 * 273.15 / WARM * (0.02 + air[0]) / 1.01325
    assert light.pressure_bar[1] == pytest.approx(0.02 - density * 9.81 * 30 / 1e5 + air[0] - air[1], abs=1e-5)
    assert light.pressure_bar[1] > 0.02


def test_behind_a_closed_valve_nobody_draws_and_the_whole_grid_is_not_supplied():
    town = grid(pipes([(0, 1), (2, 3)]), draws={1: 0.01, 3: 0.02}, valves=valves([(1, 2)]))
    assert solved(town).valve_kg_s == pytest.approx([0.02], abs=1e-9)
    cut = network(town, np.array([False]))
    found = flow(cut)
    assert np.isnan(found.pressure_bar).tolist() == [False, False, True, True] and found.sink_kg_s.tolist() == [0.01, 0.0]
    assert found.feed_kg_s == pytest.approx([0.01], abs=1e-9) and found.valve_kg_s.tolist() == [0.0]
    require_supply(network(town))
    with pytest.raises(IslandWithoutFeed) as refused:
        require_supply(cut)
    assert refused.value.place == "junction-2"


def test_other_draws_are_a_question_to_the_same_grid():
    town = network(grid(pipes([(0, 1), (1, 2)]), draws={1: 0.01, 2: 0.02}))
    assert flow(town, draw_kg_s=np.array([0.0, 0.05])).feed_kg_s == pytest.approx([0.05], abs=1e-9)


def test_gas_fed_in_at_a_given_flow_goes_where_it_is_drawn():
    found = solved(grid(pipes([(0, 1), (1, 2)]), draws={1: 0.03, 2: -0.02}))
    assert found.pipe_kg_s == pytest.approx([0.01, -0.02], abs=1e-9)


def test_a_pump_lifts_what_comes_back_and_holds_both_pressures():
    found = solved(circuit())
    assert found.pump_kg_s == pytest.approx([2.0], abs=1e-8) and found.consumer_kg_s.tolist() == [1.0, 1.0]
    assert found.pressure_bar[0] == 6.0 and found.pressure_bar[5] == pytest.approx(3.0, abs=1e-9)
    assert found.pressure_bar[3] > found.pressure_bar[4] > found.pressure_bar[5]


def test_a_circuit_that_loses_water_needs_a_feed():
    leaking = grid(circuit().pipes, fluid=WATER, draws={2: 0.3}, fed=feeds([]), consumers=consumers([(1, 4)]), pumps=pumps([(5, 0)]))
    with pytest.raises(CircuitUnbalanced):
        solved(leaking)
    found = solved(replace(leaking, feeds=feeds([5], 3.0)))
    assert found.feed_kg_s == pytest.approx([0.3], abs=1e-6) and found.pump_kg_s == pytest.approx([1.3], abs=1e-6)


def test_a_pump_never_runs_backwards():
    with pytest.raises(FlowReversed):
        solved(circuit(consumers=consumers([(4, 1)], heat_w=0.0)))


def test_two_feeds_that_disagree_and_none_at_all_are_named():
    with pytest.raises(PressureConflict):
        solved(grid(pipes([(0, 1)]), fed=feeds([0, 0], [1.0, 1.2])))
    with pytest.raises(NothingSupplied):
        network(grid(pipes([(0, 1)]), fed=feeds([])))


def test_two_feeds_that_agree_share_what_is_drawn():
    assert solved(grid(pipes([(0, 1)]), draws={1: 0.02}, fed=feeds([0, 0]))).feed_kg_s == pytest.approx([0.01, 0.01], abs=1e-9)


def test_a_draw_no_pipe_can_carry_has_no_state():
    with pytest.raises(NotConverged) as refused:
        solved(grid(pipes([(0, 1)], diameter_mm=20, length_m=5000), draws={1: 5.0}))
    assert refused.value.place == "pipe-0"


@real
def test_a_real_gas_grid_balances_within_its_pressures():
    read = schutterwald()
    town = read.grid
    assert (len(town.junctions), len(town.pipes), len(town.sinks), read.islands, read.unsupplied) == (2559, 2559, 1506, 1, ())
    found = solved(town)
    assert found.off_kg_s < 1e-9 and found.feed_kg_s.sum() == pytest.approx(town.sinks.flow_kg_s.sum(), abs=1e-9)
    gained = air_bar(town.junctions.height_m[town.feeds.junction]) - air_bar(town.junctions.height_m)
    assert (found.pressure_bar <= 1.0 + np.abs(gained)).all() and found.pressure_bar.min() > 0.95


@real
def test_every_house_of_a_real_gas_grid_goes_dark_when_its_feed_is_cut_off():
    town = schutterwald().grid
    away = replace(town.pipes, in_service=~np.isin(town.pipes.start, town.feeds.junction) & ~np.isin(town.pipes.end, town.feeds.junction))
    made = network(replace(town, pipes=away))
    assert made.supplied.sum() == 1 and flow(made).sink_kg_s.sum() == 0.0


@real
def test_a_real_heat_grid_balances_between_flow_and_return():
    found = solved(district_heat().grid)
    assert found.off_kg_s < 1e-8 and found.pump_kg_s == pytest.approx([44 * 0.35], abs=1e-6)
    assert np.nanmin(found.pressure_bar) > 3.5 and np.nanmax(found.pressure_bar) < 9.3
