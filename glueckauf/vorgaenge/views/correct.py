"""Correct answers after handing in: the form again, prefilled; old and new side by side; sent once."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.acting import acted
from glueckauf.vorgaenge.views.matter import shown
from glueckauf.vorgaenge.views.visitor import visitor


@permission("vorgaenge.own")
@require_POST
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Begins, gives up or sends a correction. What refuses is said on the page it came from."""
    by, at = visitor(request), now()
    if "discard" in request.POST:
        actions.discard_correction(number, by=by, at=at)
        return redirect("vorgang", number=number)
    if "send" in request.POST:
        return send(request, number)
    return acted(
        lambda: actions.start_correction(number, by=by, at=at),
        then=lambda antrag: redirect("antrag-pruefen", key=antrag.key),
        again=partial(shown, request, number),
    )


def send(request: HttpRequest, number: str) -> HttpResponse:
    """Once, however often she clicks."""
    by, at = visitor(request), now()
    try:
        actions.send_correction(number, by=by, at=at)
    except (actions.NothingChanged, actions.Incomplete, actions.PaidFeeWouldChange) as refused:
        found = queries.check(by, queries.matter(by, number, at=at).antrag_key, at=at)
        return correction_page(request, found, refused=said(refused), status=422)
    except NotFound:
        raise
    except Refused as refused:
        return shown(request, number, refused=said(refused), status=refused.status)
    return redirect("vorgang", number=number)


def correction_page(request: HttpRequest, found: queries.Check, *, refused: str = "", status: int = 200) -> HttpResponse:
    """What changes, the fee before and after, all answers with their way back into the form."""
    draft, page = found.draft, queries.correction_of(found)
    context = {
        "kommune": draft.service.kommune,
        "leistung": draft.service.leistung,
        "draft": draft,
        "page": page,
        "summary": found.sections,
        "missing": found.missing_with_sections if page.differences else [],
        "refused": refused,
        "keep": queries.keep_their_answers(visitor(request), draft.correcting),
        "section": "vorgaenge",
    }
    return render(request, "vorgaenge/korrektur.html", context, status=status)
