"""/schreibtisch/netze/<network>/… : one element, and what the map and the slider of the page load. Only of the own operator."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission
from glueckauf.supply import queries
from glueckauf.supply.rules.outages import WORDS
from glueckauf.supply.views.desk import Desk, key_of

LONGEST_ID = 120


@permission("supply.read")
@require_GET
def element(request: HttpRequest, network: str) -> HttpResponse:
    """`?id=…&art=line&zeit=…&tag=…`: its card."""
    desk, key, name = Desk(request), key_of(network), request.GET.get("id", "")
    if not name:
        return redirect("netz", network)
    if len(name) > LONGEST_ID:
        raise NotFound
    moment = desk.moment(request)
    card = queries.element_card(desk.by, key, name, request.GET.get("art", "")[:20], moment)
    measured = queries.element_measured(desk.by, key, card.id, at=desk.at) if card.kind == "node" else None
    page = desk.page(network=network, word=WORDS[key], key=key, card=card, measured=measured, moment=moment)
    return render(request, "supply/desk_element.html", page)


@permission("supply.read")
@require_safe
def grid_map(request: HttpRequest, network: str) -> HttpResponse:
    """Streets, lines, points and nodes, as GeoJSON."""
    desk = Desk(request)
    return private(HttpResponse(queries.network_map(desk.by, key_of(network)), content_type="application/json"))


@permission("supply.read")
@require_safe
def day(request: HttpRequest, network: str) -> HttpResponse:
    """All values of a day."""
    desk = Desk(request)
    return private(JsonResponse(queries.network_day(desk.by, key_of(network), desk.moment(request))))


def private(answer: HttpResponse) -> HttpResponse:
    """A grid stays out of every cache on the way."""
    answer["Cache-Control"] = "private, no-store"
    return answer
