"""/api/v1/zustaendigkeit/ : which municipality a place belongs to, and which office answers for a Leistung there."""

from typing import Any

from django.http import HttpRequest

from glueckauf.api.described import OFFICE_SCHEMA, ags, listed, office, record
from glueckauf.api.serving import Answer, Parameter, WrongParameter, endpoint
from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import UnknownLeistung
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.gazetteer import Municipality

STRING = {"type": "string"}
PLACE = Parameter(name="ort", words="Postleitzahl, Ort oder Anschrift", example="44787")
LEISTUNG = Parameter(name="leistung", words="Schlüssel einer Leistung; ohne ihn nur die Gemeinde", example="hundesteuer-anmeldung")
MUNICIPALITY = record(
    {
        "ars": STRING,
        "ags": STRING,
        "name": STRING,
        "kommune": {"type": ["string", "null"]},
        "office": {"anyOf": [OFFICE_SCHEMA, {"type": "null"}]},
    }
)


@endpoint(
    "zustaendigkeit/",
    name="api-zustaendigkeit",
    words="Welche Gemeinde und welche Stelle zuständig ist; mehrere Gemeinden heißt: bitte nachfragen",
    schema=record({"ort": STRING, "found": STRING, "municipalities": listed(MUNICIPALITY)}),
    parameters=(PLACE, LEISTUNG),
)
def responsibility(request: HttpRequest) -> Answer:
    """`kommune` is null where the municipality is not part of this installation."""
    text, slug = request.GET.get("ort", "").strip(), request.GET.get("leistung", "").strip()
    if not text or len(text) > 200:
        raise WrongParameter(name="ort", reason="Bitte nennen Sie eine Postleitzahl oder einen Ort.")
    answer = cities.find_place(text)
    rows = [described(found, slug) for found in answer.municipalities]
    return Answer(body={"ort": text, "found": str(answer.found), "municipalities": rows})


def described(found: Municipality, slug: str) -> dict[str, Any]:
    """One municipality with the office there."""
    city = next((k for k in cities.kommunen() if k.ars == found.ars), None)
    answering = None
    if city and slug:
        try:
            key = catalogue.leistung(city.key, slug).leistung.office
        except UnknownLeistung:
            key = ""
        answering = next((office(o, city) for o in city.offices if o.key == key), None)
    return {"ars": found.ars, "ags": ags(found.ars), "name": found.full_name, "kommune": city.key if city else None, "office": answering}
