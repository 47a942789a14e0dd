"""/<kommune>/leistungen/ and /<kommune>/leistungen/<14 digits>/ : the national catalogue as this city's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.identity.permissions import permission
from glueckauf.portal import queries

LONGEST = 120


@permission("public")
@require_safe
def overview(request: HttpRequest, kommune: str) -> HttpResponse:
    """`?buchstabe=`, `?thema=` or `?lage=`, and `?seite=`."""
    start, topic, situation, number = (request.GET.get(name, "")[:LONGEST] for name in ("buchstabe", "thema", "lage", "seite"))
    page = queries.catalogue_page(
        kommune,
        start=start,
        topic=topic,
        situation=situation,
        number=int(number) if number.isascii() and number.isdigit() else 1,
        language=get_language() or "de",
    )
    return render(request, "portal/catalogue.html", {"page": page, "kommune": page.kommune, "section": "leistungen"})


@permission("public")
@require_safe
def entry(request: HttpRequest, kommune: str, key: str) -> HttpResponse:
    """What is known; a Leistung of ours has its own page."""
    page = queries.national_page(kommune, key)
    if page.ours:
        return redirect("leistung", kommune=kommune, slug=page.ours)
    return render(request, "portal/national.html", {"page": page, "kommune": page.kommune, "section": "leistungen"})
