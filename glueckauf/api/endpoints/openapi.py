"""/api/v1/openapi.json : OpenAPI 3.1, built from the endpoints themselves."""

import re
from typing import Any

from django.http import HttpRequest

from glueckauf.api.described import STRING, record
from glueckauf.api.endpoints import telemetry
from glueckauf.api.serving import BASE, ENDPOINTS, LIMIT, PROBLEM, Answer, Endpoint, absolute, endpoint

PROBLEM_SCHEMA = record({"type": STRING, "title": STRING, "status": {"type": "integer"}, "detail": STRING, "instance": STRING})
REFUSALS = {
    "400": "Ein Parameter passt nicht",
    "404": "Stadt, Leistung oder Formular gibt es nicht",
    "405": "Hier kann nur gelesen werden",
    "429": f"Mehr als {LIMIT} Anfragen in 10 Minuten; Retry-After sagt, wann es weitergeht",
}


@endpoint(
    "openapi.json", name="api-openapi", words="Diese Beschreibung", schema={"type": "object", "required": ["openapi", "info", "paths"]}
)
def openapi(request: HttpRequest) -> Answer:
    """The document."""
    return Answer(body=document())


def document() -> dict[str, Any]:
    """Every endpoint in the order of registration, then where devices deliver."""
    about = (
        "Lesen ohne Anmeldung. Es gibt keine personenbezogenen Daten. Daten: Datenlizenz Deutschland – Namensnennung – 2.0. "
        "Einliefern können nur Geräte mit Token."
    )
    paths = {openapi_path(found): {"get": operation(found)} for found in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Glückauf: Schnittstellen", "version": "1", "description": about, "license": licence()},
        "servers": [{"url": absolute("")}],
        "paths": {**paths, telemetry.PATH: {"post": telemetry.operation()}},
        "components": {"schemas": {"Problem": PROBLEM_SCHEMA}, "securitySchemes": {"device": telemetry.DEVICE_TOKEN}},
    }


def licence() -> dict[str, str]:
    """Of the data."""
    return {"name": "Datenlizenz Deutschland – Namensnennung – Version 2.0", "url": "https://www.govdata.de/dl-de/by-2-0"}


def openapi_path(found: Endpoint) -> str:
    """<slug:kommune> is {kommune} here."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", found.path)
    return f"/{BASE}/{path}"


def operation(found: Endpoint) -> dict[str, Any]:
    """What it takes and how it answers."""
    good = {"description": found.words, "headers": {"ETag": {"schema": STRING}}, "content": {found.media: {"schema": found.schema or {}}}}
    refused = {
        status: {"description": text, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for status, text in REFUSALS.items()
    }
    return {
        "operationId": found.name,
        "summary": found.words,
        "parameters": [
            {"name": p.name, "in": p.place, "description": p.words, "required": p.place == "path", "schema": p.schema, "example": p.example}
            for p in found.parameters
        ],
        "responses": {"200": good, "304": {"description": "Unverändert (If-None-Match)"}, **refused},
    }
