"""Single states by sparse factors: the same answers as power-grid-model, and its help where the fixed point is not for it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.power.circuit import Circuit, circuit
from glueckauf.supply.engine.power.grid import LINE, PowerGrid
from glueckauf.supply.engine.power.newton import Flow, Model, NotConverged, demand
from glueckauf.supply.engine.power.sparse import Flows
from tests import make_grids

EXACT = 1e-9  # p.u.
NONE = np.zeros((1, 0), dtype=complex)
real = pytest.mark.shared_data


def agree(found: Flow, other: Flow) -> None:
    """To nine digits, dark buses too."""
    assert found.solved.all() and other.solved.all()
    assert np.array_equal(found.energised, other.energised)
    assert np.abs(found.voltage_pu - other.voltage_pu).max() < EXACT
    assert np.abs(found.line_percent - other.line_percent).max(initial=0) < 1e-6
    assert np.abs(found.transformer_percent - other.transformer_percent).max(initial=0) < 1e-6


def power_of(grid: PowerGrid, made: Circuit, steps: int = 1) -> np.ndarray:
    """All loads at what they draw."""
    return demand(made, np.tile(grid.loads.p_kw + 0j, (steps, 1)), np.zeros((steps, 0), dtype=complex))


@real
@pytest.mark.parametrize("code", make_grids.SIMBENCH)
def test_real_grids_at_random_quarter_hours(code):
    grid = make_grids.simbench(code)
    made = circuit(grid)
    power = demand(made, *make_grids.year(grid, code, np.sort(np.random.default_rng(5).integers(0, 35_136, 40))))
    flows = Flows(made)
    agree(flows.flow(power), Model(made).flow(power))
    assert flows.model is None, "power-grid-model was not needed"


@given(st.integers(1, 12), st.floats(10, 200), st.floats(0, 8), st.integers(-2, 2), st.sets(st.integers(0, 11), max_size=2))
@settings(max_examples=50, deadline=None)
def test_any_feeder_with_open_ends(houses, metres, house_kw, tap, opened):
    grid = make_grids.feeder(houses, metres=metres, house_kw=house_kw, tap=tap, kva=630)
    rows = [(LINE, line + 1, line, False) for line in sorted(opened) if line < houses]
    made = circuit(make_grids.switched(grid, *rows) if rows else grid)
    power = power_of(grid, made)
    agree(Flows(made).flow(power), Model(made).flow(power))


def test_a_step_without_a_solution_does_not_take_the_others_with_it():
    made = circuit(make_grids.feeder(1, metres=2_000, kva=250))
    power = demand(made, np.array([[2.0], [50_000.0], [3.0]]) + 0j, np.zeros((3, 0), dtype=complex))
    found = Flows(made).tried(power)
    assert found.solved.tolist() == [True, False, True]
    assert not found.voltage_pu[1].any() and found.voltage_pu[0].all()
    with pytest.raises(NotConverged):
        Flows(made).flow(power)


def test_a_heavy_step_that_settles_slowly_is_solved_all_the_same():
    grid = make_grids.feeder(11, metres=297, house_kw=6.875, tap=2, kva=630)
    made = circuit(grid)
    agree(Flows(made).flow(power_of(grid, made)), Model(made).flow(power_of(grid, made)))


def test_clocks_that_differ_are_left_to_power_grid_model():
    grid = make_grids.feeder(2)
    units = make_grids.transformer(250, 0)
    fields = {name: getattr(units, name) for name in units.__slots__}
    two = {name: value * 2 if isinstance(value, tuple) else np.concatenate([value, value]) for name, value in fields.items()}
    two["clock"], two["id"] = np.array([5, 11]), ("t-0", "t-1")
    made = circuit(replace(grid, transformers=type(units)(**two)))
    assert Flows(made).factors is None


def test_a_grid_without_a_transformer_as_some_files_have_it():
    grid = make_grids.feeder(3, house_kw=4)
    units = grid.transformers
    none = type(units)(**{name: getattr(units, name)[:0] for name in units.__slots__})
    low = replace(grid.sources, node=grid.lines.start[:1])
    made = circuit(replace(grid, transformers=none, sources=low))
    agree(Flows(made).flow(power_of(grid, made)), Model(made).flow(power_of(grid, made)))


def test_only_a_feed_and_nothing_behind_it():
    grid = make_grids.feeder(2)
    made = circuit(grid, lines_out=np.arange(len(grid.lines)))
    agree(Flows(made).tried(power_of(grid, made)), Model(made).tried(power_of(grid, made)))
