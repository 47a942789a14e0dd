"""/schreibtisch/netze/… : closures to plan, outages and what they may become, interruptions of a year."""

import csv
import io
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import OperatorData, TenantData
from glueckauf.core.clock import local_day
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.forms import ChangeForm, PlaceForm, TimesForm
from glueckauf.supply.queries.outages import DeskOutage
from glueckauf.supply.rules.outages import WORDS, Kind, needs_two
from glueckauf.supply.rules.switching import undoing
from glueckauf.supply.views.desk import SLUGS, Desk, UnknownStep

KEPT = ("valves", "held", "verify", "first", "short", "hydrants", "stuck", "length_m", "solver", "revision", "place", "assumed")


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest) -> HttpResponse:
    """A place in, a plan out; a POST keeps it as a draft. The plan is computed again then: nothing of it comes from the browser."""
    desk = Desk(request)
    asked = request.POST if request.method == "POST" else request.GET
    form = PlaceForm(asked if asked else None, initial={"postcode": ""})
    times = TimesForm(request.POST if request.method == "POST" else None, initial={"begins_at": desk.at.replace(second=0), "cause": "leak"})
    plan: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        try:
            plan = actions.plan_closure(**form.cleaned_data, by=desk.by)
            if request.method == "POST" and times.is_valid():
                return redirect("netz-stoerung", drafted(desk, plan, times).pk)
        except Refused as refused:
            form.add_error(None, said(refused))
    page = desk.page(network="wasser", word="Wasser", form=form, times=times, plan=plan)
    return render(request, "supply/desk_absperrung.html", page, status=422 if form.errors or times.errors else 200)


def drafted(desk: Desk, plan: dict[str, Any], times: TimesForm) -> Any:
    """As an outage nobody sees yet."""
    begins_at = times.moment("begins_at")
    assert begins_at is not None, "the form needs it"
    return actions.draft_outage(
        "water",
        kommune=city_of(desk.operator, plan["place"]["postcode"]),
        kind=Kind.PLANNED if begins_at > desk.at else Kind.FAULT,
        cause=times.cleaned_data["cause"],
        streets=plan["streets"],
        addresses=plan["dry"],
        plan={key: plan[key] for key in KEPT},
        is_synthetic=plan["synthetic"],
        begins_at=begins_at,
        expected_end=times.moment("expected_end"),
        note=times.cleaned_data["note"],
        by=desk.by,
        at=desk.at,
    )


def city_of(operator: TenantData, postcode: str) -> str:
    """The city it serves in which this postcode lies, else the first; a city is its own."""
    if not isinstance(operator, OperatorData):
        return operator.key
    served = [one.kommune for one in operator.serves]
    return next((city.key for city in cities.by_postcode(postcode) if city.key in served), served[0])


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def outage(request: HttpRequest, outage_id: int) -> HttpResponse:
    """One outage with its plan, and what it may become."""
    desk = Desk(request)
    found = queries.desk_outage(desk.by, outage_id)
    change = ChangeForm(request.POST or None, initial={"expected_end": found.expected_end, "note": found.note})
    problem = ""
    if request.method == "POST":
        try:
            if moved(request.POST.get("tun", ""), found, change, desk.by, desk.at):
                return redirect("netz-stoerung", outage_id)
        except NotFound:
            raise
        except Refused as refused:
            problem = said(refused)
            found = queries.desk_outage(desk.by, outage_id)
    slug = next(slug for slug, key in SLUGS.items() if key == found.network)
    page = desk.page(network=slug, word=WORDS[found.network], outage=found, change=change, problem=problem)
    page |= {"needs_two": needs_two(found.plan), "undoing": undoing(found.plan.get("switches", ()), {one.element for one in found.kept})}
    return render(request, "supply/desk_stoerung.html", page, status=409 if problem else 422 if change.errors else 200)


def moved(verb: str, found: DeskOutage, change: ChangeForm, by: Any, at: datetime) -> bool:
    """Does it. False: the form is wrong. Raises UnknownStep."""
    plain = {
        "ankuendigen": actions.announce_outage,
        "beginnen": actions.begin_outage,
        "beenden": actions.end_outage,
        "absagen": actions.withdraw_outage,
    }
    if verb in plain:
        plain[verb](found.id, by=by, at=at)
        return True
    if verb != "aendern":
        raise UnknownStep
    if not change.is_valid():
        return False
    actions.change_outage(found.id, expected_end=change.moment("expected_end"), note=change.cleaned_data["note"], by=by, at=at)
    return True


@permission("supply.read")
@require_GET
def interruptions(request: HttpRequest) -> HttpResponse:
    """`?jahr=2026`: all that ended in a year, as § 52 EnWG asks of each interruption of power and gas: start, end, cause, customers."""
    desk = Desk(request)
    wanted = request.GET.get("jahr", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else local_day(desk.at).year
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("Netz", "Art", "Ursache", "Beginn", "Ende", "Minuten", "Anschlüsse", "synthetisch"))
    writer.writerows(queries.interruptions(desk.by, year))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="unterbrechungen-{year}.csv"'
    return answer
