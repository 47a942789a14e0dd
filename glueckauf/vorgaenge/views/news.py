"""What a new revision means for a person half way: the page, and how the pages of the form lead to it."""

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.clock import now
from glueckauf.identity.permissions import permission
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.views.ticket import must_sign_in, sign_in_first, ticket, ticketed
from glueckauf.vorgaenge.views.visitor import visitor

REVISION = re.compile("[0-9]{1,18}")


@ticketed
@permission("vorgaenge.own")
def news(request: HttpRequest, key: str) -> HttpResponse:
    """The list; POST: she has read it and is led to the first thing to do."""
    by, at = visitor(request), now()
    if must_sign_in(request):
        return redirect(sign_in_first(reverse("antrag-neuerungen", args=[key])))
    if request.method == "POST":
        actions.read_news(str(key), by=by, at=at)
        return onward(str(key), by, at)
    page = queries.news_page(by, str(key))
    if page.news is None:
        return onward(str(key), by, at)
    service = page.draft.service
    context = {
        "draft": page.draft,
        "news": page.news,
        "kommune": service.kommune,
        "leistung": service.leistung,
        "ticket": ticket(page.draft.key, by, at),
        "section": "leistungen",
    }
    return render(request, "vorgaenge/neuerungen.html", context)


def onward(key: str, by: Citizen | Guest, at: datetime) -> HttpResponse:
    """To the first question without a good answer, else to the answers to check."""
    found = queries.check(by, key, at=at)
    section = queries.first_to_do(found.draft, tuple(error.path for error in found.missing))
    return redirect("antrag-schritt", key=key, section=section) if section else redirect("antrag-pruefen", key=key)


def up_to_date(draft: queries.Draft, *, by: Citizen | Guest, at: datetime) -> tuple[queries.Draft, str]:
    """The draft on its current revision, and the address of the page she has to see first; empty when nothing changes for her."""
    current = queries.newer(draft)
    if current is None:
        return draft, address(draft) if draft.has_news and not draft.correcting else ""
    waits = actions.rebase(draft.key, onto=current.revision_id, by=by, at=at)
    return queries.draft(by, draft.key), address(draft) if waits else ""


def address(draft: queries.Draft) -> str:
    """Of the page that tells her."""
    return reverse("antrag-neuerungen", args=[draft.key])


def revision_of(request: HttpRequest) -> int:
    """The revision a page was made from; 0 when it does not say."""
    said = request.POST.get("revision", "")
    return int(said) if REVISION.fullmatch(said) else 0


def service_of_page(request: HttpRequest, current: catalogue.LeistungOfCity) -> catalogue.LeistungOfCity:
    """The first page of a form that was shown before a new revision: what she typed is read as it was asked, then brought up to date."""
    revision_id = revision_of(request)
    if not revision_id or revision_id == current.revision_id:
        return current
    try:
        shown = catalogue.revision(revision_id)
    except catalogue.UnknownLeistung:
        return current
    is_hers = (shown.kommune.key, shown.leistung.key) == (current.kommune.key, current.leistung.key)
    return shown if is_hers and shown.leistung.can_be_started else current
