"""pandapipes JSON: read, and what is wrong, foreign or hostile: a named error with its place, and never a class the file names."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.imports.pandapipes import pipe_grid
from glueckauf.supply.engine.imports.problems import ImportRefused, UnknownElement
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.problems import Unsolvable
from glueckauf.supply.engine.pipes.state import state
from tests import make_panda
from tests.make_panda import frame
from tests.make_pipes import district_heat, schutterwald

JUNCTION = {"name": "Abzweig", "height_m": 60.0, "tfluid_k": 283.15, "pn_bar": 1.0, "in_service": True, "geo": None}
PIPE = {"from_junction": 0, "to_junction": 1, "length_km": 0.1, "inner_diameter_mm": 100.0, "k_mm": 0.1, "sections": 1, "in_service": True}
FEED = {"junction": 0, "p_bar": 1.0, "t_k": 283.15, "type": "pt", "in_service": True}
SINK = {"junction": 1, "mdot_kg_per_s": 0.01, "scaling": 2.0, "in_service": True}
CONSUMER = {"from_junction": 0, "to_junction": 1, "qext_w": 1000.0, "controlled_mdot_kg_per_s": 0.1, "deltat_k": None, "treturn_k": None}
PUMP = {"return_junction": 1, "flow_junction": 0, "p_flow_bar": 6.0, "plift_bar": 2.0, "t_flow_k": 353.15, "type": "pt", "in_service": True}
VALVE = {"junction": 0, "element": 1, "et": "ju", "inner_diameter_mm": 100.0, "opened": True, "loss_coefficient": 0.0}
HEAT = {"ext_grid": [], "sink": [], "heat_consumer": [CONSUMER], "circ_pump_pressure": [PUMP]}


def wrapped(kind, value):
    return {"_module": "pandapipes.properties.fluids", "_class": kind, "_object": json.dumps(value)}


def array(*values):
    return {"_module": "numpy", "_class": "array", "_object": list(values), "dtype": "float64"}


def fluid(*, is_gas=True, **properties):
    made = {
        "density": wrapped("FluidPropertyInterExtra", {"x": array(273.0, 283.0), "y": array(0.8, 0.77)}),
        "viscosity": wrapped("FluidPropertyConstant", {"value": 1.1e-5}),
        "heat_capacity": wrapped("FluidPropertyLinear", {"slope": 2.0, "offset": 1600.0}),
        "compressibility": wrapped("FluidPropertyLinear", {"slope": -0.0022, "offset": 1.0}),
    }
    return wrapped("Fluid", {"name": "Mustergas", "is_gas": is_gas, "all_properties": made | properties})


def net(options=None, fluid=fluid(), **tables):  # noqa: B008 - a plain value, never changed
    made = {"junction": [JUNCTION, JUNCTION], "pipe": [PIPE], "ext_grid": [FEED], "sink": [SINK]} | tables
    return make_panda.net("pandapipesNet", made, fluid=fluid, user_pf_options=options or {})


def test_a_small_net_is_read():
    read = pipe_grid(net(valve=[VALVE], source=[SINK | {"mdot_kg_per_s": 0.001}]))
    grid = read.grid
    assert grid.junctions.id == ("junction-0", "junction-1") and grid.pipes.length_m.tolist() == [100.0]
    assert grid.sinks.id == ("sink-0", "source-0") and grid.sinks.flow_kg_s.tolist() == [0.02, -0.002]
    assert grid.fluid.density(np.array([278.0, 293.0])) == pytest.approx([0.785, 0.74]) and grid.fluid.compressibility_per_bar == -0.0022
    assert grid.fluid.heat_capacity(np.array([300.0])) == pytest.approx([2200.0]) and (read.islands, read.unsupplied) == (1, ())
    assert flow(network(grid)).feed_kg_s == pytest.approx([0.018], abs=1e-9)


def test_older_files_name_diameter_and_heat_loss_otherwise():
    old = {name: value for name, value in PIPE.items() if name != "inner_diameter_mm"} | {"diameter_m": 0.08, "alpha_w_per_m2k": 2.0}
    valve = {"from_junction": 1, "to_junction": 0, "diameter_m": 0.1, "opened": False}
    grid = pipe_grid(net(pipe=[old], valve=[valve])).grid
    assert grid.pipes.diameter_mm.tolist() == [80.0] and grid.pipes.transmission_w_m2k.tolist() == [2.0]
    assert (grid.valves.start[0], grid.valves.end[0], grid.valves.open[0]) == (1, 0, False)


def test_a_part_without_feed_and_a_joint_are_shown_before_anything_is_decided():
    read = pipe_grid(net(junction=[JUNCTION] * 4, pipe=[PIPE | {"length_km": 0.0}, PIPE | {"from_junction": 2, "to_junction": 3}]))
    assert (read.islands, read.unsupplied) == (2, ("junction-2", "junction-3"))
    assert any("ohne Länge" in remark.text for remark in read.remarks)


@pytest.mark.parametrize(("kilojoules", "shown"), [(2.16, "2,16"), (4.184777801948556, "4,185"), (2, "2")])
def test_a_heat_capacity_in_kilojoules_is_read_as_such_and_said(kilojoules, shown):
    """As pandapipes' own nets from STANET and OpenModelica have it."""
    read = pipe_grid(net(fluid=fluid(heat_capacity=wrapped("FluidPropertyConstant", {"value": kilojoules}))))
    assert read.grid.fluid.heat_capacity(np.array([300.0])) == pytest.approx([kilojoules * 1000])
    assert [remark.text for remark in read.remarks if remark.place == "Fluid"] == [
        f"Die Wärmekapazität {shown} gilt als Kilojoule je Kilogramm und Kelvin."
    ]


