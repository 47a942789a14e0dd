"""The tab of worked examples: green or red, filled in with the true form, and their expectation taken over from a run."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.expecting import expected
from glueckauf.catalogue.queries.judging import built, examples_of
from glueckauf.catalogue.rules.editor import example_form, preview
from glueckauf.catalogue.rules.editor.numerals import day as day_of
from glueckauf.catalogue.rules.editor.posted import line, many
from glueckauf.catalogue.rules.editor.tree import dicts
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, posted, save, seen, show
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.forms import complete, read
from glueckauf.forms.inputs import TYPED
from glueckauf.forms.visible import settled
from glueckauf.identity.permissions import permission

TAB = "leistung-beispiele"


def rows(draft: Drafted) -> list[dict[str, Any]]:
    """Examples of an own service, or those a city wrote for a shared one."""
    return dicts(draft.content.get("examples"))


def are_own(draft: Drafted) -> bool:
    """Whether they can be changed here."""
    return draft.is_own or "examples" in draft.content


@permission("catalogue.edit")
def examples(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All runs. POST begins a new example, takes what the rules give for what is expected, or begins a city's own ones."""
    draft = load(request, draft_id)
    deed = request.POST.get("tun", "")
    if request.method != "POST" or (not are_own(draft) and deed != "eigene"):
        return listed(request, draft)
    if deed in ("eigene", "alle"):
        return all_saved(request, draft, deed)
    value = {
        "name": f"Beispiel {len(rows(draft)) + 1}",
        "kommune": draft.kommune.key,
        "day": local_day(now()).isoformat(),
        "values": {},
        "expect": {"fee": "none", "decision": "incomplete"},
    }
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.insert_item(draft.id, part="examples", value=value, seen=draft.version, by=by, at=at), draft)
    if isinstance(result, Refusal):
        return listed(request, draft, refusal=result)
    return done("leistung-beispiel", "neu", draft.id, len(rows(draft)))


def listed(request: HttpRequest, draft: Drafted, *, refusal: Refusal | None = None) -> HttpResponse:
    """The tab."""
    return show(request, draft, "examples", TAB, refusal=refusal, are_own=are_own(draft))


def all_saved(request: HttpRequest, draft: Drafted, deed: str) -> HttpResponse:
    """The shared ones as the city's own, or all expectations as the rules give them now."""
    offer, _ = built(draft.kind, draft.kommune.key, draft.slug, draft.content)
    if deed == "eigene":
        value = rows(draft) or examples_of(draft.slug, draft.kommune.key)
    else:
        value = [row | {"expect": expected(offer, row)} if offer else row for row in rows(draft)]
    result = save(request, draft, "examples", value)
    return listed(request, draft, refusal=result) if isinstance(result, Refusal) else done(TAB, "gesichert", draft.id)


@permission("catalogue.edit")
def example(request: HttpRequest, draft_id: int, index: int) -> HttpResponse:
    """One example as a filled form. Saving takes the expectation from the run, if asked to; else as picked."""
    draft = load(request, draft_id)
    found = rows(draft)
    if index >= len(found):
        raise NotFound
    value = found[index]
    if request.method != "POST":
        return page(request, draft, index, value)
    if request.POST.get("tun") == "loeschen":
        return removed(request, draft, index, value)
    typed = typed_example(request, draft, value)
    if request.POST.get("tun") == "ansehen":
        return page(request, draft, index, typed)
    errors = {} if typed["day"] else {"day": "Tragen Sie den Tag ein, zum Beispiel 24.11.2026."}
    if errors:
        return page(request, draft, index, typed, errors=errors)
    if request.POST.get("tun") == "uebernehmen":
        offer, _ = built(draft.kind, draft.kommune.key, draft.slug, draft.content)
        typed["expect"] = expected(offer, typed) if offer else typed["expect"]
    result = save(request, draft, f"examples.{index}", typed)
    if isinstance(result, Refusal):
        return page(request, draft, index, typed, refusal=result)
    return done("leistung-beispiel", "gesichert", draft.id, index)


def typed_example(request: HttpRequest, draft: Drafted, before: dict[str, Any]) -> dict[str, Any]:
    """As posted: every answer read by the true form, in the loose shape the files use."""
    sent = posted(request)
    day = day_of(line(sent, "day")) or ""
    form = preview.form(draft.sections)
    today = date.fromisoformat(day) if day else local_day(now())
    values: dict[str, Any] = {}
    for section in form.sections:
        values = read.section(
            section, MultiValueDict(request.POST.lists()), {}, values, today=today, postcodes=frozenset(draft.kommune.postcodes)
        ).values
    answers = {key: value for key, value in settled(form, values).items() if key != TYPED}
    handed = [key for key in many(sent, "handed_in") if key]
    found = {
        **before,
        "name": line(sent, "name") or before.get("name", ""),
        "kommune": draft.kommune.key,
        "day": day,
        "values": example_form.loose(form, answers),
        "expect": example_form.expectation(before.get("expect"), sent),
    }
    return found | {"handed_in": handed} if handed else {key: part for key, part in found.items() if key != "handed_in"}


def removed(request: HttpRequest, draft: Drafted, index: int, value: dict[str, Any]) -> HttpResponse:
    """Undo brings it back."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.remove_item(draft.id, part=f"examples.{index}", seen=seen(request, draft), by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, index, value, refusal=result)
    return done(TAB, "geloescht", draft.id)


def page(
    request: HttpRequest,
    draft: Drafted,
    index: int,
    value: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The filled form with all its sections."""
    form = preview.form(draft.sections)
    day = str(value.get("day", ""))
    today = date.fromisoformat(day) if example_form.is_day(day) else local_day(now())
    raw = value.get("values")
    values = complete.shaped(form, raw if isinstance(raw, dict) else {}, today=today, postcodes=frozenset(draft.kommune.postcodes))
    return show(
        request,
        draft,
        "example",
        TAB,
        status=422 if errors else 200,
        refusal=refusal,
        errors=errors or {},
        index=index,
        example=example_form.shown(value),
        form=form,
        values=settled(form, values),
        papers=example_form.papers(draft.leistung, value),
        are_own=are_own(draft),
        more=lambda judged: {"run": next((run for run in judged.examples if run.index == index), None)},
    )
