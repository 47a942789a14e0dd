"""Hosting capacity against the full sweep, and the state of a grid from a fifth of the meters."""

import make_grids
import numpy as np
import pytest

from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.estimation import Meters, estimated
from glueckauf.supply.engine.power.hosting import ROUNDS, hosting
from glueckauf.supply.engine.power.newton import Model, NotConverged, demand


def snapshot(grid):
    made = circuit(grid)
    return made, demand(made, grid.loads.p_kw[None] + 0j, np.zeros((1, 0), dtype=complex))


def test_it_is_what_the_full_sweep_says():
    made, power = snapshot(make_grids.feeder(6, metres=120, kva=160))
    found = hosting(made, power, make_grids.LIMITS)
    kw = np.linspace(0, 100, 2**ROUNDS + 1)
    model, idle = Model(made), Model(made).flow(power).voltage_pu[0]
    for name, largest in zip(found.nodes, found.largest_kw, strict=True):
        bus = made.bus[made.grid.nodes.id.index(name)]
        tries = np.repeat(power, len(kw), axis=0)
        tries[:, bus] -= kw
        flow = model.flow(tries)
        rise = np.abs(flow.voltage_pu - idle).max(axis=1) * 100
        good = (
            (rise <= 3)
            & (flow.voltage_pu.max(axis=1) <= 1.1)
            & (flow.line_percent.max(axis=1) <= 100)
            & (flow.transformer_percent.max(axis=1) <= 100)
        )
        assert largest == pytest.approx(kw[good].max())
        assert good[: good.sum()].all(), "once too much, always too much"


def test_far_from_the_transformer_there_is_less():
    made, power = snapshot(make_grids.feeder(6, metres=120, kva=160))
    found = hosting(made, power, make_grids.LIMITS)
    assert (np.diff(found.largest_kw[1:]) <= 0).all() and found.largest_kw[-1] < found.largest_kw[1]


def test_the_binding_step_decides():
    made, power = snapshot(make_grids.feeder(4, metres=150))
    both = hosting(made, np.concatenate([power, power * 0]), make_grids.LIMITS)
    one, idle = hosting(made, power, make_grids.LIMITS), hosting(made, power * 0, make_grids.LIMITS)
    assert np.array_equal(both.largest_kw, np.minimum(one.largest_kw, idle.largest_kw))


def test_a_grid_over_its_limit_is_a_state_of_its_own():
    made, power = snapshot(make_grids.feeder(4, kva=5))
    found = hosting(made, power, make_grids.LIMITS)
    assert found.over and np.isnan(found.largest_kw).all()


@pytest.mark.shared_data
def test_voltages_are_known_to_half_a_percent_from_a_fifth_of_the_meters():
    grid, chance = make_grids.simbench("1-LV-rural3"), np.random.default_rng(11)
    made = circuit(grid)
    load, generation = make_grids.year(grid, "1-LV-rural3")
    mean = demand(made, load.mean(axis=0, keepdims=True), generation.mean(axis=0, keepdims=True))[0]
    errors = []
    for step in chance.integers(0, len(load), 8):
        power = demand(made, load[step : step + 1], generation[step : step + 1])
        truth = Model(made).flow(power).voltage_pu[0]
        errors.append(np.abs(estimated(made, few_meters(made, power[0], mean, truth, chance)) - truth) / truth)
    assert np.quantile(np.concatenate(errors), 0.95) <= 0.005


def few_meters(made, power, mean, truth, chance):
    """A fifth of the buses and the transformer's bar, 0.1 % and 2 % wrong; elsewhere the mean of the year."""
    bus = Model(made).injection_bus
    metered = np.zeros(made.buses, dtype=bool)
    metered[chance.choice(bus, len(bus) // 5, replace=False)] = True
    metered[made.bus[made.grid.transformers.lv]] = True
    where = np.flatnonzero(metered)
    return Meters(
        voltage_bus=where,
        voltage_pu=truth[where] * (1 + chance.normal(0, 0.001, len(where))),
        voltage_sigma_pu=np.full(len(where), 0.001),
        demand_kva=np.where(metered, power * (1 + chance.normal(0, 0.02, len(power))), mean),
        demand_sigma_kw=np.where(metered, 0.02 * np.abs(power) + 0.01, np.maximum(np.abs(mean), 0.3)),
    )


def test_without_a_voltage_there_is_no_state():
    made, power = snapshot(make_grids.feeder(2))
    none = np.zeros(0)
    meters = Meters(
        voltage_bus=none.astype(int), voltage_pu=none, voltage_sigma_pu=none, demand_kva=power[0], demand_sigma_kw=np.ones(made.buses)
    )
    with pytest.raises(NotConverged):
        estimated(made, meters)
