"""/staedte.css : the colours of the cities from kommunen/, so that no page needs an inline style."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from glueckauf.cities import queries as cities
from glueckauf.identity.permissions import permission
from glueckauf.portal.rules.colours import sheet


def etag(request: HttpRequest) -> str:
    """Changes with the sheet."""
    return f'"{sha256(sheet(cities.kommunen()).encode()).hexdigest()[:16]}"'


@permission("public")
@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=etag)
def colours(request: HttpRequest) -> HttpResponse:
    """One rule per city, and one for pages of all cities."""
    return HttpResponse(sheet(cities.kommunen()), content_type="text/css; charset=utf-8")