@pytest.mark.parametrize("value", [0.2, 30.0, 60_000.0])
def test_a_heat_capacity_of_no_unit_is_refused(value):
    with pytest.raises(ImportRefused, match="SI-Einheiten"):
        pipe_grid(net(fluid=fluid(heat_capacity=wrapped("FluidPropertyConstant", {"value": value}))))


@pytest.mark.parametrize("as_text", [True, False])
def test_latitude_before_longitude_is_turned_and_said(as_text):
    point, line = {"type": "Point", "coordinates": [51.5, 7.2]}, {"type": "LineString", "coordinates": [[[51.5, 7.2], [51.6, 7.3]]]}
    shown = json.dumps if as_text else dict
    read = pipe_grid(net(junction=[JUNCTION | {"geo": shown(point)}] * 2, pipe=[PIPE | {"geo": shown(line)}]))
    assert read.grid.junctions.xy.tolist() == [[7.2, 51.5]] * 2 and read.grid.pipes.path[0].tolist() == [[7.2, 51.5], [7.3, 51.6]]
    assert any(remark.place == "Spalte geo" for remark in read.remarks)


def test_coordinates_beside_the_junctions_stay_in_the_operators_frame():
    beside = [{"x": 3417460.4, "y": 5369562.1}, {"x": 3417461.4, "y": 5369562.1}]
    grid = pipe_grid(net(junction_geodata=beside, pipe_geodata=[{"coords": [[3417460.4, 5369562.1], [3417461.4, 5369562.1]]}])).grid
    assert grid.junctions.xy[1].tolist() == [3417461.4, 5369562.1] and grid.pipes.path[0].shape == (2, 2)


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"junction": []}, "Tabelle junction"),
        ({"junction": [JUNCTION, JUNCTION | {"tfluid_k": 12.0}]}, "junction 1"),
        ({"junction": [JUNCTION, JUNCTION | {"height_m": 20000}]}, "junction 1"),
        ({"junction": frame([JUNCTION, JUNCTION], index=[3, 3])}, "junction 3"),
        ({"pipe": frame([PIPE, PIPE], index=[5, 5])}, "pipe 5"),
        ({"pipe": [PIPE | {"inner_diameter_mm": 0}]}, "pipe 0"),
        ({"pipe": [PIPE | {"inner_diameter_mm": None, "std_type": "125 PE 100 SDR 11"}]}, "pipe 0"),
        ({"pipe": [PIPE | {"length_km": -0.1}]}, "pipe 0"),
        ({"pipe": [PIPE | {"length_km": None}]}, "pipe 0"),
        ({"pipe": [PIPE | {"k_mm": 0}]}, "pipe 0"),
        ({"pipe": [PIPE | {"outer_diameter_mm": 90}]}, "pipe 0"),
        ({"pipe": [PIPE | {"qext_w": 50}]}, "pipe 0"),
        ({"pipe": [PIPE | {"to_junction": 7}]}, "pipe 0"),
        ({"pipe": [PIPE | {"to_junction": [1]}]}, "pipe 0"),
        ({"pipe": [PIPE | {"to_junction": 0}]}, "pipe 0"),
        ({"pipe": [PIPE | {"length_km": 10**400}]}, "pipe 0"),
        ({"ext_grid": [FEED | {"p_bar": None}]}, "ext_grid 0"),
        ({"ext_grid": [FEED | {"type": "t"}]}, "ext_grid 0"),
        ({"ext_grid": []}, "Datei"),
        ({"sink": [SINK | {"mdot_kg_per_s": "viel"}]}, "sink 0"),
        ({"valve": [VALVE | {"et": "pi"}]}, "valve 0"),
        ({"valve": [VALVE | {"loss_coefficient": -1}]}, "valve 0"),
        (HEAT, "Fluid"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tables, place):
    with pytest.raises(ImportRefused) as refused:
        pipe_grid(net(**tables))
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"heat_consumer": [CONSUMER | {"treturn_k": 320.0}]}, "heat_consumer 0"),
        ({"heat_consumer": [CONSUMER | {"qext_w": None, "treturn_k": 20.0}]}, "heat_consumer 0"),
        ({"heat_consumer": [CONSUMER | {"controlled_mdot_kg_per_s": None, "deltat_k": 20.0}]}, "heat_consumer 0"),
        ({"heat_consumer": [CONSUMER | {"controlled_mdot_kg_per_s": -0.1}]}, "heat_consumer 0"),
        ({"circ_pump_pressure": [PUMP | {"plift_bar": 0.0}]}, "circ_pump_pressure 0"),
        ({"circ_pump_pressure": [PUMP | {"type": "t"}]}, "circ_pump_pressure 0"),
        ({"circ_pump_pressure": [PUMP | {"control_dp": True}]}, "circ_pump_pressure 0"),
        ({"circ_pump_pressure": [PUMP | {"in_service": False}]}, "Datei"),
    ],
)
def test_a_wrong_row_of_a_heat_grid_is_refused_with_its_place(tables, place):
    with pytest.raises(ImportRefused) as refused:
        pipe_grid(net(fluid=fluid(is_gas=False), **HEAT | tables))
    assert refused.value.place == place


