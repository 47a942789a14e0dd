"""/api/telemetrie/werte/ as OpenAPI: the one address that is written to. The view stands in telemetry; a token of a device opens it."""

from typing import Any

from glueckauf.api.described import STRING, Json, listed, record
from glueckauf.api.serving import PROBLEM
from glueckauf.telemetry.rules.payload import CSV, JSON, MOST_LINES, NDJSON
from glueckauf.telemetry.rules.values import Reason

PATH = "/api/telemetrie/werte/"
INTEGER: Json = {"type": "integer"}
AT: Json = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "number"}],
    "description": "ISO 8601 mit Zone, oder Sekunden seit 1970",
}
VALUE = record({"series": STRING, "at": AT, "value": {"type": "number"}})
ANSWER = record(
    {
        "stored": INTEGER,
        "repeated": INTEGER,
        "refused": INTEGER,
        "refusals": listed(record({"line": INTEGER, "reason": {"enum": [str(one) for one in Reason]}, "detail": STRING})),
    }
)
REFUSALS = {
    "400": "Die Sendung ist nicht lesbar",
    "401": "Es fehlt ein gültiges Token",
    "405": "Hier wird nur eingeliefert",
    "413": "Zu viel auf einmal",
    "415": "Dieses Format wird nicht gelesen",
    "429": "Zu viele Sendungen; Retry-After sagt, wann es weitergeht",
}
DEVICE_TOKEN = {"type": "http", "scheme": "bearer", "description": "Token eines Geräts"}


def operation() -> dict[str, Any]:
    """POST: what it takes and how it answers."""
    batch = {"anyOf": [record({"values": {**listed(VALUE), "maxItems": MOST_LINES}}), {**listed(VALUE), "maxItems": MOST_LINES}]}
    formats = {JSON: {"schema": batch}, NDJSON: {"schema": STRING}, CSV: {"schema": STRING, "example": "series;at;value\n"}}
    refused = {
        status: {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for status, text in REFUSALS.items()
    }
    stored = {"description": "Gespeichert, was gespeichert werden konnte", "content": {JSON: {"schema": ANSWER}}}
    return {
        "operationId": "telemetrie-werte",
        "summary": "Messwerte eines Geräts einliefern",
        "description": "Derselbe Wert zweimal ist einer. Gepackt mit gzip, wenn Content-Encoding es sagt.",
        "security": [{"device": []}],
        "requestBody": {"required": True, "content": formats},
        "responses": {"200": stored, **refused},
    }
