"""/schreibtisch/netze/meldungen/ : what telemetry found, at the desk of the operator: who sees to it, where it leaks, who is dark."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.rules.alarms import Urgency
from glueckauf.supply.rules.outages import WORDS, Kind
from glueckauf.supply.views.desk import SLUGS, Desk, UnknownStep
from glueckauf.supply.views.outages import city_of
from glueckauf.telemetry import actions as telemetry

OF_NETWORK = {key: slug for slug, key in SLUGS.items()}
TAKE, PLACE, DRAFT, BACK = ("Übernehmen", ("a",)), ("Ort, Abschnitt", ("o",)), ("Als Entwurf", ("b",)), ("zurück", ("Esc",))


@permission("supply.read")
@require_GET
def overview(request: HttpRequest, network: str) -> HttpResponse:
    """All of a network, those that ended too."""
    desk = Desk(request)
    if network not in SLUGS:
        raise NotFound
    board = queries.board(desk.by, SLUGS[network], at=desk.at)
    return render(request, "supply/desk_meldungen.html", desk.page(network=network, word=WORDS[SLUGS[network]], board=board))


@permission("supply.read")
@require_GET
def alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """One: curves, what shows it, what to do next."""
    return alarm_page(request, Desk(request), alarm_id)


def alarm_page(request: HttpRequest, desk: Desk, alarm_id: int, *, problem: str = "", status: int = 200) -> HttpResponse:
    """With what went wrong, if something did."""
    found, row, shown = queries.desk_alarm_of(desk.by, alarm_id, at=desk.at)
    page = about(desk, found, shown) | {
        "plots": queries.curves(desk.by, row, shown, at=desk.at),
        "unknown": sorted(set(row.subjects) - {one.series for one in shown} - {one.device for one in shown}),
        "place_url": reverse("netz-meldung-ort", args=[alarm_id]),
        "page_keys": keys_of(found, shown),
        "problem": problem,
    }
    return render(request, "supply/desk_meldung.html", desk.page(**page), status=status)


def about(desk: Desk, found: queries.DeskAlarm, shown: tuple[queries.SensorRow, ...]) -> dict[str, Any]:
    """What every page of an alarm needs."""
    network = shown[0].network if shown else ("power" if found.urgency is Urgency.OUTAGE else "water")
    slug = OF_NETWORK[network]
    return {
        "alarm": found,
        "shown": shown,
        "network": slug,
        "word": WORDS[network],
        "page_keys": (BACK,),
        "zones": {one.zone for one in shown},
    }


def keys_of(found: queries.DeskAlarm, shown: tuple[queries.SensorRow, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the buttons of the page listen to."""
    if found.ended_at:
        return (BACK,)
    has_place = found.urgency is Urgency.OUTAGE or not shown or shown[0].network == "water"
    return (*(() if found.by else (TAKE,)), *((PLACE,) if has_place else ()), BACK)


@permission("supply.operate")
@require_http_methods(["POST"])
def step(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Somebody sees to it, or it is over. `netz`: the list to go back to."""
    desk = Desk(request)
    moves = {"uebernehmen": telemetry.acknowledge, "beenden": telemetry.end_alarm}
    move = moves.get(request.POST.get("tun", ""))
    try:
        if move is None:
            raise UnknownStep
        move(alarm_id, by=desk.by, at=desk.at)
    except NotFound:
        raise
    except Refused as refused:
        return alarm_page(request, desk, alarm_id, problem=said(refused), status=409)
    back = request.POST.get("netz", "")
    return redirect("netz", back) if back in SLUGS else redirect("netz-meldung", alarm_id)


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Where it leaks, or which section is dark; computed anew each time. POST drafts an outage of the dark section."""
    desk = Desk(request)
    found, _, shown = queries.desk_alarm_of(desk.by, alarm_id, at=desk.at)
    page = about(desk, found, shown)
    is_dark = found.urgency is Urgency.OUTAGE
    try:
        if not is_dark and request.method == "POST":
            raise UnknownStep
        located = actions.dark_section(alarm_id, by=desk.by) if is_dark else actions.locate_leak(alarm_id, by=desk.by, at=desk.at)
        if request.method == "POST":
            return redirect("netz-stoerung", drafted(desk, found, located).pk)
    except actions.NoPlace as refused:
        return render(request, "supply/desk_ort.html", desk.page(problem=said(refused), **page))
    except Refused as refused:
        return render(request, "supply/desk_ort.html", desk.page(problem=said(refused), **page), status=409)
    page |= {"dark": located, "page_keys": (DRAFT, BACK)} if is_dark else {"leak": located}
    return render(request, "supply/desk_ort.html", desk.page(**page))


def drafted(desk: Desk, found: queries.DeskAlarm, dark: dict[str, Any]) -> Any:
    """An outage nobody sees yet: began when the first meter fell silent."""
    return actions.draft_outage(
        "power",
        kommune=city_of(desk.operator, dark["dark"][0][2]),
        kind=Kind.FAULT,
        cause="unknown",
        streets=dark["streets"],
        addresses=dark["dark"],
        plan={"section": {key: dark[key] for key in ("kind", "element", "behind", "silent", "speaking")}, "revision": dark["revision"]},
        is_synthetic=dark["synthetic"],
        begins_at=found.since,
        expected_end=None,
        by=desk.by,
        at=desk.at,
    )
