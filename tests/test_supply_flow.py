"""Load flow of the supply engine: against pandapower, against power-grid-model, and what switches and islands make of a grid."""

from dataclasses import replace

import make_grids
import numpy as np
import pandapower
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.power.circuit import circuit, islands, supplied
from glueckauf.supply.engine.power.dense import NotDense, dense
from glueckauf.supply.engine.power.grid import COUPLER, LINE
from glueckauf.supply.engine.power.newton import Model, NotConverged, demand
from glueckauf.supply.engine.power.year import summed, year_flow

EXACT = 1e-9  # p.u.
real = pytest.mark.shared_data


def reference(code: str):
    """The same file in pandapower. Taps are switched on (simbench issue 69), models as ours: pi, loading by power."""
    net = pandapower.from_json_string(make_grids.raw(code).decode())
    net.trafo["tap_changer_type"] = "Ratio"
    return net


def solve(net):
    pandapower.runpp(net, trafo_model="pi", trafo_loading="power", calculate_voltage_angles=True, tolerance_mva=1e-10, numba=False)


@real
@pytest.mark.parametrize("code", make_grids.SIMBENCH)
def test_a_flow_agrees_with_pandapower_at_random_steps(code):
    grid, net = make_grids.simbench(code), reference(code)
    made = circuit(grid)
    rows = np.sort(np.random.default_rng(5).integers(0, 35_136, 4))
    load, generation = make_grids.year(grid, code, rows)
    flow = Model(made).flow(demand(made, load, generation))
    for step in range(len(rows)):
        net.load["p_mw"], net.load["q_mvar"] = load[step].real / 1e3, load[step].imag / 1e3
        net.sgen["p_mw"], net.sgen["q_mvar"] = generation[step].real / 1e3, 0.0
        solve(net)
        assert np.abs(net.res_bus.vm_pu.values - flow.voltage_pu[step][made.bus]).max() < EXACT
        assert np.abs(net.res_line.loading_percent.values - flow.line_percent[step]).max() < 1e-6
        assert np.abs(net.res_trafo.loading_percent.values - flow.transformer_percent[step]).max() < 1e-6


@real
def test_a_tap_without_a_type_counts():
    """1-MV-urban stands on tap -1; pandapower 3 ignores it while the type is empty: 0.0167 p.u. beside the truth."""
    net = pandapower.from_json_string(make_grids.raw("1-MV-urban").decode())
    solve(net)
    grid = make_grids.simbench("1-MV-urban")
    made = circuit(grid)
    load, generation = grid.loads.p_kw + 1j * grid.loads.q_kvar, grid.generators.p_kw + 1j * grid.generators.q_kvar
    flow = Model(made).flow(demand(made, load[None], generation[None]))
    assert np.abs(net.res_bus.vm_pu.values - flow.voltage_pu[0][made.bus]).max() > 0.015


@real
@pytest.mark.parametrize("code", make_grids.SIMBENCH)
def test_the_dense_method_agrees_with_newton_at_200_random_steps(code):
    grid = make_grids.simbench(code)
    made = circuit(grid)
    rows = np.sort(np.random.default_rng(7).integers(0, 35_136, 200))
    load, generation = make_grids.year(grid, code, rows)
    ready = dense(made)
    found = ready.block(summed(made, ready, load, generation))
    flow = Model(made).flow(demand(made, load, generation))
    assert found.solved.all()
    assert np.abs(found.voltage_pu - flow.voltage_pu).max() < EXACT
    assert np.abs(found.line_percent - flow.line_percent).max() < 1e-6
    assert np.abs(found.transformer_percent - flow.transformer_percent).max() < 1e-6


