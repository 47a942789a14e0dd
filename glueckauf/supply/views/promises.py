"""/schreibtisch/netze/zusagen/ : devices that have a place in the grid of an operator, and the button that says one is connected."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.rules.reservations import STAND_WORDS, State

PER_PAGE = 50
SLUGS = {"wartet": State.WAITING, "geprueft": State.PENDING, "zugesagt": State.ACCEPTED, "am-netz": State.CONNECTED}


@permission("supply.read")
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Those of one state, the latest first."""
    return shown(request, request.GET.get("stand", "zugesagt"))


def shown(request: HttpRequest, slug: str, *, problem: str = "") -> HttpResponse:
    """The page; with a problem after a button that did nothing."""
    if slug not in SLUGS:
        raise NotFound
    by = request.actor  # type: ignore[attr-defined]
    counts = queries.counts_of_devices(by)
    pages = Paginator(range(counts.get(SLUGS[slug], 0)), PER_PAGE)
    page = pages.get_page(request.GET.get("seite"))
    rows = queries.devices(by, SLUGS[slug], first=max(page.start_index() - 1, 0), count=PER_PAGE)
    states = [(key, STAND_WORDS[state], counts.get(state, 0)) for key, state in SLUGS.items()]
    values = {"rows": rows, "page": page, "states": states, "stand": slug, "problem": problem, "section": "netze"}
    return render(request, "supply/desk_zusagen.html", values, status=409 if problem else 200)


@permission("supply.operate")
@require_POST
def connected(request: HttpRequest, vorgang_id: int) -> HttpResponse:
    """It stands and runs; whoever has to enter it in the Marktstammdatenregister gets a mail."""
    try:
        actions.connect_device(vorgang_id, by=request.actor, at=now())  # type: ignore[attr-defined]
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, "zugesagt", problem=said(refused))
    return redirect("netz-zusagen")
