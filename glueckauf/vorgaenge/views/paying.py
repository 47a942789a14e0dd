"""Payments that need a person: accept with a note, or send the money back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.acting import acted


@permission("vorgaenge.payments")
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The list."""
    return shown(request)


def shown(request: HttpRequest, *, refused: str = "", at_row: int = 0, status: int = 200) -> HttpResponse:
    """The list, perhaps with what could not be done and at which row."""
    found = queries.payment_questions(request.actor, at=now())  # type: ignore[attr-defined]
    context = {"list": found, "section": "zahlungen", "desk_counts": {"payments": found.total}, "refused": refused, "at_row": at_row}
    return render(request, "vorgaenge/desk_zahlungen.html", context, status=status)


def done(request: HttpRequest, payment_id: int, act: Callable[[], Any], said: str) -> HttpResponse:
    """One action, then the list with what was done."""

    def then(vorgang: Any) -> HttpResponse:
        messages.success(request, said.format(number=vorgang.number))
        return redirect("zahlungen")

    return acted(act, then=then, again=partial(shown, request, at_row=payment_id))


@permission("vorgaenge.payments")
@require_POST
def acceptance(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The money is good as it is."""
    by, at, text = request.actor, now(), request.POST.get("text", "")[:500]  # type: ignore[attr-defined]
    said = "Angenommen. Die Notiz steht in der Akte von {number}."
    return done(request, payment_id, lambda: actions.accept_payment(payment_id, text=text, by=by, at=at), said)


@permission("vorgaenge.payments")
@require_POST
def refund(request: HttpRequest, payment_id: int) -> HttpResponse:
    """All of it goes back."""
    by, at, text = request.actor, now(), request.POST.get("text", "")[:500]  # type: ignore[attr-defined]
    said = "Die Erstattung zu {number} ist beauftragt. Der Bezahldienst überweist das Geld zurück."
    return done(request, payment_id, lambda: actions.refund_payment(payment_id, text=text, by=by, at=at), said)
