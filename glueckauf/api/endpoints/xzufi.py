"""/api/v1/<kommune>/xzufi.xml : the city's Leistungen for other catalogues."""

from django.http import HttpRequest
from django.urls import reverse

from glueckauf.api.described import KOMMUNE
from glueckauf.api.serving import XML, Answer, Parameter, absolute, endpoint, one_of
from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import LeistungOfCity
from glueckauf.catalogue.rules import xzufi
from glueckauf.cities import queries as cities
from glueckauf.core.clock import now

VERSION = Parameter(name="version", words="2.2.0 oder 2.3.1", example="2.3.1", schema={"enum": list(xzufi.VERSIONS)})


@endpoint(
    "<slug:kommune>/xzufi.xml",
    name="api-xzufi",
    words="Leistungen, Stellen, Onlinedienste und Zuständigkeiten als XZuFi; nicht gegen das XSD geprüft",
    media=XML,
    parameters=(KOMMUNE, VERSION),
)
def export(request: HttpRequest, kommune: str) -> Answer:
    """All of the city; dated by day, so that a copy stays good until tomorrow."""
    city = cities.kommune(kommune)
    version = one_of(request, "version", usual="2.3.1", possible=xzufi.VERSIONS)
    at = now().replace(hour=0, minute=0, second=0, microsecond=0)
    services = map(service, catalogue.all_of(kommune))
    return Answer(body=xzufi.export(services, city, version=version, at=at), filename=f"xzufi-{kommune}.xml")


def service(entry: LeistungOfCity) -> xzufi.Service:
    """As the rules want it."""
    url = absolute(reverse("leistung", args=[entry.kommune.key, entry.leistung.key]))
    return xzufi.Service(leistung=entry.leistung, texts=entry.texts, number=entry.number, url=url)
