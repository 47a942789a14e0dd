"""What a clerk does to a case: each POST is one action, then the case again; a refusal is said on the page."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.forms import CompleteForm, DispatchForm, FeeForm
from glueckauf.vorgaenge.views.acting import acted
from glueckauf.vorgaenge.views.desk import shown


def done(request: HttpRequest, number: str, act: Callable[[], object]) -> HttpResponse:
    """One action, then the case again."""
    return acted(act, then=lambda _: redirect("schreibtisch-vorgang", number=number), again=partial(shown, request, number))


@permission("vorgaenge.work")
@require_POST
def assignment(request: HttpRequest, number: str) -> HttpResponse:
    """Take it, or give it to a colleague."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    wanted = request.POST.get("clerk", "")
    return done(request, number, lambda: actions.assign(number, clerk_id=int(wanted) if wanted.isdigit() else by.id, by=by, at=at))


@permission("vorgaenge.work")
@require_POST
def talk(request: HttpRequest, number: str) -> HttpResponse:
    """A note, or a message to the citizen."""
    by, at, text = request.actor, now(), request.POST.get("text", "")[:5000]  # type: ignore[attr-defined]
    act = actions.message if request.POST.get("kind") == "message" else actions.note
    return done(request, number, lambda: act(number, text=text, by=by, at=at))


@permission("vorgaenge.work")
@require_POST
def completeness(request: HttpRequest, number: str) -> HttpResponse:
    """Complete on."""
    by, at, form = request.actor, now(), CompleteForm(request.POST)  # type: ignore[attr-defined]
    if not form.is_valid():
        return shown(request, number, refused="Tragen Sie den Tag so ein: 24.12.2026.", status=422)
    return done(request, number, lambda: actions.set_complete(number, complete_on=form.cleaned_data["complete_on"], by=by, at=at))


@permission("vorgaenge.work")
@require_POST
def fee(request: HttpRequest, number: str) -> HttpResponse:
    """The fee as a person sets it."""
    by, at, form = request.actor, now(), FeeForm(request.POST)  # type: ignore[attr-defined]
    if not form.is_valid():
        return shown(request, number, refused=" ".join(str(e) for errors in form.errors.values() for e in errors), status=422)
    return done(
        request, number, lambda: actions.set_fee(number, total_cents=form.cents(), reason=form.cleaned_data["reason"], by=by, at=at)
    )


@permission("vorgaenge.work")
@require_POST
def review(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """A document is in order, or rejected with a reason."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    reason = "" if "accept" in request.POST else request.POST.get("reason", "").strip()[:300]
    if "accept" not in request.POST and not reason:
        return shown(request, number, refused="Schreiben Sie, was fehlt. Die Person liest diesen Satz.", status=422)
    return done(request, number, lambda: actions.review(number, document=str(key), reason=reason, by=by, at=at))


@permission("vorgaenge.work")
@require_POST
def extension(request: HttpRequest, number: str, extension_id: int) -> HttpResponse:
    """More time: yes or no."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    act = actions.grant_time if "grant" in request.POST else actions.refuse_time
    return done(request, number, lambda: act(number, extension=extension_id, by=by, at=at))


@permission("vorgaenge.decide")
@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Within the minutes to think again."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    return done(request, number, lambda: actions.take_back(number, by=by, at=at))


@permission("vorgaenge.decide")
@require_POST
def revocation(request: HttpRequest, number: str) -> HttpResponse:
    """After it went out."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    return done(request, number, lambda: actions.revoke(number, reason=request.POST.get("reason", "")[:1000], by=by, at=at))


@permission("vorgaenge.work")
@require_POST
def dispatch(request: HttpRequest, number: str) -> HttpResponse:
    """abgeschickt am."""
    by, at, form = request.actor, now(), DispatchForm(request.POST)  # type: ignore[attr-defined]
    if not form.is_valid():
        return shown(request, number, refused="Tragen Sie den Tag so ein: 24.12.2026.", status=422)
    day: date = form.cleaned_data["on"]
    return done(request, number, lambda: actions.dispatch(number, on=day, by=by, at=at))


@permission("vorgaenge.approve")
@require_POST
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """The second signature, or back with a reason."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    if "approve" in request.POST:
        return done(request, number, lambda: actions.approve(number, by=by, at=at))
    return done(request, number, lambda: actions.send_back(number, reason=request.POST.get("reason", "")[:1000], by=by, at=at))
