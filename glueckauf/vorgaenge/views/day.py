"""The desk: who comes today, arrived or not, and taking a slot out."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from glueckauf.cities import actions as cities
from glueckauf.core.clock import local_day, now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries


@permission("vorgaenge.appointments")
def day_list(request: HttpRequest) -> HttpResponse:
    """Termine heute, or on the day in the address."""
    return shown(request, day_of(request.GET.get("tag", "")))


@permission("vorgaenge.appointments")
@require_POST
def slot(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Takes a slot out or gives it back."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    try:
        if "frei" in request.POST:
            cities.unblock(slot_id, offices=by.offices, by=by, at=at)
        else:
            cities.block(slot_id, offices=by.offices, reason=request.POST.get("reason", ""), by=by, at=at)
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, day_of(request.POST.get("tag", "")), refused=said(refused), status=refused.status)
    return back(request)


@permission("vorgaenge.appointments")
@require_POST
def visit(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Arrived, or not appeared."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    cities.record_visit(booking_id, offices=by.offices, came="da" in request.POST, by=by, at=at)
    return back(request)


@permission("vorgaenge.appointments")
@require_POST
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """The office cannot receive her: the slot is free, she hears by mail."""
    try:
        actions.cancel_appointment(number, reason="Vom Amt abgesagt.", by=request.actor, at=now())  # type: ignore[attr-defined]
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, day_of(request.POST.get("tag", "")), refused=said(refused), status=refused.status)
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """To the same day."""
    also_free = "&alle=1" if "alle" in request.POST else ""
    return redirect(f"{reverse('termine')}?tag={day_of(request.POST.get('tag', '')).isoformat()}{also_free}")


def day_of(typed: str) -> date:
    """Nonsense means today."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return local_day(now())


def shown(request: HttpRequest, wanted: date, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The list."""
    context = {
        "list": queries.day(request.actor, wanted),  # type: ignore[attr-defined]
        "before": wanted - timedelta(days=1),
        "after": wanted + timedelta(days=1),
        "today": local_day(now()),
        "all": "alle" in request.GET or "alle" in request.POST,
        "section": "termine",
        "refused": refused,
    }
    return render(request, "vorgaenge/desk_termine.html", context, status=status)
