"""/fortschritt/ and /<kommune>/fortschritt/ : how far the cities are, counted, not claimed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.identity.permissions import permission
from glueckauf.portal import queries


@permission("public")
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """All cities."""
    return render(request, "portal/progress.html", {"page": queries.progress_page()})


@permission("public")
@require_safe
def city(request: HttpRequest, kommune: str) -> HttpResponse:
    """One city, each Leistung."""
    page = queries.city_progress(kommune, language=get_language() or "de")
    return render(request, "portal/city_progress.html", {"page": page, "kommune": page.kommune})