@given(st.integers(1, 12), st.floats(10, 400), st.floats(0, 8), st.integers(-2, 2), st.sets(st.integers(0, 11), max_size=2))
@example(11, 297.0, 6.875, 2, set())  # voltages at 0.71: the fixed point closes in slowly
@settings(max_examples=60, deadline=None)
def test_both_methods_agree_on_any_feeder_with_open_ends(houses, metres, house_kw, tap, opened):
    grid = make_grids.feeder(houses, metres=metres, house_kw=house_kw, tap=tap, kva=630)
    rows = [(LINE, line + 1, line, False) for line in sorted(opened) if line < houses]
    grid = make_grids.switched(grid, *rows) if rows else grid
    made = circuit(grid)
    load = grid.loads.p_kw[None] + 0j
    ready = dense(made)
    found = ready.block(summed(made, ready, load, np.zeros((1, 0), dtype=complex)))
    flow = Model(made).flow(demand(made, load, np.zeros((1, 0), dtype=complex)))
    assert np.abs(found.voltage_pu - flow.voltage_pu).max() < EXACT
    assert np.abs(found.line_percent - flow.line_percent).max() < 1e-6
    assert (found.voltage_pu[0] > 0).tolist() == supplied(made).tolist() == flow.energised[0].tolist()


def test_a_closed_coupler_makes_one_bus_and_an_open_one_two():
    grid = make_grids.feeder(3)
    grid = make_grids.switched(grid, (COUPLER, 2, 4, True))
    assert circuit(grid).buses == 4
    assert circuit(grid, np.array([False])).buses == 5


def test_an_open_line_leaves_what_is_behind_it_dark_and_in_an_island_of_its_own():
    grid = make_grids.switched(make_grids.feeder(4), (LINE, 3, 2, False))
    made = circuit(grid)
    assert supplied(made).tolist() == [True, True, True, True, False, False]
    assert len(set(islands(made).tolist())) == 2


def test_an_outage_opens_a_line_at_both_ends():
    made = circuit(make_grids.feeder(3), lines_out=np.array([0]))
    assert supplied(made).tolist() == [True, True, False, False, False]


def test_what_cannot_be_supplied_is_an_error_of_newton_and_a_lost_step_of_the_year():
    grid = make_grids.feeder(1, metres=2_000, kva=250)
    made = circuit(grid)
    ready = dense(made)
    load = np.array([[2.0], [50_000.0], [2.0]]) + 0j
    none = np.zeros((3, 0), dtype=complex)
    with pytest.raises(NotConverged):
        Model(made).flow(demand(made, load, none))
    assert year_flow(ready, summed(made, ready, load, none)).unsolved.tolist() == [1]


def test_a_stored_year_is_exact_in_voltages_and_has_seven_digits_of_loading_whatever_the_threads():
    grid = make_grids.feeder(9, house_kw=6)
    made = circuit(grid)
    ready = dense(made)
    shape = np.random.default_rng(3).random((3_000, 1))
    total = summed(made, ready, shape * grid.loads.p_kw + 0j, np.zeros((3_000, 0), dtype=complex))
    exact, stored = ready.block(total), ready.stored(total)
    assert np.array_equal(exact.voltage_pu, stored.voltage_pu)
    assert np.abs(stored.line_percent / exact.line_percent - 1).max() < 1e-6
    alone, shared = year_flow(ready, total), year_flow(ready, total, threads=2)
    assert np.array_equal(alone.voltage_pu, shared.voltage_pu) and np.array_equal(alone.line_percent, shared.line_percent)


def test_transformers_of_different_clocks_are_not_for_the_dense_method():
    grid = make_grids.feeder(2)
    units = make_grids.transformer(250, 0)
    fields = {name: getattr(units, name) for name in units.__slots__}
    two = {name: value * 2 if isinstance(value, tuple) else np.concatenate([value, value]) for name, value in fields.items()}
    two["clock"], two["id"] = np.array([5, 11]), ("t-0", "t-1")
    with pytest.raises(NotDense):
        dense(circuit(replace(grid, transformers=type(units)(**two))))


def test_devices_out_of_service_count_nothing():
    grid = make_grids.feeder(2, house_kw=50)
    off = replace(grid, loads=replace(grid.loads, in_service=np.zeros(2, dtype=bool)))
    made = circuit(off)
    assert demand(made, off.loads.p_kw[None] + 0j, np.zeros((1, 0), dtype=complex)).sum() == 0
