"""/schreibtisch/netze/aufgrabungen/ : trenches of other people in the networks of this operator, with plan. Cities see none of it."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from glueckauf.core.clock import BERLIN, local_day
from glueckauf.identity.permissions import permission
from glueckauf.supply import queries
from glueckauf.supply.queries import TrenchPlan
from glueckauf.supply.rules.trench_plan import Drawing, drawing, geojson
from glueckauf.supply.views.desk import Desk, download

DRAWING = "supply/teile/graben.svg"


@permission("supply.read")
@require_GET
def trenches(request: HttpRequest) -> HttpResponse:
    """Those that count first, by their first day."""
    desk = Desk(request)
    page = desk.page(network="aufgrabungen", trenches=queries.desk_trenches(desk.by, today=local_day(desk.at)))
    return render(request, "supply/desk_aufgrabungen.html", page)


@permission("supply.read")
@require_GET
def trench(request: HttpRequest, trench_id: int) -> HttpResponse:
    """One of them with all that lies in it now."""
    desk = Desk(request)
    plan = queries.trench_plan(desk.by, trench_id)
    made = drawing(plan.trench.ring, plan.seen)
    page = desk.page(network="aufgrabungen", plan=plan, trench=plan.trench, drawing=made, svg=svg(plan, made))
    return render(request, "supply/desk_aufgrabung.html", page)


def svg(plan: TrenchPlan, made: Drawing) -> str:
    """The drawing, the same on the page and in the PDF."""
    return render_to_string(DRAWING, {"plan": made, "label": f"Plan des Grabens {plan.trench.where}, Norden ist oben"})


@permission("supply.read")
@require_GET
def trench_pdf(request: HttpRequest, trench_id: int) -> HttpResponse:
    """The plan on paper."""
    desk = Desk(request)
    plan = queries.trench_plan(desk.by, trench_id)
    made = drawing(plan.trench.ring, plan.seen)
    content = queries.plan_as_pdf(
        plan, operator=desk.operator.full_name, drawing=svg(plan, made), scale=made.scale, at=desk.at.astimezone(BERLIN)
    )
    return download(content, "application/pdf", f"aufgrabung-{plan.trench.number}.pdf")


@permission("supply.read")
@require_GET
def trench_geojson(request: HttpRequest, trench_id: int) -> HttpResponse:
    """The plan for a map program."""
    plan = queries.trench_plan(Desk(request).by, trench_id)
    found = plan.trench
    about: dict[str, object] = {"number": found.number, "city": found.kommune, "where": found.where, "state": found.state}
    about |= {"begins": f"{found.begins}", "ends": f"{found.ends}", "synthetic": plan.is_synthetic}
    content = json.dumps(geojson(found.ring, plan.seen, about=about), ensure_ascii=False).encode()
    return download(content, "application/geo+json", f"aufgrabung-{found.number}.geojson")
