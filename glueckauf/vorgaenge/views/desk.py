"""The desk: worklist and case page."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.queries.worklist import DONE, VIEWS, Filter
from glueckauf.vorgaenge.views.downloads import attachment

LIST_KEYS = (("Zeile", ("j", "k")), ("Öffnen", ("↵",)), ("Suchen", ("/",)))
CASE_KEYS = (("Entscheiden", ("e",)), ("Nachfordern", ("n",)), ("Nachweis öffnen", ("d",)), ("Notiz", ("i",)))


@permission("vorgaenge.read")
def worklist(request: HttpRequest) -> HttpResponse:
    """What is due next first."""
    found = queries.worklist(request.actor, wanted_of(request), at=now())  # type: ignore[attr-defined]
    template = "vorgaenge/desk_liste.html" if request.headers.get("HX-Request") else "vorgaenge/desk_eingang.html"
    context = {"list": found, "wanted": wanted_of(request), "page_keys": LIST_KEYS, "section": "eingang", "desk_counts": counts_of(found)}
    return render(request, template, context)


def wanted_of(request: HttpRequest) -> Filter:
    """From the address; nonsense means all."""
    view = request.GET.get("ansicht", "offen")
    return Filter(
        view=view if view in VIEWS else "offen",
        leistung=request.GET.get("leistung", "")[:60],
        text=request.GET.get("q", "")[:100],
        after=after_of(request.GET.get("nach", ""), datetime if view == DONE else date),
    )


def after_of(typed: str, kind: type[date]) -> tuple[str, int] | None:
    """Where the page before ended: a day, or an instant in the list of what is done."""
    place, _, pk = typed.partition("_")
    try:
        return (kind.fromisoformat(place).isoformat(), int(pk)) if place else None
    except ValueError:
        return None


def counts_of(found: queries.Worklist) -> dict[str, str]:
    """For the header."""
    counts = {view.key: view.count_text for view in found.views}
    return {"inbox": counts["offen"], "approvals": counts["mitzeichnung"], "mailbox": found.mails}


@permission("vorgaenge.read")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Opening it is recorded; the citizen sees that."""
    return shown(request, number)


def shown(request: HttpRequest, number: str, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The case page, perhaps with what could not be done; for one that was deleted, when and by which rule."""
    actor, at = request.actor, now()  # type: ignore[attr-defined]
    try:
        found = actions.open_case(number, by=actor, at=at) if request.method == "GET" else queries.case(actor, number, at=at)
    except NotFound:
        gone = queries.deleted(actor, number)
        return render(request, "vorgaenge/desk_geloescht.html", {"gone": gone, "section": "eingang"}, status=410)
    context = {"case": found, "page_keys": CASE_KEYS, "section": "eingang", "refused": refused, "today": local_day(at), "at": at}
    return render(request, "vorgaenge/desk_vorgang.html", context, status=status)


@permission("vorgaenge.read")
def document(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Page images that we render, beside the questions a clerk answers."""
    found = queries.case(request.actor, number, at=now())  # type: ignore[attr-defined]
    paper = next((p for p in found.papers if p.key == str(key)), None)
    if paper is None:
        raise NotFound
    return render(
        request, "vorgaenge/desk_dokument.html", {"case": found, "paper": paper, "section": "eingang", "pages": range(paper.pages)}
    )


@permission("vorgaenge.read")
def page_image(request: HttpRequest, number: str, key: str, page: int) -> HttpResponse:
    """One page as an image."""
    images = queries.pages(request.actor, number, str(key))  # type: ignore[attr-defined]
    if page >= len(images):
        raise NotFound
    kind = "image/png" if images[page].startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(images[page], content_type=kind)


@permission("vorgaenge.read")
def original(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The file itself, as an attachment."""
    return attachment(queries.document(request.actor, number, str(key)))  # type: ignore[attr-defined]


@permission("vorgaenge.read")
def letter(request: HttpRequest, number: str, bescheid_id: int) -> HttpResponse:
    """The sealed letter as it went out."""
    return attachment(queries.letter(request.actor, number, bescheid_id), f"{number}.pdf", "application/pdf")  # type: ignore[attr-defined]


@permission("vorgaenge.read")
def request_letter(request: HttpRequest, number: str, nachforderung_id: int) -> HttpResponse:
    """A Nachforderung to print and post, for those who have no e-mail."""
    content = queries.request_letter(request.actor, number, nachforderung_id, at=now())  # type: ignore[attr-defined]
    return attachment(content, f"Nachforderung-{number}.pdf", "application/pdf")