@pytest.mark.parametrize("name", ["compressor", "pump", "flow_control", "press_control", "heat_exchanger", "circ_pump_mass", "controller"])
def test_what_our_grid_cannot_hold_is_named(name):
    with pytest.raises(UnknownElement) as refused:
        pipe_grid(net(**{name: [{"junction": 0}]}))
    assert name in refused.value.reason


@pytest.mark.parametrize(
    "wrong",
    [
        "Erdgas",
        fluid(viscosity=None),
        fluid(density=wrapped("FluidPropertyConstant", {"value": -1.0})),
        fluid(density=wrapped("FluidPropertyInterExtra", {"x": array(283.0, 273.0), "y": array(0.8, 0.7)})),
        fluid(density=wrapped("FluidPropertyInterExtra", {"x": array(283.0), "y": array(0.8)})),
        fluid(density=wrapped("FluidPropertyInterExtra", {"x": "viele", "y": array(0.8)})),
        fluid(density=wrapped("FluidPropertyConstant", {"value": 10**400})),
        fluid(density=wrapped("FluidPropertyInterExtra", {"x": array(273.0, 283.0), "y": array(0.8, 0.1)})),
        fluid(viscosity=wrapped("FluidPropertyConstant", {"value": 1000.0})),
        fluid(viscosity=wrapped("FluidPropertySutherland", {"eta0": 1.0})),
        fluid(compressibility=wrapped("FluidPropertyInterExtra", {"x": array(1.0, 2.0), "y": array(1.0, 0.9)})),
        fluid(compressibility=wrapped("FluidPropertyConstant", {"value": 40.0})),
        {"_class": "Fluid", "_object": "{" * 5},
    ],
)
def test_a_fluid_that_is_none_is_refused(wrong):
    with pytest.raises(ImportRefused) as refused:
        pipe_grid(net(fluid=wrong))
    assert refused.value.place == "Fluid"


