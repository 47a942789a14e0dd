"""The tab of the form: the tree, one section or field, and the same step as citizens see it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.editing import DraftPage
from glueckauf.catalogue.queries.trying import standing
from glueckauf.catalogue.rules.editor import field_page, preview
from glueckauf.catalogue.rules.editor.field_page import PartPage
from glueckauf.catalogue.rules.editor.header import TABS
from glueckauf.catalogue.rules.editor.outline import Marks, outline
from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.catalogue.rules.editor.tree import FORM, Place, fields_of, find_field, find_section, walk
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, posted, save, seen, show, trial_of
from glueckauf.core.clock import now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission

TAB = "leistung-formular"
LOOKS = ("ansehen", "row:", "group:", "drop:")


@permission("catalogue.edit")
def form(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The whole tree. POST adds a field or section, or puts one before another (drag and drop)."""
    draft = load(request, draft_id)
    if request.method == "POST":
        return tree_changed(request, draft)
    return page(request, draft, None)


@permission("catalogue.edit")
def field(request: HttpRequest, draft_id: int, path: str) -> HttpResponse:
    """One section or field. POST looks, saves, moves or deletes."""
    draft = load(request, draft_id)
    part = field_page.page(draft.form, path)
    if request.method != "POST":
        if part is None:
            raise NotFound
        return page(request, draft, part)
    if part is None:
        return lost(request, draft)
    if not draft.is_own:
        return left_out(request, draft, part)
    sent = posted(request)
    deed = request.POST.get("tun", "sichern")
    if deed.startswith("weg:"):
        sent = {**sent, f"option-{deed[4:]}-de": [""], f"option-{deed[4:]}-en": [""]}
        part = field_page.typed(part, sent)
        return page(request, draft, part)
    if deed == "loeschen":
        return removed(request, draft, part)
    part = field_page.typed(part, sent)
    if deed.startswith(LOOKS):
        return looked(request, draft, part)
    return saved(request, draft, part, deed)


def looked(request: HttpRequest, draft: Drafted, part: PartPage) -> HttpResponse:
    """As typed, not saved: for htmx only what it swaps."""
    if not request.headers.get("HX-Request"):
        return page(request, draft, part)
    return render(request, "catalogue/editor/fragment.html", {"part": part, **shown(request, draft, part)})


def saved(request: HttpRequest, draft: Drafted, part: PartPage, deed: str) -> HttpResponse:
    """The field as typed, then what else was asked for. Moving is also the way out of a condition that asks too early."""
    if part.errors and deed in FURTHER and all(name.startswith("when") for name in part.errors):
        stored = field_page.page(draft.form, part.path)
        part = replace(part, errors={}, value=part.value | ({"when": stored.value["when"]} if stored and "when" in stored.value else {}))
    if part.errors:
        return page(request, draft, part, status=422)
    result = save(request, draft, part.part, part.value)
    if isinstance(result, Refusal):
        return page(request, draft, part, refusal=result)
    key = str(part.value.get("key", ""))
    head, _, _ = part.path.rpartition("." if not part.is_section else ":")
    path = f"{head}{'.' if not part.is_section else ':'}{key}" if head else key
    if deed in FURTHER:
        return further(request, load(request, draft.id), path, deed, result)
    return done("leistung-feld", "gesichert", draft.id, path, anchor="#feld")


FURTHER = {"hoch": -1, "runter": 1, "umziehen": 0, "innen": 0}


