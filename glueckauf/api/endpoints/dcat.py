"""/api/v1/<kommune>/dcat.jsonld : the entry for an open-data catalogue, DCAT-AP.de 3.0. Not held against its validator."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from glueckauf.api.described import KOMMUNE, ags
from glueckauf.api.serving import BASE, JSON_LD, Answer, absolute, endpoint
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.supply.queries import operators_of

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
# Facts of publication: themes "government and public sector" and "energy", licence and contributor lists of GovData.
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
LICENCE = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"


@endpoint(
    "<slug:kommune>/dcat.jsonld",
    name="api-dcat",
    words="Eintrag für Open-Data-Kataloge (DCAT-AP.de)",
    media=JSON_LD,
    schema={"type": "object", "required": ["@context", "@id", "@type", "dcat:dataset"]},
    parameters=(KOMMUNE,),
)
def dcat(request: HttpRequest, kommune: str) -> Answer:
    """A catalogue of two datasets: the Leistungen of the city, and the outages of its networks where an operator is known."""
    city = cities.kommune(kommune)
    return Answer(body={"@context": CONTEXT, **catalogue(city)})


def catalogue(city: KommuneData) -> dict[str, Any]:
    """The city's catalogue."""
    publisher = {"@id": absolute(f"/{city.key}/"), "@type": "foaf:Organization", "foaf:name": city.full_name}
    return {
        "@id": absolute(f"/{BASE}/{city.key}/dcat.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": f"Offene Daten {city.full_name}",
        "dct:description": f"Verwaltungsleistungen der {city.full_name} und Störungen der Netze {city.locative} als offene Daten.",
        "dct:publisher": publisher,
        "dcat:dataset": [found | published(city, publisher) for found in (services(city), *outages(city))],
    }


def published(city: KommuneData, publisher: dict[str, str]) -> dict[str, Any]:
    """What every dataset says. GovData wants a contributorID: a city that has none yet names none, not a guess."""
    return {
        "@type": "dcat:Dataset",
        **({"dcatde:contributorID": {"@id": city.contributor}} if city.contributor else {}),
        "dcatde:politicalGeocodingURI": {"@id": f"{GEOCODING}{ags(city.ars)}"},
        "dcatde:licenseAttributionByText": city.full_name,
        "dct:publisher": {"@id": publisher["@id"]},
    }


def services(city: KommuneData) -> dict[str, Any]:
    """The Leistungen with their distributions."""
    base = absolute(f"/{BASE}/{city.key}/leistungen")
    return {
        "@id": f"{base}/",
        "dct:title": f"Leistungen der {city.full_name}",
        "dct:description": f"Name, Zuständigkeit, Leistungsschlüssel und Adresse jeder Leistung {city.locative}.",
        "dcat:theme": {"@id": f"{THEME}GOVE"},
        "dcat:keyword": ["Leistungen", "Verwaltung", city.name],
        "dcat:distribution": [distribution(f"{base}/", "JSON", "JSON"), distribution(f"{base}.csv", "CSV", "Tabelle (CSV)")],
    }


def outages(city: KommuneData) -> list[dict[str, Any]]:
    """The outages of its networks; none where nobody who runs one is known."""
    operators = operators_of(city.key)
    if not operators:
        return []
    base = absolute(f"/{BASE}/{city.key}/stoerungen")
    found = {
        "@id": absolute(reverse("stoerungen", args=[city.key])),
        "dct:title": f"Störungen der Versorgungsnetze {city.locative}",
        "dct:description": "Wo Strom, Wasser, Gas oder Wärme ausfallen oder ausfallen werden, nach Straßen und Hausnummern, mit Ursache "
        f"und voraussichtlichem Ende. Von: {', '.join(sorted(one.full_name for one in operators))}.",
        "dcat:theme": {"@id": f"{THEME}ENER"},
        "dcat:keyword": ["Störungen", "Strom", "Wasser", "Gas", "Wärme", city.name],
        "dcat:distribution": [distribution(f"{base}.geojson", "GEOJSON", "GeoJSON"), distribution(f"{base}.csv", "CSV", "Tabelle (CSV)")],
    }
    return [found]


def distribution(url: str, kind: str, title: str) -> dict[str, Any]:
    """One file."""
    return {
        "@id": f"{url}#{kind.lower()}",
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": url},
        "dct:format": {"@id": f"{FILE_TYPE}{kind}"},
        "dct:license": {"@id": LICENCE},
    }