@pytest.mark.parametrize("options", [{"friction_model": "colebrook"}, {"ambient_temperature": "kalt"}, {"ambient_temperature": 20}])
def test_options_we_do_not_follow_are_named(options):
    with pytest.raises(ImportRefused) as refused:
        pipe_grid(net(options))
    assert refused.value.place == "user_pf_options"


def test_classes_a_file_names_are_never_built(tmp_path):
    marker = tmp_path / "built"
    called = {"_module": "subprocess", "_class": "Popen", "_object": json.dumps(["touch", str(marker)])}
    value = {"x": array(273.0, 283.0), "y": array(0.8, 0.77), "evil": called}
    hostile = {"_module": "subprocess", "_class": "Popen", "_object": json.dumps(value)}
    read = pipe_grid(make_panda.net("pandapipesNet", json_tables(), fluid=fluid(density=hostile), evil=called))
    assert read.grid.junctions.id and not marker.exists()


def json_tables():
    return {"junction": [JUNCTION, JUNCTION], "pipe": [PIPE], "ext_grid": [FEED], "sink": [SINK]}


ANYTHING = (
    None,
    0,
    -1,
    1,
    2,
    3,
    1e300,
    1e-300,
    10**400,
    "x",
    "",
    "0",
    [1],
    [[[]]],
    {"a": 1},
    {"coordinates": [1]},
    True,
    float("nan"),
    0.5,
)


@given(chance=st.randoms(use_true_random=False), warm=st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_file_with_anything_anywhere_is_a_state_or_a_reason_with_a_place(chance, warm):
    circulating = HEAT | {
        "pipe": [PIPE | {"to_junction": 2}],
        "junction": [JUNCTION] * 3,
        "heat_consumer": [CONSUMER | {"from_junction": 2}],
    }
    town = circulating if warm else json_tables() | {"valve": [VALVE], "source": [SINK]}
    changed = {name: [dict(row) for row in rows] for name, rows in town.items() if rows}
    for _ in range(chance.choice([1, 1, 2])):
        row = chance.choice(changed[chance.choice(sorted(changed))])
        row[chance.choice(sorted(row))] = chance.choice(ANYTHING)
    try:
        state(network(pipe_grid(make_panda.net("pandapipesNet", changed, fluid=fluid(is_gas=not warm))).grid))
    except (ImportRefused, Unsolvable) as refused:
        assert refused.place and refused.reason


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"_class": "dict", "_object": {}}', b"[" * 200_000, b"\xff\xfe"])
def test_what_is_no_net_is_refused(raw):
    with pytest.raises(ImportRefused):
        pipe_grid(raw)


@pytest.mark.shared_data
def test_real_files_lie_where_they_are():
    heat, gas = district_heat(), schutterwald()
    known = heat.grid.junctions.xy[~np.isnan(heat.grid.junctions.xy[:, 0])]
    assert ((known > [7.8, 48.4]) & (known < [7.9, 48.5])).all() and len(known) >= 480
    assert (gas.grid.junctions.xy > [3.4e6, 5.3e6]).all()
    assert {remark.place for remark in heat.remarks} == {"Tabelle pipe", "Spalte geo", "Tabelle junction", "Tabellen res_"}
