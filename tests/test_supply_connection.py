"""A device at a connection: yes, yes with dimming, or a person plans; what the neighbours have counts; the evidence names what binds."""

from dataclasses import replace

import make_grids
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.power import curves
from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.connection import Answer, Case, Work, study
from glueckauf.supply.engine.power.grid import LINE, Sources
from glueckauf.supply.engine.power.highest import LEVELS
from glueckauf.supply.engine.power.newton import demand
from glueckauf.supply.engine.power.promised import Device, NoConnection, base_year, promised_year

DAYS = 4
EVENING = (np.arange(96 * DAYS) % 96 >= 72) & (np.arange(96 * DAYS) % 96 < 92)


def case(*, kva=100.0, metres=100.0, house_kw=2.0, houses=5, more=()):
    """Some days on a feeder: houses draw double in the evening. `more`: devices promised before."""
    made = circuit(make_grids.feeder(houses, metres=metres, kva=kva, house_kw=house_kw))
    shape = np.where(EVENING, 2.0, 1.0)[:, None]
    total = demand(made, shape * (made.grid.loads.p_kw + 0j), np.zeros((96 * DAYS, 0), dtype=complex))
    return case_with(made, total, more)


def case_with(made, demand_kva, more=()):
    """Steps x buses; a device may come anywhere."""
    year = promised_year(made, base_year(made, demand_kva, np.arange(made.buses)), more)
    return Case(made=made, limits=make_grids.LIMITS, year=year)


def wallbox(node="n-4", kw=11.0, least=4.2):
    return Device(node=node, power_kw=kw, share=EVENING.astype(float), least_kw=least)


def test_a_strong_grid_says_yes_and_names_the_tightest_point():
    found = study(case(), wallbox())
    assert (found.answer, found.dimmed_hours, found.largest_kw) == (Answer.POSSIBLE, 0.0, 11.0)
    assert 1 > found.after[0].use > found.before[0].use
    assert {one.quantity for one in found.after} == {"voltage_low", "voltage_high", "line", "transformer"}
    assert found.after[0].element in (*(f"n-{at}" for at in range(7)), *(f"l-{at}" for at in range(5)), "t-0")


def test_steps_in_which_it_does_not_run_are_those_of_before():
    found = study(case(), wallbox())
    assert np.array_equal(found.flow_after.voltage_pu[~EVENING], found.flow_before.voltage_pu[~EVENING])
    assert (found.flow_after.voltage_pu[EVENING].min() < found.flow_before.voltage_pu[EVENING].min()).all()


def test_a_full_transformer_dims_it_in_the_evening_but_never_refuses():
    found = study(case(kva=27, house_kw=2), wallbox())
    assert found.answer is Answer.DIMMED
    assert found.dimmed_hours == DAYS * 5.0
    assert 0 < found.level[EVENING].max() < 1 and (found.level[~EVENING] == 1).all()
    assert found.after[0].quantity == "transformer" and found.after[0].value == pytest.approx(100, abs=0.05)
    assert found.largest_kw == pytest.approx(4.2 + found.level.min() * (11 - 4.2), abs=0.01)


def test_over_a_limit_at_the_least_power_means_a_person_plans():
    found = study(case(kva=22, house_kw=2), wallbox())
    assert found.answer is Answer.REINFORCE
    assert found.steps_over == EVENING.sum()
    assert found.level[EVENING].max() == pytest.approx(0, abs=0.001)


def test_what_a_neighbour_was_promised_counts():
    alone, second = study(case(kva=40), wallbox()), study(case(kva=40, more=[wallbox("n-3")]), wallbox())
    assert (alone.answer, second.answer) == (Answer.POSSIBLE, Answer.DIMMED)


def test_neighbours_are_dimmed_together_until_the_grid_is_full_also_at_the_least_power():
    answers = [study(case(kva=40, more=[wallbox("n-3")] * count), wallbox()) for count in range(7)]
    assert [found.answer for found in answers] == [Answer.POSSIBLE, *[Answer.DIMMED] * 3, *[Answer.REINFORCE] * 3]
    levels = [found.level.min() for found in answers]
    assert levels == sorted(levels, reverse=True)


def test_each_step_is_dimmed_as_little_as_bisection_says():
    """Twelve load flows of each step over a limit, as plainly as can be, against the few of `highest`."""
    given_case = case(kva=40, more=[wallbox("n-3"), wallbox("n-2", kw=22.0, least=8.4)])
    work = Work.of(given_case, wallbox())
    excess = work.excess(work.with_device())
    rows = np.flatnonzero(excess > 0)
    low, high = np.zeros(len(rows)), np.ones(len(rows))
    for _ in range(12):
        middle = (low + high) / 2
        bad = work.excess_at(rows, middle) > 0
        low, high = np.where(bad, low, middle), np.where(bad, middle, high)
    assert len(rows) == EVENING.sum() and 0 < low.min() < 1
    assert np.array_equal(work.dimmed(excess)[rows], low)


