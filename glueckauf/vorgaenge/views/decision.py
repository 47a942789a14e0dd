"""Deciding: choose the ending, see the letter and what it causes, sign. Nothing is stored before the signature."""

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.forms import DecisionForm
from glueckauf.vorgaenge.rules.stage import Ending
from glueckauf.vorgaenge.views.work import done

DECISION_KEYS = (("Ergebnis wählen", ("1", "2", "3", "4")), ("Abschließen", ("Strg ↵",)), ("Zurück", ("Esc",)))


@permission("vorgaenge.decide")
def bescheid(request: HttpRequest, number: str) -> HttpResponse:
    """GET and a POST with `preview` show the page with the letter as typed so far; any other POST signs."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    found = queries.case(by, number, at=at)
    if request.method == "GET" and not found.can_decide:
        return redirect("schreibtisch-vorgang", number=number)
    form = form_of(request, found)
    seen = request.POST.get("answers", "")[:9]
    signs = request.method == "POST" and "preview" not in request.POST
    if signs and form.is_valid():
        wording = form.wording()
        act = lambda: actions.decide(  # noqa: E731 - one call with its words
            number,
            ending=wording.ending,
            conditions=wording.conditions,
            reasons=wording.reasons,
            answers_seen=int(seen) if seen.isdecimal() else None,
            by=by,
            at=at,
        )
        return done(request, number, act)
    return render(
        request,
        "vorgaenge/desk_entscheiden.html",
        {"case": found, "form": form, "errors": form.errors if signs else {}, **shown(request, found, form), **PAGE},
        status=422 if signs else 200,
    )


PAGE = {"section": "eingang", "page_keys": DECISION_KEYS}


def form_of(request: HttpRequest, found: queries.Case) -> DecisionForm:
    """As typed; an address may bring an ending along."""
    endings = queries.allowed_endings(found)
    if not endings:
        raise NotFound
    return DecisionForm(
        request.POST or None, endings=endings, service=found.service, answers=found.answers, ending=request.GET.get("ending", "")
    )


def shown(request: HttpRequest, found: queries.Case, form: DecisionForm) -> dict[str, object]:
    """Letter, effects and dates of what is chosen."""
    actor, at, wording = request.actor, now(), form.wording()  # type: ignore[attr-defined]
    grants = wording.ending in {Ending.GRANT, Ending.CONDITIONS}
    pictures = queries.letter_pictures(actor, found.number, wording, at=at)
    return {
        "wording": wording,
        "pictures": [f"data:image/png;base64,{b64encode(picture).decode()}" for picture in pictures],
        "effects": queries.would_cause(found.service.leistung, found.answers) if grants else (),
        "outlook": queries.outlook_of(found, wording.ending, local_day(at)),
        "needs_second": queries.needs_second(found, wording.ending),
        "undo_minutes": settings.GLUECKAUF.undo_minutes,
    }


@permission("vorgaenge.read")
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as a PDF marked as a draft: what was typed (POST), what was signed and waits for a second person (GET), or an ending."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    found = queries.case(by, number, at=at)
    signed = queries.signed_wording(found)
    wording = signed if signed and request.method == "GET" else form_of(request, found).wording()
    response = HttpResponse(queries.letter_preview(by, number, wording, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="Entwurf-{number}.pdf"'
    return response
