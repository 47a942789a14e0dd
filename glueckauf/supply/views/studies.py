"""/schreibtisch/netze/studien/ : studies of a whole grid: estimate, start, progress, cancel, resume, result."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.plots import of_evidence
from glueckauf.identity.permissions import permission
from glueckauf.supply import actions, queries
from glueckauf.supply.forms import HostingForm, LeaksForm, OutagesForm
from glueckauf.supply.queries import StudyPage
from glueckauf.supply.rules.studies import COLUMNS, WORDS, Kind, State, facts, in_words, readable
from glueckauf.supply.rules.study_plots import plots
from glueckauf.supply.views.desk import SLUGS, Desk, UnknownStep

KINDS = {"aufnahme": Kind.HOSTING, "ausfall": Kind.OUTAGES, "rohrbruch": Kind.LEAKS}
FORMS: Mapping[Kind, type[forms.Form]] = {Kind.HOSTING: HostingForm, Kind.OUTAGES: OutagesForm, Kind.LEAKS: LeaksForm}
ROWS = 50


@permission("supply.read")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All of the operator, and what may be started."""
    desk = Desk(request)
    rows = [(one, WORDS[one.kind], in_words(one.kind, one.asked)) for one in queries.studies(desk.by)]
    page = desk.page(studies=rows, kinds=[(slug, WORDS[kind]) for slug, kind in KINDS.items()], network="strom")
    return render(request, "supply/studien.html", page)


@permission("supply.operate")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """What would be computed and how long it takes; a POST starts it. It is planned again then: nothing of it comes from the browser."""
    desk = Desk(request)
    if kind not in KINDS:
        raise NotFound
    asked = request.POST if request.method == "POST" else request.GET
    form, planned = FORMS[KINDS[kind]](asked or None), None
    if form.is_bound and form.is_valid():
        try:
            planned = actions.plan_study(KINDS[kind], asked=form.cleaned_data, by=desk.by)
            if request.method == "POST":
                return redirect("netz-studie", actions.start_study(planned, by=desk.by, at=desk.at))
        except Refused as refused:
            form.add_error(None, said(refused))
    page = desk.page(form=form, planned=planned, kind=kind, word=WORDS[KINDS[kind]], network="strom")
    return render(request, "supply/studie_neu.html", page, status=422 if form.errors else 200)


@permission("supply.read")
@require_GET
def study(request: HttpRequest, study_id: int) -> HttpResponse:
    """Progress, then the result, 50 rows a page."""
    desk = Desk(request)
    return shown(request, desk, queries.study(desk.by, study_id))


def shown(request: HttpRequest, desk: Desk, found: StudyPage, problem: str = "") -> HttpResponse:
    """The page. Who asked for the progress only and finds that it ended loads it whole."""
    if request.headers.get("HX-Request") and not found.is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    rows = queries.study_rows(desk.by, found.id) if found.state is State.FINISHED else []
    last = max(1, -(-len(rows) // ROWS))
    wanted = request.GET.get("seite", "")
    number = min(max(int(wanted), 1), last) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    slug = next(slug for slug, key in SLUGS.items() if key == found.network)
    page = desk.page(
        study=found,
        word=WORDS[found.kind],
        asked=in_words(found.kind, found.asked),
        facts=facts(found.kind, rows) if rows else (),
        columns=COLUMNS[found.kind],
        rows=[cells(found, row) for row in rows[(number - 1) * ROWS : number * ROWS]],
        count=len(rows),
        pages=(number, last),
        plots=of_evidence({"plots": plots(found.kind, rows)}) if rows else (),
        problem=problem,
        network=slug,
    )
    return render(request, "supply/studie.html", page, status=409 if problem else 200)


def cells(found: StudyPage, row: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Values with the kind of their column."""
    told = readable(found.kind, row, int(found.about.get("steps", 0)))
    return [(told[column.key], column.kind) for column in COLUMNS[found.kind]]


@permission("supply.operate")
@require_POST
def move(request: HttpRequest, study_id: int) -> HttpResponse:
    """Cancelled or resumed."""
    desk = Desk(request)
    verbs = {"abbrechen": actions.cancel_study, "fortsetzen": actions.resume_study}
    verb = verbs.get(request.POST.get("tun", ""))
    try:
        if verb is None:
            raise UnknownStep
        verb(study_id, by=desk.by, at=desk.at)
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, desk, queries.study(desk.by, study_id), said(refused))
    return redirect("netz-studie", study_id)


@permission("supply.read")
@require_GET
def table(request: HttpRequest, study_id: int) -> HttpResponse:
    """All rows of a finished study as CSV."""
    desk = Desk(request)
    found = queries.study(desk.by, study_id)
    if found.state is not State.FINISHED:
        raise NotFound
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.head for column in COLUMNS[found.kind]])
    writer.writerows([plain(value) for value, _ in cells(found, row)] for row in queries.study_rows(desk.by, study_id))
    writer.writerow([f"Netzmodell {found.revision}, {', '.join(found.solvers)}{', synthetisches Netz' if found.is_synthetic else ''}"])
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="studie-{found.id}.csv"'
    return answer


def plain(value: Any) -> str:
    """As a spreadsheet reads it in German; what would be a formula is text: ids come from files."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value).replace(".", ",")
    return f"'{value}" if str(value)[:1] in "=+-@\t\r" and value else str(value)
