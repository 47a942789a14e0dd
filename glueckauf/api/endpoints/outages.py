"""/api/v1/<kommune>/stoerungen.geojson and .csv : where power, water, gas or heat is out, by street. Nothing of the grid itself."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest

from glueckauf.api.described import KOMMUNE, STRING, Json, listed, record
from glueckauf.api.endpoints.leistungen import safe
from glueckauf.api.serving import CSV, GEOJSON, Answer, endpoint
from glueckauf.cities import queries as cities
from glueckauf.core.clock import now
from glueckauf.supply import queries
from glueckauf.supply.rules.open_data import COLUMNS, feature, values
from glueckauf.supply.rules.outages import CAUSES, OPEN, WORDS, Kind, State
from glueckauf.supply.rules.public_outage import PublicOutage

KEPT_S = 60  # an outage is told when it begins, not five minutes later
MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
POINT: Json = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "description": "Länge und Breite, WGS 84"}
LINE: Json = record({"type": {"const": "LineString"}, "coordinates": listed(POINT)})
PROPERTIES: Json = {
    "id": {"type": "integer"},
    "network": {"enum": list(WORDS)},
    "kind": {"enum": [str(kind) for kind in Kind]},
    "state": {"enum": sorted(str(state) for state in (*OPEN, State.ENDED))},
    "cause": {"enum": list(CAUSES)},
    "street": STRING,
    "first": STRING,
    "last": STRING,
    "houses": {"type": "integer"},
    "begins_at": STRING | {"format": "date-time"},
    "expected_end": MOMENT,
    "ended_at": MOMENT,
    "operator": STRING,
    "synthetic": {"type": "boolean", "description": "Auf einem erfundenen Netz gerechnet"},
}
FEATURE = record(
    {"type": {"const": "Feature"}, "geometry": {"anyOf": [LINE, {"type": "null"}]}, "properties": record(PROPERTIES)},
)


@endpoint(
    "<slug:kommune>/stoerungen.geojson",
    name="api-stoerungen",
    words="Störungen von Strom, Wasser, Gas und Wärme, je Straße eine Linie von der ersten bis zur letzten betroffenen Hausnummer",
    media=GEOJSON,
    schema=record({"type": {"const": "FeatureCollection"}, "features": listed(FEATURE)}),
    parameters=(KOMMUNE,),
)
def outages(request: HttpRequest, kommune: str) -> Answer:
    """Now, announced, and over for less than a month."""
    features = [feature(one, street) for one, street in by_street(kommune)]
    return Answer(body={"type": "FeatureCollection", "features": features}, kept_s=KEPT_S)


@endpoint(
    "<slug:kommune>/stoerungen.csv", name="api-stoerungen-csv", words="Dieselben Störungen als Tabelle", media=CSV, parameters=(KOMMUNE,)
)
def table(request: HttpRequest, kommune: str) -> Answer:
    """One line per street, as the catalogue is told."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one, street in by_street(kommune):
        writer.writerow([safe("" if value is None else value) for value in values(one, street).values()])
    return Answer(body=b"\xef\xbb\xbf" + text.getvalue().encode(), filename=f"stoerungen-{kommune}.csv", kept_s=KEPT_S)


def by_street(kommune: str) -> Iterator[tuple[PublicOutage, Mapping[str, Any]]]:
    """As the page of the city lists them. Raises NotFound for a city we do not have."""
    found = queries.public_outages(cities.kommune(kommune).key, at=now())
    return ((one, street) for one in (*found.now, *found.planned, *found.over) for street in one.streets)