def further(request: HttpRequest, draft: Drafted, path: str, deed: str, version: int) -> HttpResponse:
    """Moves the saved field, or begins one inside of it."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    part = field_page.page(draft.form, path)
    if part is None:
        raise NotFound
    if deed == "innen":
        inner = field_page.new_field(draft.form)
        path, word = f"{part.path}.{inner['key']}", "neu"
        act: Callable[[], Any] = lambda: editing.insert_item(draft.id, part=f"{part.part}.fields", value=inner, seen=version, by=by, at=at)  # noqa: E731
    else:
        to = target(request, draft, part) if deed == "umziehen" else part.place.position + FURTHER[deed]
        word = "bewegt"
        act = lambda: editing.move_item(draft.id, part=part.part, to=to, seen=version, by=by, at=at)  # noqa: E731
    result = attempt(act, draft)
    if isinstance(result, Refusal):
        return page(request, draft, part, refusal=result)
    return done("leistung-feld", word, draft.id, path, anchor="#feld")


def target(request: HttpRequest, draft: Drafted, part: PartPage) -> str:
    """The end of another section."""
    key = request.POST.get("abschnitt", "")
    place = find_section(draft.sections, key)
    if place is None:
        raise NotFound
    return f"{FORM}.{key}.fields.{len(fields_of(draft.sections[place.section]))}"


def removed(request: HttpRequest, draft: Drafted, part: PartPage) -> HttpResponse:
    """Undo brings it back."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.remove_item(draft.id, part=part.part, seen=seen(request, draft), by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, part, refusal=result)
    return done(TAB, "geloescht", draft.id)


def left_out(request: HttpRequest, draft: Drafted, part: PartPage) -> HttpResponse:
    """A shared field in one city: asked or not, all of its answers or some."""
    own = {part.path, *(f"{part.path}.{option.key}" for option in part.options if option.key)}
    kept = [name for name in draft.said.get("without", []) if name not in own]
    asked = request.POST.getlist("gefragt")
    gone = [part.path] if part.path not in asked else sorted(name for name in own if name not in asked)
    result = save(request, draft, "change.without", [*kept, *gone] or None)
    if isinstance(result, Refusal):
        return page(request, draft, part, refusal=result)
    return done("leistung-feld", "gesichert", draft.id, part.path, anchor="#feld")


