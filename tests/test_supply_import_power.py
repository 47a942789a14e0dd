"""pandapower JSON that is wrong, foreign or hostile: a named error with its place, and never a class the file names."""

import json

import pytest

from glueckauf.supply.engine.imports.panda_tables import LARGEST_BYTES
from glueckauf.supply.engine.imports.pandapower import power_grid
from glueckauf.supply.engine.imports.problems import ImportRefused, UnknownElement
from glueckauf.supply.engine.power.circuit import circuit, supplied
from tests import make_panda
from tests.make_panda import frame

BUS = {"vn_kv": 0.4, "in_service": True, "name": "Haus", "geo": '{"type":"Point","coordinates":[7.2, 51.5]}'}
LINE = {"from_bus": 0, "to_bus": 1, "length_km": 0.1, "r_ohm_per_km": 0.2, "x_ohm_per_km": 0.1, "max_i_ka": 0.2, "in_service": True}
FEED = {"bus": 0, "vm_pu": 1.0, "va_degree": 0.0, "in_service": True}
LOAD = {"bus": 1, "p_mw": 0.002, "q_mvar": 0.0, "scaling": 1.0, "in_service": True}


def net(**tables):
    return make_panda.net("pandapowerNet", {"bus": [BUS, BUS], "line": [LINE], "ext_grid": [FEED], "load": [LOAD]} | tables, f_hz=50.0)


def test_a_small_net_is_read():
    grid = power_grid(net())
    assert grid.nodes.id == ("bus-0", "bus-1") and grid.nodes.xy[0].tolist() == [7.2, 51.5]
    assert grid.loads.p_kw.tolist() == [2.0] and grid.lines.length_m.tolist() == [100.0]
    assert supplied(circuit(grid)).all()


def test_a_storage_draws_or_feeds_beside_the_loads():
    grid = power_grid(net(storage=[LOAD | {"p_mw": 0.005, "max_e_mwh": 0.01}, LOAD | {"p_mw": -0.003, "scaling": 2.0}]))
    assert grid.loads.id == ("load-0", "storage-0", "storage-1") and grid.loads.p_kw.tolist() == [2.0, 5.0, -6.0]


@pytest.mark.parametrize(
    ("tables", "place"),
    [
        ({"line": [LINE | {"r_ohm_per_km": 0, "x_ohm_per_km": 0}]}, "line 0"),
        ({"line": [LINE | {"to_bus": 7}]}, "line 0"),
        ({"line": [LINE | {"max_i_ka": None}]}, "line 0"),
        ({"line": [LINE | {"length_km": "lang"}]}, "line 0"),
        ({"bus": [BUS, BUS | {"vn_kv": 0}]}, "bus 1"),
        ({"bus": frame([BUS, BUS], index=[3, 3])}, "bus 3"),
        ({"load": [LOAD | {"const_z_p_percent": 20}]}, "load 0"),
        ({"ext_grid": [FEED | {"va_degree": 30}]}, "ext_grid 0"),
        ({"switch": [{"bus": 0, "element": 9, "et": "l", "closed": True}]}, "switch 0"),
        ({"load": {"_class": "DataFrame", "_object": "{"}}, "Tabelle load"),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(tables, place):
    with pytest.raises(ImportRefused) as refused:
        power_grid(net(**tables))
    assert refused.value.place == place


@pytest.mark.parametrize("name", ["trafo3w", "gen", "shunt", "ward", "impedance", "dcline", "asymmetric_load"])
def test_what_our_grid_cannot_hold_is_named(name):
    with pytest.raises(UnknownElement) as refused:
        power_grid(net(**{name: [{"bus": 0}]}))
    assert name in refused.value.reason


def test_classes_a_file_names_are_never_built(tmp_path):
    marker = tmp_path / "built"
    hostile = {"_module": "pathlib", "_class": "Path", "_object": str(marker)}
    called = {"_module": "subprocess", "_class": "Popen", "_object": json.dumps(["touch", str(marker)])}
    grid = power_grid(net(evil=hostile, worse=called))
    assert grid.nodes.id and not marker.exists()


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"_class": "dict", "_object": {}}', b"[" * 200_000, b"\xff\xfe"])
def test_what_is_no_net_is_refused(raw):
    with pytest.raises(ImportRefused):
        power_grid(raw)


def test_a_hundred_megabytes_are_refused_before_they_are_read():
    with pytest.raises(ImportRefused):
        power_grid(b" " * (LARGEST_BYTES + 1))
