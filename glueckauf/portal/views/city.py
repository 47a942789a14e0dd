"""/<kommune>/ : one city."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.core.clock import local_day, now
from glueckauf.identity.permissions import permission
from glueckauf.portal import queries


@permission("public")
@require_safe
def city(request: HttpRequest, kommune: str) -> HttpResponse:
    """Leistungen by topic and offices."""
    page = queries.city_page(kommune, language=get_language() or "de")
    return render(request, "portal/city.html", {"page": page, "kommune": page.kommune, "today": local_day(now()).weekday()})
