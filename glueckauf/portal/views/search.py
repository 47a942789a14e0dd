"""/suche/ : results, or everything from A to Z."""

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
    text, where, topic = (request.GET.get(name, "")[:LONGEST] for name in ("q", "ort", "thema"))
    if text:
        hit("search", address_of(request), limit=60, per=timedelta(minutes=1), at=now())
    page = queries.search_page(text=text, where=where, topic_key=topic, language=get_language() or "de")
    return render(request, "portal/search.html", {"page": page, "section": "leistungen"})
