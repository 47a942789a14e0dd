"""All Leistungen of the city for its administrator, and the ways to begin a new one: from nothing, as a copy, from a FIM file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.actions.take_over import begin_from_fim
from glueckauf.catalogue.queries import editing as drafts
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.editor.keys import slug_from
from glueckauf.catalogue.rules.editor.posted import line
from glueckauf.catalogue.rules.editor.services import VIEWS, chosen, counted
from glueckauf.catalogue.views.editor.common import done, posted
from glueckauf.core.clock import now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.strict_yaml import Broken
from glueckauf.forms.xdatenfelder import MOST_BYTES, read_codelist
from glueckauf.identity.permissions import permission

KEYS = (("Zeile", ("j", "k")), ("Öffnen", ("↵",)), ("Neue Leistung", ("n",)), ("Suchen", ("/",)))
NAME_MISSING = "Geben Sie der Leistung einen Namen, so wie Menschen sie nennen."
NO_FILE = "Wählen Sie die Datei mit dem Stammdatenschema aus."
TOO_LARGE = "Die Datei ist zu groß für ein Stammdatenschema."
TOO_MANY_LISTS = "Das sind zu viele Codelisten auf einmal. Möglich sind 15."
MOST_LISTS = 15  # a request carries 20 files at most
COPY_MISSING = "Wählen Sie die Leistung, die Sie kopieren möchten."
COPY_BROKEN = "Diese Leistung lässt sich gerade nicht kopieren, weil ihre Vorlage Fehler hat."


@permission("catalogue.edit")
def overview(request: HttpRequest) -> HttpResponse:
    """By name. `ansicht` and `q` narrow the list; POST opens the draft of a service, begun if there is none."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("leistung"):
        return opened(request)
    found = drafts.overview(by, at=at)
    view, words = request.GET.get("ansicht", ""), request.GET.get("q", "")[:100]
    context = {
        "section": "leistungen",
        "page_keys": KEYS,
        "rows": chosen(found.rows, view, words),
        "views": [(key, text, counted(found.rows, key)) for key, text in VIEWS],
        "view": view,
        "q": words,
        "kommune": found.kommune,
    }
    return render(request, "catalogue/editor/overview.html", context)


def opened(request: HttpRequest) -> HttpResponse:
    """The draft of one service."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    slug = line(posted(request), "leistung")
    row = next((row for row in drafts.overview(by, at=at).rows if row.slug == slug), None)
    if row is None:
        raise NotFound
    if row.draft_id is not None:
        return redirect("leistung-angaben", row.draft_id)
    kind = DraftKind.OWN if row.kind == DraftKind.OWN else DraftKind.OVERRIDE
    draft = editing.start_draft(slug, kind=kind, by=by, at=at)
    return done("leistung-angaben", "begonnen", draft.pk)


@permission("catalogue.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Three ways to begin."""
    ways = {"leer": begun, "kopie": copied, "fim": from_fim}
    way = ways.get(request.POST.get("weg", "")) if request.method == "POST" else None
    return way(request) if way else new_page(request)


def new_page(request: HttpRequest, *, errors: dict[str, str] | None = None, refused: str = "", status: int = 200) -> HttpResponse:
    """What was typed stays."""
    found = drafts.overview(request.actor, at=now())  # type: ignore[attr-defined]
    context = {
        "section": "leistungen",
        "services": [(row.slug, row.name) for row in found.rows],
        "rows": [(f"e-{name}", text) for name, text in (errors or {}).items()],
        "faults": {name.replace("-", "_"): text for name, text in (errors or {}).items()},
        "refused": refused,
        "typed": {name.replace("-", "_"): value for name, value in request.POST.items()},
    }
    return render(request, "catalogue/editor/new.html", context, status=422 if errors else status)


def free_slug(request: HttpRequest, name: str) -> str:
    """An address nobody has here."""
    found = drafts.overview(request.actor, at=now())  # type: ignore[attr-defined]
    return slug_from(name, frozenset(row.slug for row in found.rows))


def begun(request: HttpRequest) -> HttpResponse:
    """From nothing but a name."""
    name = line(posted(request), "name")[:120]
    if not name:
        return new_page(request, errors={"name": NAME_MISSING})
    return started(request, name, "")


def copied(request: HttpRequest) -> HttpResponse:
    """As this city offers it today."""
    name, of = line(posted(request), "kopie-name")[:120], line(posted(request), "kopie-von")
    errors = {} if name else {"kopie-name": NAME_MISSING}
    errors |= {} if of else {"kopie-von": COPY_MISSING}
    return new_page(request, errors=errors) if errors else started(request, name, of)


def started(request: HttpRequest, name: str, copy_of: str) -> HttpResponse:
    """The draft with its name."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    try:
        draft = editing.start_draft(free_slug(request, name), copy_of=copy_of, kind=DraftKind.OWN, by=by, at=at)
        editing.save_part(draft.pk, part="leistung.name", value=name, seen=draft.current, by=by, at=at)
    except NotFound:
        raise
    except Refused as reason:
        return new_page(request, refused=said(reason), status=reason.status)
    except Broken:
        return new_page(request, refused=COPY_BROKEN, status=409)
    return done("leistung-angaben", "begonnen", draft.pk)


def from_fim(request: HttpRequest) -> HttpResponse:
    """A form from a Stammdatenschema and the code lists beside it, with the list of what a person has to settle."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    name = line(posted(request), "fim-name")[:120]
    schemas, lists = request.FILES.getlist("fim-datei"), request.FILES.getlist("fim-listen")
    errors = wrong_files(request, schemas, lists)
    if errors:
        return new_page(request, errors=errors)
    codelists = []
    for file in lists:
        codelists.append(file.read())
        if reason := what_is_wrong(codelists[-1]):
            return new_page(request, errors={"fim-listen": f"{file.name}: {reason}"})
    try:
        slug = free_slug(request, name or "fim")
        taken: Any = begin_from_fim(schemas[0].read(), codelists=codelists, name=name, slug=slug, by=by, at=at)
    except Refused as reason:
        return new_page(request, errors={"fim-datei": said(reason)})
    return render(request, "catalogue/editor/taken.html", {"section": "leistungen", "taken": taken})


def wrong_files(request: HttpRequest, schemas: list[Any], lists: list[Any]) -> dict[str, str]:
    """None, too many, or too large."""
    if len(schemas) != 1:
        return {"fim-datei": TOO_LARGE if getattr(request, "upload_too_large", "") else NO_FILE}
    if (schemas[0].size or 0) > MOST_BYTES:
        return {"fim-datei": TOO_LARGE}
    if len(lists) > MOST_LISTS:
        return {"fim-listen": TOO_MANY_LISTS}
    big = next((file for file in lists if (file.size or 0) > MOST_BYTES), None)
    return {"fim-listen": f"{big.name} ist zu groß für eine Codeliste."} if big else {}


def what_is_wrong(codelist: bytes) -> str:
    """Place and reason; empty: it can be read."""
    try:
        read_codelist(codelist)
    except Refused as reason:
        return said(reason)
    return ""
