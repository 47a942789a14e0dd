"""/suche/ : results, or everything from A to Z. /suche/vorschlaege/ : what words typed so far lead to; the search box fetches it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from glueckauf.core.clock import now
from glueckauf.core.ratelimit import address_of, hit
from glueckauf.identity.permissions import permission
from glueckauf.portal import queries

LONGEST = 200


@permission("public")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Looks once; what was typed stays in the box."""
    text, where, topic, audience, way = (request.GET.get(name, "")[:LONGEST] for name in ("q", "ort", "thema", "fuer", "weg"))
    if text:
        hit("search", address_of(request), limit=120, per=timedelta(minutes=1), at=now())
    language = get_language() or "de"
    page = queries.search_page(text=text, where=where, topic_key=topic, audience=audience, way=way, language=language)
    return render(request, "portal/search.html", {"page": page, "section": "leistungen"})


@permission("public")
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A page like any other; htmx takes the list out of it."""
    text, where = (request.GET.get(name, "")[:LONGEST] for name in ("q", "ort"))
    hit("suggest", address_of(request), limit=240, per=timedelta(minutes=1), at=now())
    links = queries.suggestions(text=text, where=where, language=get_language() or "de")
    return render(request, "portal/suggestions.html", {"text": text, "links": links, "section": "leistungen"})
