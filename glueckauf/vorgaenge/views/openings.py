"""The desk of the administration: when offices take appointments, days on which they take nobody, and who is away."""

from datetime import date, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from glueckauf.cities import actions as cities
from glueckauf.cities import queries
from glueckauf.core.clock import local_day, now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.identity.queries import clerk_names, clerks_of
from glueckauf.vorgaenge.queries import bookable
from glueckauf.vorgaenge.views.opening_forms import WEEKDAYS, AbsenceForm, ClosureForm, HoursForm


@permission("vorgaenge.openings")
def overview(request: HttpRequest) -> HttpResponse:
    """All hours; a POST adds some. What is wrong is said at its field, nothing is half stored."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    form = hours_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            room = cities.enter_room(given["office"], name=given["name"], site=given["site"], by=by, at=at)
            for weekday in given["days"]:
                more = {name: given[name] for name in ("people", "leistungen", "source")}
                cities.enter_opening(room.pk, hours=form.hours(weekday), **more, by=by, at=at)
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            return redirect("oeffnungszeiten")
    return shown(request, form)


@permission("vorgaenge.openings")
@require_POST
def end(request: HttpRequest, opening_id: int) -> HttpResponse:
    """No more appointments by these hours; who has booked still comes."""
    booked = cities.end_opening(opening_id, by=request.actor, at=now())  # type: ignore[attr-defined]
    return redirect(f"{reverse('oeffnungszeiten')}?gebucht={booked}")


@permission("vorgaenge.openings")
@require_POST
def closure(request: HttpRequest) -> HttpResponse:
    """A day without appointments; who has booked is told by a person."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    form = ClosureForm(offices_of(request), request.POST)
    if not form.is_valid():
        return shown(request, hours_form(request), closing=form)
    day: date = form.cleaned_data["day"]
    booked = cities.close_day(form.cleaned_data["office"], day=day, reason=form.cleaned_data["reason"], by=by, at=at)
    return redirect(f"{reverse('oeffnungszeiten')}?gebucht={booked}")


@permission("vorgaenge.openings")
@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    """One appointment fewer at each time; who comes although nobody is there for her is told by a person."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    form = absence_form(request, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        first_day, last_day = given["first_day"], given["last_day"] or given["first_day"]
        try:
            booked = cities.enter_absence(given["room"], clerk=given["clerk"], first_day=first_day, last_day=last_day, by=by, at=at)
        except NotFound:
            raise
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            return redirect(f"{reverse('oeffnungszeiten')}?zuviel={booked}")
    return shown(request, hours_form(request), missing=form)


@permission("vorgaenge.openings")
@require_POST
def absence_end(request: HttpRequest, absence_id: int) -> HttpResponse:
    """She is back."""
    cities.end_absence(absence_id, by=request.actor, at=now())  # type: ignore[attr-defined]
    return redirect("oeffnungszeiten")


def hours_form(request: HttpRequest, posted: object = None) -> HoursForm:
    """With the offices of her city and what people can book there."""
    initial = {"first_day": local_day(now()), "opens": time(8), "closes": time(12)}
    return HoursForm(offices_of(request), bookable(request.actor.tenant), posted, initial=initial)  # type: ignore[attr-defined]


def absence_form(request: HttpRequest, posted: object = None) -> AbsenceForm:
    """With the rooms in use and those who work in their offices."""
    tenant = request.actor.tenant  # type: ignore[attr-defined]
    found = queries.rooms(tenant)
    colleagues = {pk: name for office in {r.office for r in found} for pk, name in clerks_of(tenant, office)}
    return AbsenceForm(found, colleagues, posted)


def offices_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Of the administrator's city."""
    return [(o.key, o.name) for o in queries.tenant(request.actor.tenant).offices]  # type: ignore[attr-defined]


def shown(request: HttpRequest, form: HoursForm, *, closing: ClosureForm | None = None, missing: AbsenceForm | None = None) -> HttpResponse:
    """The page."""
    context = {
        "rows": rows_of(request),
        "overruled": queries.overruled(request.actor.tenant),  # type: ignore[attr-defined]
        "absences": absences_of(request),
        "form": form,
        "closing": closing or ClosureForm(offices_of(request)),
        "missing": missing or absence_form(request),
        "booked": number_in(request.GET.get("gebucht", "")),
        "too_many": number_in(request.GET.get("zuviel", "")),
        "section": "termine",
    }
    is_wrong = any(f is not None and f.errors for f in (form, closing, missing))
    return render(request, "vorgaenge/desk_oeffnungszeiten.html", context, status=422 if is_wrong else 200)


def rows_of(request: HttpRequest) -> list[dict[str, object]]:
    """Hours with the names of office, weekday and matters."""
    tenant = request.actor.tenant  # type: ignore[attr-defined]
    offices, matters = dict(offices_of(request)), {b.leistung: b.name for b in bookable(tenant)}
    return [
        {
            "row": row,
            "office": offices.get(row.office, row.office),
            "weekday": (*WEEKDAYS, "Sonntag")[row.weekday],
            "only": [matters.get(key, key) for key in row.leistungen],
        }
        for row in queries.openings(tenant)
    ]


def absences_of(request: HttpRequest) -> list[dict[str, object]]:
    """Who is away, with her name where the office said it."""
    rows = queries.absences(request.actor.tenant, since=local_day(now()))  # type: ignore[attr-defined]
    names = clerk_names(frozenset(int(r.clerk.removeprefix("clerk:")) for r in rows if r.clerk))
    return [{"row": r, "who": names.get(int(r.clerk.removeprefix("clerk:")), "") if r.clerk else ""} for r in rows]


def number_in(text: str) -> int | None:
    """Nonsense says nothing."""
    return int(text) if text.isdecimal() and len(text) < 6 else None
