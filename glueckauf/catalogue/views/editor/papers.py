"""The tab of documents to hand in: one after the other, each with its reason, what is accepted and when it is needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.rules.editor import conditions, sheets
from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.catalogue.rules.editor.field_page import acted
from glueckauf.catalogue.rules.editor.keys import key_from
from glueckauf.catalogue.rules.editor.posted import german, line
from glueckauf.catalogue.rules.editor.sheets import Entry, Sheet
from glueckauf.catalogue.rules.editor.tree import askable, dicts, understood
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, posted, save, seen, show
from glueckauf.catalogue.views.editor.sheets import said
from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission

TAB = "leistung-nachweise"
PART = "leistung.nachweise"
SHEET = Sheet(
    title="Nachweis",
    entries=(
        Entry(path=("label",), label="Name", shape="words", needed="Geben Sie dem Nachweis einen Namen."),
        Entry(path=("why",), label="Warum er gebraucht wird", shape="long", needed="Schreiben Sie, was der Nachweis zeigt."),
        Entry(
            path=("accepts",), label="Was genügt", shape="long", needed="Schreiben Sie, was angenommen wird, zum Beispiel: Foto oder PDF."
        ),
        Entry(path=("most_pages",), label="Höchstens so viele Seiten", shape="count", default="20"),
        Entry(
            path=("only_if",),
            label="Die Bedingung in eigenen Worten",
            shape="words",
            hint="Folgt auf „nur wenn:“. Leer: aus der Bedingung.",
        ),
    ),
)


def rows(draft: Drafted) -> list[dict[str, Any]]:
    """All documents of the Leistung."""
    return dicts(draft.leistung.get("nachweise"))


@permission("catalogue.edit")
def papers(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The list. POST begins a new one; in a shared service it says which ones the city does not ask for."""
    draft = load(request, draft_id)
    if request.method != "POST":
        return listed(request, draft)
    if not draft.is_own:
        return left_out(request, draft)
    taken = {str(row.get("key", "")) for row in rows(draft)}
    value = {"key": key_from("nachweis", taken, otherwise="nachweis"), "label": "Neuer Nachweis", "why": "", "accepts": "Foto oder PDF."}
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.insert_item(draft.id, part=PART, value=value, seen=draft.version, by=by, at=at), draft)
    if isinstance(result, Refusal):
        return listed(request, draft, refusal=result)
    return done("leistung-nachweis", "neu", draft.id, value["key"], anchor="#feld")


def left_out(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """Documents a city does not ask for."""
    keys = [str(row.get("key", "")) for row in rows(draft)]
    kept = [name for name in draft.said.get("without", []) if name not in keys]
    gone = [key for key in keys if key not in request.POST.getlist("gefragt")]
    result = save(request, draft, "change.without", [*kept, *gone] or None)
    if isinstance(result, Refusal):
        return listed(request, draft, refusal=result)
    return done(TAB, "gesichert", draft.id)


def listed(request: HttpRequest, draft: Drafted, *, refusal: Refusal | None = None) -> HttpResponse:
    """Names and what each is for."""
    without = frozenset(map(str, draft.said.get("without", []))) if not draft.is_own else frozenset()
    found = [
        (str(row.get("key", "")), german(row.get("label")), german(row.get("why")), row.get("key") not in without) for row in rows(draft)
    ]
    return show(request, draft, "papers", TAB, refusal=refusal, papers=found)


@permission("catalogue.edit")
def paper(request: HttpRequest, draft_id: int, key: str) -> HttpResponse:
    """One of them."""
    draft = load(request, draft_id)
    value = next((row for row in rows(draft) if row.get("key") == key), None)
    if value is None or not draft.is_own:
        raise NotFound
    asked = Asked(answers=askable(draft.sections), fields=understood(draft.sections))
    if request.method != "POST":
        return shown(request, draft, key, value, asked, conditions.shown(value.get("when"), asked))
    if request.POST.get("tun") == "loeschen":
        return removed(request, draft, key, value, asked)
    sent = posted(request)
    group = acted(conditions.posted(sent, asked), line(sent, "tun"))
    value = {name: part for name, part in sheets.written(SHEET, value, sent).items() if name != "when"}
    errors = sheets.faults(SHEET, value) | dict(conditions.faults(group))
    if request.POST.get("tun", "sichern") != "sichern":
        return shown(request, draft, key, value, asked, group)
    if errors:
        return shown(request, draft, key, value, asked, group, errors=errors)
    if (tree := conditions.tree_of(group)) is not None:
        value["when"] = tree
    result = save(request, draft, f"{PART}.{key}", value)
    if isinstance(result, Refusal):
        return shown(request, draft, key, value, asked, group, refusal=result)
    return done(TAB, "gesichert", draft.id)


def removed(request: HttpRequest, draft: Drafted, key: str, value: dict[str, Any], asked: Asked) -> HttpResponse:
    """Undo brings it back."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.remove_item(draft.id, part=f"{PART}.{key}", seen=seen(request, draft), by=by, at=at), draft)
    if isinstance(result, Refusal):
        return shown(request, draft, key, value, asked, conditions.shown(value.get("when"), asked), refusal=result)
    return done(TAB, "geloescht", draft.id)


def shown(
    request: HttpRequest,
    draft: Drafted,
    key: str,
    value: dict[str, Any],
    asked: Asked,
    group: conditions.Group,
    *,
    errors: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The form of one document."""
    return show(
        request,
        draft,
        "paper",
        TAB,
        status=422 if errors else 200,
        refusal=refusal,
        errors=errors or {},
        key=key,
        title=german(value.get("label")),
        entries=sheets.shown(SHEET, value, {}, errors),
        asked=asked,
        condition=group,
        sentence=said(group, asked),
    )