def tree_changed(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """A new field or section behind the one the reader is at, or one dragged before another."""
    deed, beside = request.POST.get("tun", ""), request.POST.get("nach", "")
    if not draft.is_own:
        raise NotFound
    if deed == "bewegen":
        return dragged(request, draft)
    sections = draft.sections
    if deed == "abschnitt" or not sections:
        value, part, path = new_section(draft)
    else:
        value = field_page.new_field(draft.form)
        part, path = place_for(sections, beside), str(value["key"])
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.insert_item(draft.id, part=part, value=value, seen=draft.version, by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, None, refusal=result)
    first = "title" if path.startswith("section:") else "label"
    return done("leistung-feld", "neu", draft.id, path, anchor=f"#e-{first}-de")  # the cursor stands where the words go


def new_section(draft: Drafted) -> tuple[dict[str, Any], str, str]:
    """At the end of the form."""
    value = field_page.new_section(draft.form)
    return value, FORM, f"section:{value['key']}"


def place_for(sections: list[dict[str, Any]], beside: str) -> str:
    """Behind a field (a field of a group counts as its group), at the end of a section, else at the end of the form."""
    found = find_field(sections, beside.partition(".")[0])
    if found is not None:
        at, number = found[0].section, (found[0].field or 0) + 1
    else:
        place = find_section(sections, beside.removeprefix("section:")) or Place(len(sections) - 1)
        at, number = place.section, len(fields_of(sections[place.section]))
    listed = f"{FORM}.{sections[at].get('key')}.fields"
    return f"{listed}.{number}" if number < len(fields_of(sections[at])) else listed


def dragged(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """`feld` goes to where `vor` stands; a section goes before sections, a field of a group stays in it."""
    moved, before = (field_page.page(draft.form, request.POST.get(name, "")) for name in ("feld", "vor"))
    if moved is None or before is None or (moved.is_section and not before.is_section):
        raise NotFound
    to = place_of_drop(draft, moved, before)
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.move_item(draft.id, part=moved.part, to=to, seen=draft.version, by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, moved, refusal=result)
    return done("leistung-feld", "bewegt", draft.id, moved.path, anchor="#feld")


def place_of_drop(draft: Drafted, moved: PartPage, before: PartPage) -> int | str:
    """The path it then has."""
    if moved.is_section:
        return before.place.section
    if moved.place.inner is not None:
        if before.place.inner is None or before.path.partition(".")[0] != moved.path.partition(".")[0]:
            raise NotFound
        return before.place.inner
    number = 0 if before.is_section else before.place.field
    return f"{FORM}.{draft.sections[before.place.section].get('key')}.fields.{number}"


def lost(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """The field is gone; what was typed is shown to be copied."""
    sent = [(name, value) for name, value in request.POST.items() if value and name.endswith(("-de", "-en"))]
    refusal = Refusal(text=str(editing.NoSuchPart()), status=409, seen=draft.version)
    return show(request, draft, "lost", TAB, refusal=refusal, sent=sent)


def page(request: HttpRequest, draft: Drafted, part: PartPage | None, *, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    """The tab."""
    errors = part.errors if part is not None and status == 422 else {}
    if part is not None and status != 422 and refusal is None:
        part = replace(part, errors={name: text for name, text in part.errors.items() if name.startswith("when")})
    return show(
        request,
        draft,
        "form" if draft.is_own else "form_city",
        TAB,
        status=status,
        refusal=refusal,
        errors=errors,
        part=part,
        more=lambda judged: {"outline": outline(draft.sections, marks(judged, part))},
        **shown(request, draft, part),
        **around(draft, part),
    )


def marks(judged: DraftPage, part: PartPage | None) -> Marks:
    """What the tree marks."""
    changes = [(change.kind, change.path.partition(".")[2]) for change in judged.changes if change.area == "form"]
    return Marks(
        here=part.path if part else "",
        wrong=[problem.path for problem in judged.problems],
        new={path for kind, path in changes if kind == "added" and path},
        changed={path for kind, path in changes if kind == "changed" and path},
    )


def shown(request: HttpRequest, draft: Drafted, part: PartPage | None) -> dict[str, Any]:
    """The step as citizens see it, with the answers of a worked example."""
    sections = draft.sections
    place = part.place if part else Place(0)
    found = preview.section(sections, place, part)
    tried = trial_of(request, draft)
    return {
        "shown_section": found if found and found.fields else None,
        "shown_values": tried.answers,
        "shown_step": f"Schritt {place.section + 1} von {len(sections)}" if sections else "",
        "trial": tried,
        "standing": standing(draft, place.section, tried.answers),
    }


def around(draft: Drafted, part: PartPage | None) -> dict[str, Any]:
    """The tree and where the field could go."""
    sections = draft.sections
    count = sum(1 for _ in walk(sections))
    without = frozenset(map(str, draft.said.get("without", []))) if not draft.is_own else frozenset()
    targets = [
        (str(section.get("key", "")), german(section.get("title")))
        for at, section in enumerate(sections)
        if part is not None and not part.is_section and part.place.inner is None and at != part.place.section
    ]
    return {
        "sections": sections,
        "counted": f"{len(sections)} {'Abschnitt' if len(sections) == 1 else 'Abschnitte'}, {count} {'Feld' if count == 1 else 'Felder'}",
        "targets": targets,
        "without": without,
        "last_section": f"section:{sections[-1].get('key', '')}" if sections else "",
        "here": part.path if part else "",
    }


@permission("catalogue.edit")
def undo(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The last change, taken back; to the page it came from."""
    draft = load(request, draft_id)
    if request.method != "POST":
        return redirect(TAB, draft_id)
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.undo(draft.id, by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, None, refusal=result)
    return done(tab_before(request), "zurueck", draft.id)


PARENTS = {
    "leistung-nachweis": "leistung-nachweise",
    "leistung-gebuehr-zeile": "leistung-gebuehr",
    "leistung-brief": "leistung-briefe",
    "leistung-beispiel": "leistung-beispiele",
}


def tab_before(request: HttpRequest) -> str:
    """The tab she came from: what was undone may be the very page."""
    try:
        name = str(resolve(request.POST.get("zurueck", "/")).url_name)
    except Resolver404:
        return TAB
    name = PARENTS.get(name, name)
    return name if name in {key for key, _, _ in TABS} else TAB
