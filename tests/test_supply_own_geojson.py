"""Our own exchange format as GeoJSON: the same grid, wrong places named as those of its tables, what is none refused."""

import csv
import io
import json

import pytest

from glueckauf.supply.engine.calls.imports import format_of, look
from glueckauf.supply.engine.imports import own, own_geojson
from glueckauf.supply.engine.imports.problems import ImportRefused, RowsRefused
from tests.test_supply_own_format import of_the_page, same

WORDS = {
    "id",
    "name",
    "street",
    "type",
    "source",
    "kind",
    "node",
    "other",
    "start",
    "end",
    "hv",
    "lv",
    "profile",
    "house_number",
    "postcode",
}


def features(files) -> list[dict]:
    """The same files as a GIS would export them: numbers as numbers, nodes as points."""
    found = []
    for name, raw in files.items():
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"):
            given = {key: cell if key in WORDS else {"ja": True, "nein": False}.get(cell) for key, cell in row.items()}
            given |= {
                key: float(cell.replace(",", ".")) for key, cell in row.items() if key not in WORDS and cell not in ("ja", "nein", "")
            }
            spot = [given.pop("x", None), given.pop("y", None)]
            point = {"type": "Point", "coordinates": spot} if None not in spot else None
            found.append({"type": "Feature", "geometry": point, "properties": given | {"table": name.removesuffix(".csv")}})
    return found


def collection(found, **more) -> bytes:
    return json.dumps({"type": "FeatureCollection", **more, "features": found}, ensure_ascii=False).encode()


def test_the_same_grid_as_geojson_is_the_same_grid():
    one, other = own.imported(of_the_page()), own_geojson.collected(collection(features(of_the_page()), name="x" * 9_000))
    same(one.grid, other.grid)
    same(one.connections, other.connections)
    plain = [
        {**one, "properties": {key: value for key, value in one["properties"].items() if key != "profile"}}
        for one in features(of_the_page())
    ]
    assert look("power", collection(plain), b"", b"").format == "geojson"
    assert format_of("power", b'{"features": [' + b" " * 9_000 + b'], "type": "FeatureCollection"}') == "geojson"


def test_wrong_places_of_geojson_are_those_of_its_tables():
    found = features(of_the_page())
    next(one for one in found if one["properties"]["table"] == "lines")["properties"]["start"] = "nirgends"
    with pytest.raises(RowsRefused) as error:
        own_geojson.collected(collection(found))
    assert [(one.file, one.line, one.column) for one in error.value.problems] == [("lines.csv", 2, "start")]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"type": "FeatureCollection", "features": {}}',
        b"[" * 100_000,
        b'{"type": "FeatureCollection", "features": [NaN]}',
        b'{"type": "FeatureCollection", "features": [7]}',
        collection([{"properties": {"table": "secrets"}}]),
        collection([{"properties": {"table": "../nodes"}}]),
        collection([{"properties": {"table": "nodes", "id": ["a"]}}]),
        collection(
            [
                {
                    "properties": {"table": "nodes", "id": "a", "rated_kv": 0.4},
                    "geometry": {"type": "Point", "coordinates": [2_577_000, 5_700_000]},
                }
            ]
        ),
        collection([{"properties": {"table": "nodes", "id": "a", "rated_kv": 0.4}, "geometry": {"type": "LineString", "coordinates": []}}]),
        b"\xff\xfe{",
    ],
)
def test_geojson_that_is_none_is_refused(raw):
    with pytest.raises(ImportRefused):
        own_geojson.collected(raw)
