"""/schreibtisch/netze/strom/schaltung/ : a cable out, what to switch, each step judged; a POST keeps it as a draft for a second person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from glueckauf.core.error_pages import said
from glueckauf.core.errors import Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions
from glueckauf.supply.forms import StepsForm, TimesForm
from glueckauf.supply.rules.network_words import tight
from glueckauf.supply.rules.outages import Kind
from glueckauf.supply.rules.switching import written
from glueckauf.supply.views.desk import Desk
from glueckauf.supply.views.outages import city_of


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def switching(request: HttpRequest) -> HttpResponse:
    """`?element=r01-k2`: the proposal; with `schritte` what somebody wrote instead."""
    desk = Desk(request)
    asked = request.POST if request.method == "POST" else request.GET
    line, moment = asked.get("element", "").strip()[:120], desk.moment(request)
    steps = StepsForm(asked if "schritte" in asked else None)
    times = TimesForm(
        request.POST if request.method == "POST" else None, initial={"begins_at": desk.at.replace(second=0), "cause": "cable"}
    )
    plan: dict[str, Any] | None = None
    problem = ""
    if line:
        try:
            moves = steps.cleaned_data["schritte"] if steps.is_bound and steps.is_valid() else None
            if not steps.is_bound or moves is not None:
                plan = actions.plan_switching(line, day=moment.day, moves=moves, by=desk.by)
            if request.method == "POST" and moves is not None and times.is_valid():
                return redirect("netz-stoerung", drafted(desk, line, moves, moment.day, times, request.POST.getlist("zugestimmt")))
        except Refused as refused:
            problem = said(refused)
    page = desk.page(network="strom", word="Strom", line=line, steps=steps, times=times, plan=plan, problem=problem, moment=moment)
    if plan:
        page |= {
            "rows": [{**one, "tight": tight(one)} for one in plan["switches"]],
            "text": asked.get("schritte") or written(plan["switches"]),
        }
    failed = problem or steps.errors or times.errors
    return render(request, "supply/desk_schaltung.html", page, status=422 if failed else 200)


def drafted(desk: Desk, line: str, moves: Any, day: Any, times: TimesForm, agreed: list[str]) -> int:
    """The id of the draft. The plan is computed again: nothing of it comes from the browser but its steps."""
    begins_at = times.moment("begins_at")
    assert begins_at is not None, "the form needs it"
    return actions.draft_switching(
        line,
        day=day,
        moves=moves,
        agreed=agreed,
        kommune=city_of(desk.operator, ""),
        kind=Kind.PLANNED if begins_at > desk.at else Kind.FAULT,
        cause=times.cleaned_data["cause"],
        begins_at=begins_at,
        expected_end=times.moment("expected_end"),
        note=times.cleaned_data["note"],
        by=desk.by,
        at=desk.at,
    ).pk
