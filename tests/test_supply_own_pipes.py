"""Our own format for water, gas and heat: what the page says, what is refused and where, and that what was written reads back exactly."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields

import howto
import make_imports
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.supply.engine.calls.imports import look
from glueckauf.supply.engine.exports import own_pipes as pipe_exports
from glueckauf.supply.engine.exports import own_water as water_exports
from glueckauf.supply.engine.imports import own_geojson, own_pipes, own_water
from glueckauf.supply.engine.imports.own_columns import FLOWING, WATER
from glueckauf.supply.engine.imports.problems import ImportRefused, RowsRefused
from glueckauf.supply.engine.pipes.grid import PipeGrid
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.stored import read
from glueckauf.supply.engine.synthetic.pipes import synthetic_gas, synthetic_heat
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.water import synthetic_water
from glueckauf.supply.engine.water.grid import Control
from glueckauf.supply.engine.water.model import WaterModel

DOC = howto.page("pipes-as-csv.md")
TOWNS = st.builds(
    lambda stations, houses, origin: Town(transformers=stations, houses=stations * houses, origin=origin),
    st.integers(1, 4),
    st.integers(8, 40),
    st.tuples(st.floats(6, 8), st.floats(51, 52)),
)


def heading(format):
    """Of its part of the page."""
    return f"The smallest {'water' if format is WATER else 'gas'} grid that supplies a house"


def imported(format, files):
    """By its importer."""
    return own_water.imported(files) if format is WATER else own_pipes.imported(files)


def of_the_page(format):
    """File name -> block, in the order they are named."""
    smallest = howto.part(DOC, heading(format)).partition("\n### ")[0]
    found, waiting, at = {}, [], 0
    for block in howto.BLOCK.finditer(smallest):
        waiting += re.findall(r"`(\w+\.csv)`", smallest[at : block.start()])
        head, at = set(block[3].split("\n", 1)[0].split(";")), block.end()
        name = next(one for one in waiting if format.files[one].needed <= head <= set(format.files[one].columns))
        waiting.remove(name)
        found[name] = block[3].encode()
    return found


def same(one, other, path=""):
    """Equal in every field, NaN beside NaN."""
    if isinstance(one, np.ndarray):
        np.testing.assert_array_equal(one, other, err_msg=path)
    elif hasattr(one, "__dataclass_fields__"):
        for field in fields(one):
            same(getattr(one, field.name), getattr(other, field.name), f"{path}.{field.name}")
    elif isinstance(one, Mapping):
        assert list(one) == list(other), path
        for name in one:
            same(one[name], other[name], f"{path}/{name}")
    elif isinstance(one, tuple) and one and isinstance(one[0], (np.ndarray, Control)):
        assert len(one) == len(other), path
        for number, pair in enumerate(zip(one, other, strict=True)):
            same(*pair, f"{path}[{number}]")
    else:
        assert one == other or one != one and other != other, path


def pack(files):
    """As a person sends them."""
    return make_imports.archive(**{name: raw.decode() for name, raw in files.items()})


def changed(format, file, before, after):
    files = of_the_page(format)
    assert before.encode() in files[file]
    return files | {file: files[file].replace(before.encode(), after.encode(), 1)}


def test_the_water_of_the_page_reaches_the_house():
    found = own_water.imported(of_the_page(WATER))
    grid = found.grid
    assert grid.nodes.kind == ("reservoir", "junction", "junction") and grid.pipes.length_m.tolist() == [150, 152.5]
    assert grid.customers.id == found.connections.id == ("a1",) and grid.customers.priority == ("Pflegeheim",)
    assert grid.isolation.pipe.tolist() == [0, 1] and grid.patterns["tag"].tolist() == [0.5, 1.5]
    assert grid.pipes.path[0].tolist() == [[0, 0], [150, 0]] and grid.pipes.path[1].shape == (0, 2)
    assert (found.longitude, found.latitude) == (7.2, 51.48)
    looked = look("water", pack(of_the_page(WATER)), b"", b"")
    assert looked.summary["unsupplied"]["count"] == 0 and looked.summary["counts"]["connections"] == [1, 1]
    same(read(WaterModel, looked.kept), found)


def test_the_gas_of_the_page_reaches_the_house():
    found = own_pipes.imported(of_the_page(FLOWING))
    assert found.grid.fluid.is_gas and found.connections.node.tolist() == [2]
    solved = state(network(found.grid))
    assert solved is not None and found.grid.pipes.path[0].tolist() == [[7.2001, 51.5001], [7.2015, 51.5001]]


@pytest.mark.parametrize("format", [WATER, FLOWING], ids=["water", "gas and heat"])
def test_the_page_names_all_files_and_columns_and_which_are_needed(format):
    part = howto.part(DOC, heading(format))
    rows = re.findall(r"^\| `(\w+\.csv)` \| (.+) \|$", part, re.M)
    assert [name for name, _ in rows] == list(format.files)
    for name, said in rows:
        words = said.split()
        assert tuple(word.strip("*") for word in words) == format.files[name].columns
        assert {word.strip("*") for word in words if word.startswith("**")} == format.files[name].needed


@given(TOWNS)
@settings(max_examples=8, deadline=None)
def test_water_of_any_invented_town_reads_back_exactly(town):
    model = synthetic_water(town)
    same(own_water.imported(water_exports.exported(model)), model)
    assert water_exports.zipped(own_water.zipped(water_exports.zipped(model))) == water_exports.zipped(model)


@given(TOWNS)
@settings(max_examples=8, deadline=None)
def test_gas_and_heat_of_any_invented_town_read_back_exactly(town):
    for model in (synthetic_gas(town), synthetic_heat(town)):
        same(own_pipes.imported(pipe_exports.exported(model)), model)
        assert pipe_exports.zipped(own_pipes.zipped(pipe_exports.zipped(model))) == pipe_exports.zipped(model)


def test_pumps_tanks_curves_and_rules_read_back_exactly():
    files = of_the_page(WATER) | {
        "tanks.csv": b"node;level_m;lowest_m;highest_m;diameter_m;volume_curve\nk1;2;0,5;4;0;inhalt\n",
        "pumps.csv": b"id;start;end;curve;power_kw\np1;hb;k2;linie;\np2;k1;k2;;7,5\n",
        "valves.csv": b"id;start;end;kind;diameter_mm;setting;curve;state\nv1;k1;k2;PRV;100;30;;\nv2;k1;k2;gpv;80;;linie;closed\n",
        "curves.csv": b"curve;x;y\nlinie;0;40\nlinie;10;30\ninhalt;0;0\ninhalt;4;50\n",
        "controls.csv": b"link;becomes;node;above;level_m;time_s;clock_s\np1;closed;k1;ja;3,5;;\np1;open;;;;;21600\nr1;0,5;;;;600;\n",
    }
    model = own_water.imported(files)
    assert model.grid.nodes.kind == ("reservoir", "tank", "junction") and model.grid.valves.kind == ("PRV", "GPV")
    assert [one.becomes for one in model.grid.controls] == ["closed", "open", 0.5]
    same(own_water.imported(water_exports.exported(model)), model)


@pytest.mark.parametrize(
    ("format", "file", "before", "after", "place", "reason"),
    [
        (WATER, "nodes.csv", "k2;60;300", "k1;60;300", (4, "id"), "gibt es schon in Zeile 3"),
        (WATER, "nodes.csv", "k2;60;300;0", "k2;60;300;", (4, "x"), "Koordinaten"),
        (WATER, "nodes.csv", "k2;60", "k2;hoch", (4, "elevation_m"), "keine Zahl"),
        (WATER, "nodes.csv", "k2;60", "k2;60000", (4, "elevation_m"), "zwischen -1000 und 9000"),
        (WATER, "pipes.csv", "r2;k1;k2;152,5", "r2;k1;k1;152,5", (3, "end"), "derselbe Knoten"),
        (WATER, "pipes.csv", "152,5", "0", (3, "length_m"), "größer als 0"),
        (WATER, "pipes.csv", "LINESTRING (0 0, 150 0)", "LINESTRING (0 0)", (2, "path"), "Linienzug"),
        (WATER, "pipes.csv", "LINESTRING (0 0, 150 0)", "POLYGON ((0 0, 1 1))", (2, "path"), "Linienzug"),
        (WATER, "pipes.csv", "LINESTRING (0 0, 150 0)", "LINESTRING (0 0, 1e999 0)", (2, "path"), "zu groß"),
        (WATER, "isolation.csv", "S001;r1;hb", "S001;r1;k2", (2, "node"), "an keinem Ende"),
        (WATER, "isolation.csv", "S001;r1", "S001;r9", (2, "pipe"), "Das Rohr „r9“ gibt es nicht"),
        (WATER, "demands.csv", "tag", "nacht", (2, "pattern"), "Das Muster „nacht“ gibt es nicht"),
        (WATER, "reservoirs.csv", "hb;", "hb;\nhb;", (3, "node"), "schon ein Behälter"),
        (WATER, "grid.csv", "H-W", "X-Y", (2, "formula"), "H-W, D-W, C-M"),
        (WATER, "grid.csv", "metres;7,2", "degrees;7,2", (2, "longitude"), "keine Ecke"),
        (WATER, "connections.csv", "00000", "1067", (2, "postcode"), "fünf Ziffern"),
        (FLOWING, "grid.csv", "Erdgas H;ja", "Erdgas H;vielleicht", (2, "is_gas"), "ja oder nein"),
        (FLOWING, "fluid.csv", "heat_capacity", "hitze", (4, "property"), "density, viscosity, heat_capacity"),
        (FLOWING, "fluid.csv", "273,15;0,8", "273,15;-0,8", (2, "y"), "größer als 0"),
        (FLOWING, "junctions.csv", "g2;60;283,15", "g2;60;10", (4, "temperature_k"), "zwischen 200 und 500"),
        (FLOWING, "pipes.csv", "97;0,1", "97;60", (2, "roughness_mm"), "halbe Durchmesser"),
        (FLOWING, "valves.csv", "g1;g2", "g1;g1", (2, "end"), "derselbe Knoten"),
        (FLOWING, "feeds.csv", "0,8", "8000", (2, "pressure_bar"), "zwischen -0.9 und 1000"),
        (FLOWING, "sinks.csv", "h1;g2", "h1;g9", (2, "junction"), "Den Knoten „g9“ gibt es nicht"),
        (FLOWING, "connections.csv", "a1;g2;Musterstraße", "a1;g2;", (2, "street"), "fehlt ein Wert"),
    ],
)
def test_a_wrong_place_is_named_with_file_line_column_and_reason(format, file, before, after, place, reason):
    with pytest.raises(RowsRefused) as error:
        imported(format, changed(format, file, before, after))
    mine = [one for one in error.value.problems if one.file == file and (one.line, one.column) == place]
    assert len(mine) == 1 and reason in mine[0].reason


def test_rules_that_cannot_be_are_refused():
    head = "link;becomes;node;level_m;time_s\n"
    for row, column in (("r9;open;;;5", "link"), ("r1;halb;;;5", "becomes"), ("r1;open;;;", "node"), ("r1;open;k1;2;5", "node")):
        with pytest.raises(RowsRefused) as error:
            own_water.imported(of_the_page(WATER) | {"controls.csv": f"{head}{row}\n".encode()})
        assert [(one.line, one.column) for one in error.value.problems] == [(2, column)]
    with pytest.raises(RowsRefused) as error:
        own_water.imported(of_the_page(WATER) | {"pumps.csv": b"id;start;end;power_kw\nr1;hb;k2;5\n"})
    assert [(one.file, one.column) for one in error.value.problems] == [("pumps.csv", "id")]


def test_all_that_is_wrong_is_said_at_once_and_what_is_missing_too():
    files = changed(WATER, "pipes.csv", "152,5", "lang") | {"farben.csv": b"x"}
    files["nodes.csv"] = files["nodes.csv"].replace(b"k2;60", b"k2;hoch")
    with pytest.raises(RowsRefused) as error:
        own_water.imported(files)
    assert [(one.file, one.line) for one in error.value.problems] == [("nodes.csv", 4), ("pipes.csv", 3), ("farben.csv", 0)]
    with pytest.raises(RowsRefused) as error:
        own_pipes.imported({})
    assert [one.file for one in error.value.problems] == ["grid.csv", "junctions.csv", "pipes.csv"]
    with pytest.raises(RowsRefused, match="was fließt"):
        own_pipes.imported(of_the_page(FLOWING) | {"grid.csv": b"fluid\n"})


def test_a_gas_without_its_curves_is_refused_and_water_needs_none():
    files = of_the_page(FLOWING)
    with pytest.raises(RowsRefused, match="density, viscosity, heat_capacity"):
        own_pipes.imported({name: raw for name, raw in files.items() if name != "fluid.csv"})
    wet = files | {"grid.csv": b"fluid\nwater\n"}
    assert not own_pipes.imported({name: raw for name, raw in wet.items() if name != "fluid.csv"}).grid.fluid.is_gas


def feature(table, geometry=None, **columns):
    return {"type": "Feature", "geometry": geometry, "properties": {"table": table, **columns}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_the_geojson_of_the_page_is_water_on_the_map():
    raw = next(block[3] for block in howto.BLOCK.finditer(DOC) if block[2] == "json").encode()
    looked = look("water", raw, b"", b"")
    model = read(WaterModel, looked.kept)
    assert looked.format == "geojson" and model.degrees(*model.grid.nodes.xy[1].tolist()) == (7.202, 51.48)
    assert model.grid.nodes.xy[1, 0] == pytest.approx(138.7, abs=0.2)
    assert np.abs(model.grid.pipes.path[0] - model.grid.nodes.xy).max() < 1e-6


def test_gas_as_geojson_is_the_gas_of_its_csv_files():
    files = of_the_page(FLOWING)
    rows = []
    for name, raw in files.items():
        head, *lines = raw.decode().strip().split("\n")
        for line in lines:
            row = {key: cell for key, cell in zip(head.split(";"), line.split(";"), strict=True) if cell}
            geometry = None
            if name == "junctions.csv":
                geometry = {"type": "Point", "coordinates": [float(row.pop(key).replace(",", ".")) for key in ("x", "y")]}
            if found := row.pop("path", ""):
                pairs = [[float(one) for one in pair.split()] for pair in found[12:-1].split(",")]
                geometry = {"type": "LineString", "coordinates": pairs}
            rows.append(feature(name.removesuffix(".csv"), geometry, **row))
    found = own_pipes.imported(own_geojson.tables(collection(*rows), FLOWING))
    same(found, own_pipes.imported(files))


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [7.2, 51.5]},
        {"type": "LineString", "coordinates": [[7.2, 51.5]]},
        {"type": "LineString", "coordinates": [[7.2, "51"], [7.3, 51]]},
        {"type": "LineString", "coordinates": [[3_417_000, 5_369_000], [3_417_100, 5_369_000]]},
        {"type": "LineString"},
        [],
    ],
)
def test_a_way_that_is_none_is_refused_with_its_feature(geometry):
    raw = collection(feature("nodes", None, id="a", elevation_m=1), feature("pipes", geometry, id="r"))
    with pytest.raises(ImportRefused, match="Feature 2"):
        own_geojson.tables(raw, WATER)


@pytest.mark.parametrize(("network", "format"), [("water", WATER), ("gas", FLOWING), ("heat", FLOWING)])
def test_an_import_by_command_or_desk_takes_the_archive_and_compares_it(network, format):
    first = look(network, pack(of_the_page(format)), b"", b"")
    file = "isolation.csv" if format is WATER else "valves.csv"
    second = look(network, pack(changed(format, file, "S001", "S100")), b"", first.kept)
    table = "isolation" if format is WATER else "valves"
    assert second.summary["difference"]["added"]["first"] == [f"{table} S100"]
    assert second.summary["difference"]["removed"]["first"] == [f"{table} S001"]
    unplaced = look(network, pack(changed(format, "connections.csv", "a1;k2" if format is WATER else "a1;g2", "a1;")), b"", b"")
    assert unplaced.summary["unplaced"] == {"count": 1, "first": ["a1"]}


def test_water_without_a_source_is_refused():
    files = {name: raw for name, raw in of_the_page(WATER).items() if name != "reservoirs.csv"}
    with pytest.raises(ImportRefused, match="weder"):
        look("water", pack(files), b"", b"")


@given(st.binary(max_size=200), st.sampled_from(sorted(WATER.files)))
@settings(max_examples=60, deadline=None)
def test_no_file_brings_the_import_of_water_down(raw, file):
    try:
        own_water.imported(of_the_page(WATER) | {file: raw})
    except ImportRefused:
        return


@given(st.binary(max_size=200), st.sampled_from(sorted(FLOWING.files)))
@settings(max_examples=60, deadline=None)
def test_no_file_brings_the_import_of_gas_down(raw, file):
    try:
        found = own_pipes.imported(of_the_page(FLOWING) | {file: raw})
    except ImportRefused:
        return
    assert isinstance(found.grid, PipeGrid)
