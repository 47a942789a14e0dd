"""An appointment, for the one who comes: keep a time while filling in; move, cancel, wait for an earlier one. By sign-in or by link."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glueckauf.cities.actions import SlotTaken
from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused, TooManyAttempts
from glueckauf.forms import read, visible
from glueckauf.forms.calendar import calendar
from glueckauf.forms.schema import Section
from glueckauf.forms.shown import Shown
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest, Rule
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.by_code import NumberForm
from glueckauf.vorgaenge.views.downloads import attachment
from glueckauf.vorgaenge.views.rates import HOLDS, LETTER_CODES
from glueckauf.vorgaenge.views.visitor import visitor

SESSION = "termin"
HELD = timedelta(hours=1)
Ref = int | str


def kept(draft: queries.Draft, section: Section, found: read.Read, *, by: Citizen | Guest, at: datetime) -> read.Read:
    """What was read, with the picked slot kept for her; where somebody was faster, with an error instead. Nothing else is lost."""
    for field in visible.fields(section, found.values):
        picked = found.values.get(field.key)
        if field.type != "appointment" or not picked:
            continue
        try:
            ratelimit.hit("termin-halten", by.person, **HOLDS, at=at)
            answer = actions.hold_time(draft.key, picked, by=by, at=at)
        except (SlotTaken, TooManyAttempts) as taken:
            rest = {key: value for key, value in found.values.items() if key != field.key}
            return replace(found, values=rest, errors=(*found.errors, read.FieldError(field.key, said(taken))))
        return replace(found, values=found.values | {field.key: answer})
    return found


@permission("vorgaenge.own")
def own(request: HttpRequest, number: str) -> HttpResponse:
    """From "Meine Vorgänge"."""
    return page(request, visitor(request), number)


@permission("vorgaenge.own")
def own_file(request: HttpRequest, number: str) -> HttpResponse:
    """For her calendar."""
    return calendar_of(request, visitor(request), number)


@permission("vorgaenge.appointment_by_code")
def number_and_code(request: HttpRequest) -> HttpResponse:
    """From the link in the mail, sent by the button: a mail program that looks at links opens nothing."""
    given = {"nummer": request.GET.get("nummer", "")[:60], "code": request.GET.get("code", "")[:60]}
    form = NumberForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        at = now()
        ratelimit.hit("termin", ratelimit.address_of(request), **LETTER_CODES, at=at)
        found = queries.by_appointment_code(form.cleaned_data["nummer"], form.cleaned_data["code"], at=at)
        if found is not None:
            request.session.cycle_key()
            request.session[SESSION] = {"tenant": found[0], "vorgang": found[1], "until": (at + HELD).timestamp()}
            return redirect("termin-aendern")
        form.add_error(
            "code", _("Nummer und Code passen nicht zusammen, oder der Code gilt nicht mehr. Vergleichen Sie beide mit der E-Mail.")
        )
    return render(request, "vorgaenge/termin_code.html", {"form": form, "section": "vorgaenge"}, status=422 if form.errors else 200)


@permission("vorgaenge.appointment_by_code")
def by_link(request: HttpRequest) -> HttpResponse:
    """While this browser has shown number and code: this appointment, nothing else of the Vorgang."""
    held = request.session.get(SESSION)
    if not held or held["until"] <= now().timestamp():
        return redirect("termin")
    return page(request, Rule(tenant=held["tenant"], name="termin-link"), held["vorgang"])


@permission("vorgaenge.appointment_by_code")
def link_file(request: HttpRequest) -> HttpResponse:
    """For her calendar."""
    held = request.session.get(SESSION)
    if not held or held["until"] <= now().timestamp():
        return redirect("termin")
    return calendar_of(request, Rule(tenant=held["tenant"], name="termin-link"), held["vorgang"])


def page(request: HttpRequest, by: Citizen | Guest | Rule, ref: Ref) -> HttpResponse:
    """The appointment; a POST changes it."""
    at = now()
    if request.method != "POST":
        return shown(request, by, ref)
    acts: dict[str, Callable[[], None]] = {
        "absagen": lambda: actions.cancel_appointment(ref, by=by, at=at),
        "warten": lambda: actions.wait_for_earlier(ref, by=by, at=at),
        "nicht_warten": lambda: actions.stop_waiting(ref, by=by, at=at),
        "nehmen": lambda: actions.move_appointment(ref, slot=number_in(request.POST.get("nehmen", "")), by=by, at=at),
    }
    act = next((acts[name] for name in acts if name in request.POST), None)
    if act is None:
        picked = request.POST.get("termin", "").partition("|")[0]
        if not picked:
            return shown(request, by, ref, error=_("Bitte wählen Sie einen Termin."), status=422)
        act = lambda: actions.move_appointment(ref, slot=number_in(picked), by=by, at=at)  # noqa: E731
    try:
        act()
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, by, ref, error=said(refused), status=refused.status)
    return redirect(f"{request.path}?geaendert=1")


def number_in(text: str) -> int:
    """Nonsense is a slot that does not exist."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def shown(request: HttpRequest, by: Citizen | Guest | Rule, ref: Ref, *, error: str = "", status: int = 200) -> HttpResponse:
    """The page, perhaps with what could not be done."""
    found = queries.appointment_page(by, ref, at=now())
    field = Shown(
        template="formlanguage/appointment.html",
        name="termin",
        label=_("Neuer Termin"),
        body=calendar(found.free, "termin", ""),
        error=error,
        described_by="termin-fehler" if error else "",
    )
    context = {
        "page": found,
        "kommune": found.kommune,
        "field": field,
        "section": "vorgaenge",
        "is_changed": "geaendert" in request.GET,
        "is_by_link": isinstance(by, Rule),
    }
    return render(request, "vorgaenge/termin.html", context, status=status)


def calendar_of(request: HttpRequest, by: Citizen | Guest | Rule, ref: Ref) -> HttpResponse:
    """The .ics file."""
    found = queries.appointment_page(by, ref, at=now())
    url = f"{settings.GLUECKAUF.base_url}{reverse('vorgang', args=[found.number])}"
    return attachment(queries.appointment_file(found, url=url, at=now()), f"Termin-{found.number}.ics", "text/calendar")
