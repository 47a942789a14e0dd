"""The invented water grid: everybody has water, one pipe can be cut off, and its houses are those of the power grid."""

import numpy as np
import pytest

from glueckauf.supply.engine.synthetic.power import synthetic
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import CARE_HOME, synthetic_water
from glueckauf.supply.engine.water.closure import closure, effect, normal
from glueckauf.supply.engine.water.hydraulics import day, lowest_pressure
from glueckauf.supply.engine.water.inp import PressureDriven
from glueckauf.supply.engine.water.segments import segments

TOWN = Town(postcode="44787")


@pytest.fixture(scope="module")
def made():
    return synthetic_water(TOWN)


def test_the_same_houses_have_power_and_water(made):
    power = synthetic(TOWN, np.random.default_rng(1)).connections
    water = made.connections
    assert list(zip(water.street, water.house_number, water.postcode, strict=True)) == list(
        zip(power.street, power.house_number, power.postcode, strict=True)
    )


def test_everybody_has_water_all_day_at_a_pressure_of_a_town(made):
    lowest = lowest_pressure(made.grid, day(made.grid))
    pressures = lowest[made.grid.customers.node]
    assert (pressures > 20).all() and (pressures < 60).all()


def test_each_pipe_can_be_cut_off_and_most_people_keep_their_water(made):
    parts = segments(made.grid)
    for pipe in range(len(made.grid.pipes)):
        plan = closure(made.grid, parts, [pipe])
        assert plan.close
        assert len(plan.customers) <= len(made.connections) / 4, made.grid.pipes.id[pipe]


def test_a_closure_names_streets_hydrants_and_who_comes_first(made):
    home = made.grid.customers.priority.index(CARE_HOME)
    pipe = int(np.flatnonzero(made.grid.pipes.end == made.grid.customers.node[home])[0])
    plan = closure(made.grid, segments(made.grid), [pipe])
    assert made.grid.customers.id[home] in plan.priority
    pressure = PressureDriven()
    assert effect(made.grid, plan, normal(made.grid, pressure), pressure).low == ()
