"""The rows of a study as one curve: every value, sorted, over its share of all; in the shape every page draws."""

from collections.abc import Sequence
from typing import Any

from glueckauf.supply.rules.studies import NEAR_M, Kind, Row, percent

POINTS = 101


def plots(kind: Kind, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """None where fewer than two rows have a value."""
    values, spec = sorted(SPECS[kind]["of"](rows)), SPECS[kind]
    if len(values) < 2:
        return []
    chosen = [values[round(at * (len(values) - 1) / (POINTS - 1))] for at in range(POINTS)]
    series: list[dict[str, Any]] = [{"name": spec["name"], "kind": "line", "values": chosen}]
    if spec["limit"] is not None:
        series.append({"name": spec["limit_name"], "kind": "limit", "values": [spec["limit"]] * POINTS})
    return [{"title": spec["title"], "unit": spec["unit"], "x": list(range(POINTS)), "x_title": spec["x_title"], "series": series}]


SPECS: dict[Kind, dict[str, Any]] = {
    Kind.HOSTING: {
        "of": lambda rows: [row["kw"] for row in rows if row["kw"] is not None],
        "title": "Mögliche Leistung, kleinste zuerst",
        "unit": "kW",
        "x_title": "Prozent der Anschlüsse",
        "name": "möglich",
        "limit": None,
    },
    Kind.OUTAGES: {
        "of": lambda rows: [percent(row["use"]) for row in rows if row["use"] is not None],
        "title": "Schwerste Auslastung nach der besten Umschaltung, kleinste zuerst",
        "unit": "%",
        "x_title": "Prozent der umschaltbaren Leitungen",
        "name": "Auslastung",
        "limit": 100.0,
        "limit_name": "Grenze",
    },
    Kind.LEAKS: {
        "of": lambda rows: [row["metres"] for row in rows if row["metres"] is not None],
        "title": "Abstand vom Leck, kleinster zuerst",
        "unit": "m",
        "x_title": "Prozent der Rohrbrüche",
        "name": "Abstand",
        "limit": NEAR_M,
        "limit_name": "300 m",
    },
}
