"""/api/v1/kommunen/ : the cities."""

from django.http import HttpRequest

from glueckauf.api import described
from glueckauf.api.described import KOMMUNE_SCHEMA, listed, record
from glueckauf.api.serving import Answer, endpoint
from glueckauf.cities import queries as cities


@endpoint("kommunen/", name="api-kommunen", words="Alle Städte mit ihren Schlüsseln", schema=record({"kommunen": listed(KOMMUNE_SCHEMA)}))
def kommunen(request: HttpRequest) -> Answer:
    """All of them; they are few."""
    return Answer(body={"kommunen": [described.kommune(city) for city in cities.kommunen()]})
