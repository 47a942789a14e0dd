"""/api/v1/<kommune>/leistungen/<slug>/ : one Leistung."""

from django.http import HttpRequest

from glueckauf.api.described import KOMMUNE, LEISTUNG_SCHEMA, SLUG, whole
from glueckauf.api.serving import Answer, endpoint
from glueckauf.catalogue import queries as catalogue


@endpoint(
    "<slug:kommune>/leistungen/<slug:slug>/",
    name="api-leistung",
    words="Eine Leistung mit Zuständigkeit, Recht, Gebühr, Nachweisen und Texten",
    schema=LEISTUNG_SCHEMA,
    parameters=(KOMMUNE, SLUG),
)
def leistung(request: HttpRequest, kommune: str, slug: str) -> Answer:
    """All that the service page says, as data."""
    return Answer(body=whole(catalogue.leistung(kommune, slug)))
