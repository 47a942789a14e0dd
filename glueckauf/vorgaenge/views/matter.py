"""The citizen's own Vorgang: what she can see and do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from glueckauf.core import ratelimit
from glueckauf.core.clock import now
from glueckauf.core.templatetags.glueckauf import day, instant
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.rules.stage import OPEN, Stage
from glueckauf.vorgaenge.views.acting import NO_FILE, TOO_LARGE, acted
from glueckauf.vorgaenge.views.downloads import attachment
from glueckauf.vorgaenge.views.rates import MESSAGES
from glueckauf.vorgaenge.views.visitor import visitor


class TimeForm(forms.Form):
    """A later date for a Nachforderung."""

    until = forms.DateField(
        error_messages={"required": lazy("Tragen Sie ein Datum ein."), "invalid": lazy("Tragen Sie das Datum so ein: 24.12.2026.")}
    )
    reason = forms.CharField(required=False, max_length=500)


@permission("vorgaenge.own")
def overview(request: HttpRequest) -> HttpResponse:
    """Over all cities: hers first."""
    at = now()
    return render(request, "vorgaenge/meine.html", {"mine": queries.mine(visitor(request), at=at), "at": at, "section": "vorgaenge"})


@permission("vorgaenge.own")
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """One Vorgang."""
    return shown(request, number)


def shown(request: HttpRequest, number: str, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The page, perhaps with what could not be done."""
    by = visitor(request)
    found = queries.matter(by, number, at=now())
    context = {
        "stand": stand_of(found),
        "matter": found,
        "kommune": found.kommune,
        "section": "vorgaenge",
        "refused": refused,
        "payment": queries.payment_state(by, found),
        "is_back": "bezahlt" in request.GET,
    }
    return render(request, "vorgaenge/vorgang.html", context, status=status)


def done(request: HttpRequest, number: str, act: Callable[[], object]) -> HttpResponse:
    """One action, then the Vorgang again."""
    return acted(act, then=lambda _: redirect("vorgang", number=number), again=partial(shown, request, number))


@permission("vorgaenge.own")
@require_POST
def upload(request: HttpRequest, number: str, slot: int) -> HttpResponse:
    """Files into a slot; each is looked at before it is stored."""
    by, at = visitor(request), now()
    if getattr(request, "upload_too_large", False):
        return shown(request, number, refused=str(TOO_LARGE), status=413)
    files = request.FILES.getlist("file")
    if not files:
        return shown(request, number, refused=str(NO_FILE), status=422)
    queries.matter(by, number, at=at)  # nobody's files are inspected for a Vorgang that is not hers
    received = [actions.take_in(f, f.name or "", at=at) for f in files]
    return done(request, number, lambda: actions.add_to_slot(number, slot=slot, received=received, via="portal", by=by, at=at))


@permission("vorgaenge.own")
@require_POST
def message(request: HttpRequest, number: str) -> HttpResponse:
    """A question to the office."""
    by, at = visitor(request), now()
    ratelimit.hit("message", by.person, **MESSAGES, at=at)
    text = request.POST.get("text", "")[:10_000]
    return done(request, number, lambda: actions.message(number, text=text, by=by, at=at))


@permission("vorgaenge.own")
@require_POST
def more_time(request: HttpRequest, number: str) -> HttpResponse:
    """A wish; the office answers."""
    by, at = visitor(request), now()
    form = TimeForm(request.POST)
    if not form.is_valid():
        return shown(request, number, refused=" ".join(str(e) for errors in form.errors.values() for e in errors), status=422)
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    return done(request, number, lambda: actions.ask_for_time(number, until=until, reason=reason, by=by, at=at))


@permission("vorgaenge.own")
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """Asks once, then takes the Antrag back."""
    by, at = visitor(request), now()
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:500]
        act = actions.withdraw_all if "alle" in request.POST else actions.withdraw
        return done(request, number, lambda: act(number, reason=reason, by=by, at=at))
    found = queries.matter(by, number, at=at)
    return render(request, "vorgaenge/zurueckziehen.html", {"matter": found, "kommune": found.kommune, "section": "vorgaenge"})


@permission("vorgaenge.own")
@require_POST
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """To the provider's page; the same one however often she clicks."""
    started = actions.start_payment(number, return_url=f"/vorgaenge/{number}/?bezahlt=1", by=visitor(request), at=now())
    return redirect(started.redirect_url)


@permission("vorgaenge.own")
def bescheid(request: HttpRequest, number: str, bescheid_id: int) -> HttpResponse:
    """The sealed PDF. The first GET in time is the retrieval of § 41(2a) VwVfG."""
    by = visitor(request)
    if request.method == "GET":
        actions.retrieve(bescheid_id, by=by, at=now())
    return attachment(queries.letter(by, number, bescheid_id), f"{number}.pdf", "application/pdf")


@permission("vorgaenge.own")
def document(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """What she handed in herself."""
    return attachment(queries.document(visitor(request), number, str(key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of the timeline. state: done, now, open."""

    title: str
    time: str
    state: str


def stand_of(found: queries.Matter) -> list[Mark]:
    """What happened and where it stands, oldest first. What comes is said only where its day is certain."""
    marks = [Mark(title=_("Eingegangen"), time=instant(found.submitted_at), state="done")]
    marks += [Mark(title=_("Angaben korrigiert"), time=instant(c.at), state="done") for c in reversed(found.corrections.sent)]
    for request in reversed(found.requests):
        if not request.is_open and request.missing:
            continue  # the matter ended before she answered
        until = _("Sie, bis {day}").format(day=day(request.reply_by))
        title = _("Nachweise nachgereicht") if not request.is_open else _("Nachweise nachreichen")
        marks.append(Mark(title=title, time=until if request.is_open else "", state="now" if request.is_open else "done"))
    for decision in reversed(found.decisions):
        marks.append(Mark(title=_("Entschieden"), time=instant(decision.at), state="done"))
        if decision.announced_on:
            marks.append(Mark(title=_("Bekannt gegeben"), time=day(decision.announced_on), state="done"))
    if found.stage in OPEN and not found.task:
        marks.append(Mark(title=_("Das Amt prüft"), time="", state="now"))
    if found.stage in OPEN:
        marks.append(Mark(title=_("Entscheidung"), time="", state="open"))
    if found.stage == Stage.WITHDRAWN:
        marks.append(Mark(title=_("Zurückgezogen"), time="", state="done"))
    return marks
