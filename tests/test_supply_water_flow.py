"""Pressures and flows: as EPANET through WNTR says, by hand, and where no water comes."""

from dataclasses import replace
from pathlib import Path

import make_water
import numpy as np
import pytest

from glueckauf.supply.engine.imports.epanet import water_grid
from glueckauf.supply.engine.water import epanet
from glueckauf.supply.engine.water.hydraulics import day
from glueckauf.supply.engine.water.inp import NothingSupplied, PressureDriven, written
from tests.shared import SHARED


def test_head_loss_of_one_pipe_by_hand():
    grid = make_water.village()
    found = day(grid, hours=1)
    # Hazen-Williams, SI: h = 10.667 L q^1.852 / (C^1.852 d^4.871); 40 m³/h through 300 mm
    loss = 10.667 * 100 * (40 / 3600) ** 1.852 / (130**1.852 * 0.3**4.871)
    assert found.pressure_m[0, 0] == pytest.approx(60 - loss, abs=1e-4)
    assert found.flow_m3h[0, :2] == pytest.approx([40, 40], abs=1e-4)
    assert found.demand_m3h[0].sum() == pytest.approx(0, abs=1e-4)
    assert (found.solver, found.version) == ("EPANET", "2.2.0")


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "hours"), [("L-TOWN", 24), ("Net3", 168), ("ky4", 24), ("ky10", 0)])
def test_our_grid_gives_what_wntr_gives_for_the_same_file(name, hours, tmp_path, monkeypatch):
    """ky10 at its first instant only: later its pumps of constant power run dry, and EPANET finds 1,400 m here and none there."""
    import wntr

    monkeypatch.chdir(tmp_path)  # WNTR leaves files where it runs
    path = Path(SHARED / "supply/water" / f"{name}.inp")
    model = wntr.network.WaterNetworkModel(str(path))
    model.options.time.duration = hours * 3600
    model.options.hydraulic.accuracy, model.options.hydraulic.trials = 1e-6, 200
    theirs = wntr.sim.EpanetSimulator(model).run_sim()
    grid = water_grid(path.read_bytes()).grid
    ours = day(grid, hours=hours)
    pressure = theirs.node["pressure"][list(grid.nodes.id)].to_numpy()
    flow = theirs.link["flowrate"][list(grid.pipes.id)].to_numpy() * 3600
    assert np.abs(ours.pressure_m - pressure).max() < 2e-3
    assert np.abs(ours.flow_m3h[:, : len(grid.pipes)] - flow).max() < 2e-3 * max(1.0, np.abs(flow).max())


def test_what_has_no_source_is_dry_by_topology_and_the_rest_goes_on():
    grid = make_water.village()
    links = np.ones(grid.links, dtype=bool)
    links[[2, 3]] = False
    found = day(grid, hours=1, links=links)
    assert np.isnan(found.pressure_m[0, 2]) and found.demand_m3h[0, 2] == 0
    assert found.flow_m3h[0, [2, 3]].tolist() == [0, 0] and found.flow_m3h[0, 4] == pytest.approx(20, abs=1e-4)


def test_a_grid_without_any_water_is_named():
    grid = make_water.village()
    links = np.ones(grid.links, dtype=bool)
    links[0] = False
    with pytest.raises(NothingSupplied):
        day(grid, hours=1, links=links)


def test_low_pressure_gives_less_and_no_negative_pressure():
    grid = replace(make_water.village(), demand_factor=60.0)
    as_asked, as_possible = day(grid, hours=1), day(grid, hours=1, pressure=PressureDriven(full_m=20))
    assert np.nanmin(as_asked.pressure_m[0, :5]) < 0 and epanet.NEGATIVE_PRESSURE in as_asked.warnings
    pressure, given = as_possible.pressure_m[0, 3], as_possible.demand_m3h[0, 3]
    assert 0 < pressure < 20
    assert given == pytest.approx(600 * (pressure / 20) ** 0.5, rel=1e-3)


def test_several_models_are_open_at_once_and_leave_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # EPANET would put its files where the process runs
    texts = [written(replace(make_water.village(), demand_factor=factor), steps=1, step_s=3600).text for factor in (1.0, 2.0)]
    with epanet.Model(texts[0]) as one, epanet.Model(texts[1]) as two:
        folders = [Path(model.folder.name) for model in (one, two)]
        for _first, _second in zip(one.steps(), two.steps(), strict=True):
            flows = [model.link_values([1], epanet.FLOW)[0] for model in (one, two)]
        assert flows == pytest.approx([40, 80], abs=1e-4)
        assert all(folder.exists() for folder in folders)
    assert not any(folder.exists() for folder in folders) and not list(tmp_path.iterdir())
    one.close()


def test_a_model_epanet_refuses_is_a_named_error_and_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(epanet.HydraulicsFailed) as refused:
        epanet.Model("[JUNCTIONS]\n1 0\n[END]\n")
    assert refused.value.code >= 200
    assert not list(tmp_path.iterdir())


def test_hourly_steps_use_the_mean_of_finer_patterns():
    text = make_water.VILLAGE + "[PATTERNS]\n1 1 3 0 2\n[TIMES]\nPATTERN TIMESTEP 0:30\nHYDRAULIC TIMESTEP 0:30\n"
    grid = make_water.village(text)
    assert day(grid, hours=2).flow_m3h[:4, 0] == pytest.approx([40, 120, 0, 80], abs=1e-3)
    assert day(grid, hours=2, step_s=3600).flow_m3h[:2, 0] == pytest.approx([80, 40], abs=1e-3)
    assert day(grid, hours=1, start_s=3600).flow_m3h[:2, 0] == pytest.approx([0, 80], abs=1e-3)


def test_a_step_that_does_not_balance_is_an_error_and_no_number():
    text = written(make_water.village(), steps=1, step_s=3600).text.replace("TRIALS 200", "TRIALS 1")
    with epanet.Model(text) as model, pytest.raises(epanet.NotConverged) as refused:
        list(model.steps())
    assert refused.value.at_s == 0
