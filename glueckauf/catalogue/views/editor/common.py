"""What all pages of one draft share: header and tabs, one way to save and to show what was refused. Nothing typed is lost on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries import editing as drafts
from glueckauf.catalogue.queries.drafted import Drafted, drafted
from glueckauf.catalogue.queries.trying import Trial, trial
from glueckauf.catalogue.rules.editor.conflict import differences
from glueckauf.catalogue.rules.editor.header import Header, header
from glueckauf.catalogue.rules.editor.posted import Posted
from glueckauf.core.clock import local_day, now
from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused

KEYS = (
    ("Feld dazu", ("a",)),
    ("Nächstes, voriges Feld", ("j", "k")),
    ("Beispiele", ("r",)),
    ("Vorschau", ("v",)),
    ("Rückgängig", ("u",)),
    ("Sichern", ("Strg ↵",)),
)
SAID = {
    "gesichert": "Gesichert.",
    "bewegt": "Verschoben.",
    "geloescht": "Gelöscht. Mit „Rückgängig“ holen Sie es zurück.",
    "zurueck": "Die letzte Änderung ist zurückgenommen.",
    "neu": "Angelegt. Geben Sie ihm jetzt seine Worte.",
    "begonnen": "Der Entwurf ist angelegt. Veröffentlicht ist noch nichts.",
    "angefragt": "Die Freigabe ist angefragt. Eine zweite Person schaut jetzt darauf.",
    "zurueckgegeben": "Der Entwurf ist wieder zur Bearbeitung frei.",
    "uebernommen": "Die Dateien sind übernommen.",
}
WITHOUT_CHECKS = ("examples", "example", "seen", "lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a save did not count, with both versions where two people wrote."""

    text: str
    status: int
    seen: int
    differences: tuple[Any, ...] = ()
    who: str = ""


def posted(request: HttpRequest) -> Posted:
    """All texts by name."""
    return dict(request.POST.lists())


def seen(request: HttpRequest, draft: Drafted) -> int:
    """The version the page was made from; what cannot be one counts as the first, which refuses most."""
    text = request.POST.get("version", "")[:9]
    return min(int(text), draft.version) if text.isdecimal() and int(text) > 0 else 1


def load(request: HttpRequest, draft_id: int) -> Drafted:
    """The draft of the clerk's city. Raises NotFound."""
    return drafted(request.actor, draft_id)  # type: ignore[attr-defined]


def trial_of(request: HttpRequest, draft: Drafted) -> Trial:
    """The answers previews start with. Which example was chosen stays for the whole session, whatever is edited meanwhile."""
    kept = f"vorschau-{draft.id}"
    if "beispiel" in request.GET:
        request.session[kept] = request.GET["beispiel"][:4]
    return trial(draft, str(request.session.get(kept, "")), today=local_day(now()))


def attempt(act: Callable[[], Any], draft: Drafted) -> Refusal | Any:
    """What the action gave, or why it was refused. A foreign draft stays not found."""
    try:
        return act()
    except NotFound:
        raise
    except editing.EditedMeanwhile as reason:
        return Refusal(
            text=said(reason),
            status=reason.status,
            seen=reason.version,
            differences=differences(reason.theirs, reason.mine),
            who=str(reason.values.get("who", "")),
        )
    except Refused as reason:
        return Refusal(text=said(reason), status=reason.status, seen=draft.version)


def save(request: HttpRequest, draft: Drafted, part: str, value: Any) -> Refusal | int:
    """Writes one part as the person at the screen."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    found: Refusal | int = attempt(
        lambda: editing.save_part(draft.id, part=part, value=value, seen=seen(request, draft), by=by, at=at), draft
    )
    return found


def done(name: str, word: str, *where: object, anchor: str = "") -> HttpResponse:
    """To a page, with a word about what happened."""
    response = redirect(name, *where)
    response["Location"] += f"?gut={word}{anchor}"
    response.status_code = 303
    return response


def show(
    request: HttpRequest,
    draft: Drafted,
    template: str,
    tab: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    more: Callable[[drafts.DraftPage], Mapping[str, Any]] = lambda page: {},
    **context: Any,
) -> HttpResponse:
    """A page of the draft with its header. `errors` in the context: by the name of the input, for summary and inputs.

    `more` adds what needs the judged draft.
    """
    page = drafts.draft_page(request.actor, draft.id, at=now())  # type: ignore[attr-defined]
    errors: Mapping[str, str] = context.pop("errors", {})
    context = {
        **around(request, draft, page, tab),
        "has_checks": template not in WITHOUT_CHECKS,
        "seen": refusal.seen if refusal else seen(request, draft) if request.method == "POST" else draft.version,
        "refused": refusal.text if refusal else "",
        "conflict": refusal if refusal and refusal.differences else None,
        "rows": [(f"e-{name}", text) for name, text in errors.items()],
        "faults": {name.replace("-", "_"): text for name, text in errors.items()},
        **context,
        **more(page),
    }
    return render(request, f"catalogue/editor/{template}.html", context, status=refusal.status if refusal else status)


def around(request: HttpRequest, draft: Drafted, page: drafts.DraftPage, tab: str) -> dict[str, Any]:
    """Head, tabs and what the person may do."""
    top: Header = header(page, tab)
    return {
        "draft": top,
        "page": page,
        "tab": tab,
        "tab_name": top.tab_name,
        "section": "leistungen",
        "page_keys": KEYS,
        "can_edit": draft.is_open,
        "is_own": draft.is_own,
        "said": SAID.get(request.GET.get("gut", ""), ""),
    }
