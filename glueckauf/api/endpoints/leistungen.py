"""/api/v1/<kommune>/leistungen/ and leistungen.csv : the catalogue of a city."""

import csv
import io
from typing import Any

from django.http import HttpRequest

from glueckauf.api.described import KOMMUNE, SHORT_SCHEMA, listed, record, short
from glueckauf.api.serving import BASE, CSV, Answer, Parameter, absolute, endpoint, number
from glueckauf.catalogue import queries as catalogue

MOST = 200
INTEGER = {"type": "integer"}
PAGE = Parameter(name="seite", words="Seite, die erste ist 1", example="1", schema={"type": "integer", "minimum": 1})
SIZE = Parameter(name="anzahl", words=f"Leistungen je Seite, höchstens {MOST}", example="2", schema={"type": "integer", "maximum": MOST})
COLUMNS = (
    "key",
    "name",
    "short",
    "leika",
    "ozg_id",
    "topic",
    "audience",
    "mode",
    "trust",
    "is_offered",
    "is_online",
    "office",
    "revision",
    "url",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@endpoint(
    "<slug:kommune>/leistungen/",
    name="api-leistungen",
    words="Der Katalog einer Stadt",
    schema=record({"kommune": {"type": "string"}, "total": INTEGER, "page": INTEGER, "pages": INTEGER, "leistungen": listed(SHORT_SCHEMA)}),
    parameters=(KOMMUNE, PAGE, SIZE),
)
def leistungen(request: HttpRequest, kommune: str) -> Answer:
    """A page of it, with links to the ones around it."""
    found = catalogue.all_of(kommune)
    size = number(request, "anzahl", usual=50, most=MOST)
    pages = max(1, -(-len(found) // size))
    page = number(request, "seite", usual=1, most=pages)
    rows = [short(entry) for entry in found[(page - 1) * size : page * size]]
    address = absolute(f"/{BASE}/{kommune}/leistungen/?anzahl={size}&seite=")
    around = {"prev": page - 1, "next": page + 1, "first": 1, "last": pages}
    links = {rel: f"{address}{at}" for rel, at in around.items() if 1 <= at <= pages}
    return Answer(body={"kommune": kommune, "total": len(found), "page": page, "pages": pages, "leistungen": rows}, links=links)


@endpoint("<slug:kommune>/leistungen.csv", name="api-leistungen-csv", words="Der Katalog als Tabelle", media=CSV, parameters=(KOMMUNE,))
def table(request: HttpRequest, kommune: str) -> Answer:
    """All of it, with a byte order mark and semicolons, as office programs of German cities open it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in catalogue.all_of(kommune):
        row = short(entry)
        writer.writerow([safe(row[column]) for column in COLUMNS])
    return Answer(body=b"\xef\xbb\xbf" + text.getvalue().encode(), filename=f"leistungen-{kommune}.csv")


def safe(value: Any) -> str:
    """A cell that no office program takes for a formula."""
    if isinstance(value, dict):
        value = value.get("de", value.get("key", ""))
    text = (
        " ".join(value)
        if isinstance(value, list)
        else {True: "ja", False: "nein"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    )
    return f"'{text}" if text.startswith(FORMULA) else text