def test_a_dead_neighbour_is_no_neighbour_and_says_so():
    with pytest.raises(NoConnection):
        study(case(more=[wallbox("n-99")]), wallbox())


def test_a_grid_that_is_over_its_limit_already_is_not_the_fault_of_a_device_that_relieves_it():
    feed_in = Device(node="n-4", power_kw=5, share=EVENING.astype(float), sign=-1)
    assert study(case(kva=15), feed_in).answer is Answer.POSSIBLE
    assert study(case(kva=15), wallbox()).answer is Answer.REINFORCE


def test_a_device_that_cannot_be_dimmed_learns_the_largest_power():
    found = study(case(kva=27), Device(node="n-4", power_kw=11, share=EVENING.astype(float)))
    assert found.answer is Answer.REINFORCE
    again = study(case(kva=27), Device(node="n-4", power_kw=found.largest_kw, share=EVENING.astype(float)))
    assert again.answer is Answer.POSSIBLE


@given(st.floats(18, 60), st.floats(50, 250), st.floats(0.5, 3), st.floats(1, 22))
@example(18.0, 167.0, 0.5, 17.22265625)  # a limit that lies between two powers of the bisection
@settings(max_examples=25, deadline=None)
def test_the_largest_power_is_that_of_the_full_sweep(kva, metres, house_kw, kw):
    given_case = case(kva=kva, metres=metres, house_kw=house_kw)
    found = study(given_case, Device(node="n-5", power_kw=kw, share=EVENING.astype(float)))
    sweep = [power for power in np.linspace(0.05, 1, 20) * kw if study_at(given_case, power).answer is Answer.POSSIBLE]
    resolution = kw / LEVELS
    assert found.largest_kw >= max(sweep, default=0) - resolution
    assert found.largest_kw <= next((power for power in np.linspace(0.05, 1, 20) * kw if power not in sweep), kw) + resolution


def study_at(given_case, power):
    return study(given_case, Device(node="n-5", power_kw=power, share=EVENING.astype(float)))


def test_a_node_that_does_not_exist_or_hangs_on_nothing_has_no_connection():
    with pytest.raises(NoConnection):
        study(case(), wallbox(node="n-99"))
    dark = case()
    made = circuit(dark.made.grid, lines_out=np.array([1]))
    with pytest.raises(NoConnection):
        study(case_with(made, np.zeros((96 * DAYS, made.buses), dtype=complex)), wallbox())


def test_where_neither_power_nor_an_address_is_nothing_can_be_promised():
    made = case().made
    bare = base_year(made, np.zeros((96 * DAYS, made.buses), dtype=complex), np.zeros(0, dtype=np.int64))
    with pytest.raises(NoConnection, match="n-1"):
        promised_year(made, bare, [wallbox("n-1")])


def test_the_curves_show_the_worst_day_the_year_by_size_and_the_feeder():
    given_case = case(kva=40)
    found = study(given_case, wallbox())
    binding = found.after[0]
    day = curves.worst_day(given_case.made, found.flow_before, found.flow_after, binding)
    assert len(day.axis) == 96 and day.first_step == binding.step // 96 * 96
    assert max(day.after, key=lambda value: abs(value - 1) if binding.quantity.startswith("voltage") else value) == pytest.approx(
        binding.value, rel=1e-5
    )
    year = curves.duration(given_case.made, found.flow_before, found.flow_after, binding)
    assert year.after[0] == pytest.approx(binding.value, rel=1e-5)
    assert binding.quantity == "transformer" and (np.diff(year.after) <= 0).all() and (year.after >= year.before - 1e-4).all()
    feeder = curves.along_feeder(given_case.made, found.flow_before, found.flow_after, node="n-4", step=binding.step)
    assert feeder.axis.tolist() == [0.0, 0.0, 100.0, 200.0, 300.0]
    assert (np.diff(feeder.after) <= 0).all() and (feeder.after[1:] < feeder.before[1:]).all()


def test_the_feeder_of_a_grid_with_several_feeds_begins_at_the_nearest():
    """It began at the first, from which no way may lead: then the metres were no numbers."""
    grid = make_grids.switched(make_grids.feeder(5), (LINE, 4, 3, False))
    feeds = Sources(id=("eins", "zwei"), node=np.array([0, 6]), voltage_pu=np.ones(2), in_service=np.ones(2, dtype=bool))
    made = circuit(replace(grid, sources=feeds))
    total = demand(made, np.ones((96 * DAYS, 1)) * (made.grid.loads.p_kw + 0j), np.zeros((96 * DAYS, 0), dtype=complex))
    given_case = case_with(made, total)
    found = study(given_case, wallbox("n-5"))
    inside = np.ones(made.buses, dtype=bool)
    for part in (None, inside):
        curve = curves.along_feeder(given_case.made, found.flow_before, found.flow_after, node="n-5", step=75, inside=part)
        assert curve.axis.tolist() == [0.0, 100.0] and curve.after[0] == pytest.approx(1.0) and curve.after[1] < curve.before[1] < 1
