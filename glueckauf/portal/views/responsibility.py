"""/zustaendigkeit/ : who is responsible, for a place and perhaps a Leistung."""

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
def responsibility(request: HttpRequest) -> HttpResponse:
    """`?ort=` is a postcode, a place, an address or a Regionalschlüssel; `?leistung=` one of ours or a key of the national catalogue."""
    text, service = (request.GET.get(name, "")[:LONGEST] for name in ("ort", "leistung"))
    if text:
        hit("place", address_of(request), limit=60, per=timedelta(minutes=1), at=now())
    page = queries.responsibility_page(text=text, service=service, language=get_language() or "de")
    return render(request, "portal/responsibility.html", {"page": page, "kommune": page.city, "section": "leistungen"})
