"""Tabs made of plain sheets: what the Leistung is, its clocks and its decision, and the texts of its page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.queries import all_of
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.registry import runner
from glueckauf.catalogue.rules.editor import conditions, parts_of_a_leistung, sheets
from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.catalogue.rules.editor.field_page import acted
from glueckauf.catalogue.rules.editor.posted import line
from glueckauf.catalogue.rules.editor.sheets import Picks, Sheet
from glueckauf.catalogue.rules.editor.tree import askable, understood
from glueckauf.catalogue.views.editor.common import Refusal, done, load, posted, save, show
from glueckauf.identity.permissions import permission

LISTS = ("audience", "search", "law")  # a Leistung always has them, perhaps empty
AUTOMATIC = "automatic"


@permission("catalogue.edit")
def about(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What it is, who is responsible, what the law says."""
    draft = load(request, draft_id)
    chosen = parts_of_a_leistung.ABOUT_OWN if draft.is_own else parts_of_a_leistung.ABOUT_CITY
    return tab(request, draft, "leistung-angaben", chosen)


@permission("catalogue.edit")
def times(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Clocks, the ending, when nobody needs to look."""
    draft = load(request, draft_id)
    chosen = parts_of_a_leistung.TIMES_OWN if draft.is_own else parts_of_a_leistung.TIMES_CITY
    return tab(request, draft, "leistung-fristen", chosen, has_condition=draft.is_own)


def tab(request: HttpRequest, draft: Drafted, name: str, chosen: tuple[Sheet, ...], **more: bool) -> HttpResponse:
    """All sheets in one form."""
    asked = Asked(answers=askable(draft.sections), fields=understood(draft.sections))
    root, errors, refusal = draft.said, {}, None
    group = conditions.shown(sheets.get(root, ("decision", "automatic_when")), asked, AUTOMATIC)
    if request.method == "POST":
        sent = posted(request)
        root = written(draft, chosen, root, sent)
        errors = {key: text for sheet in chosen for key, text in sheets.faults(sheet, root).items()}
        if more:
            group = acted(conditions.posted(sent, asked, AUTOMATIC), line(sent, "tun"))
            errors |= dict(conditions.faults(group))
            if not errors:
                root = sheets.put(root, ("decision", "automatic_when"), conditions.tree_of(group))
        if line(sent, "tun") == "sichern" and not errors:
            result = save(request, draft, draft.root, root)
            if not isinstance(result, Refusal):
                return done(name, "gesichert", draft.id)
            refusal = result
        elif line(sent, "tun") != "sichern":
            errors = {}
    shown = [(sheet, sheets.shown(sheet, root, lists(draft), errors)) for sheet in chosen]
    context: dict[str, Any] = {"sheets": shown, "errors": errors, "asked": asked}
    if more:
        context |= {"condition": group, "sentence": said(group, asked)}
    return show(request, draft, "sheets", name, status=422 if errors else 200, refusal=refusal, **context)


def said(group: conditions.Group, asked: Asked) -> str:
    """How the condition reads."""
    try:
        return conditions.said(conditions.tree_of(group), asked)
    except conditions.Wrong:
        return "Diese Bedingung ist noch nicht vollständig."


def written(draft: Drafted, chosen: tuple[Sheet, ...], root: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The root with what all sheets say."""
    found = dict(root)
    for sheet in chosen:
        found = sheets.written(sheet, found, sent)
    if draft.is_own:
        for key in LISTS:
            found.setdefault(key, [])
        found.setdefault("deadlines", {})
        found.setdefault("applicant", {})
    return found


def lists(draft: Drafted) -> dict[str, Picks]:
    """What can be picked in this city."""
    offices = tuple((office.key, office.name) for office in draft.kommune.offices)
    topics = sorted({entry.leistung.topic for entry in all_of(draft.kommune.key)} | {"weitere"})
    asked, house = askable(draft.sections), runner()
    answers = tuple((answer.path, answer.label) for answer in asked)

    def of(*types: str) -> Picks:
        return (("", "keine Angabe"), *((answer.path, answer.label) for answer in asked if answer.type in types and "." not in answer.path))

    return {
        "checks": house.checks() if house else (),
        "effects": (("", "keine"), *(house.effects() if house else ())),
        "places": of("place"),
        "periods": of("period"),
        "measures": of("choice", "yesno", "integer", "number"),
        "numbers": of("integer", "number"),
        "offices": offices,
        "offices_or_shared": (("", "wie in der gemeinsamen Vorlage"), *offices),
        "topics": tuple((topic, topic.replace("-", " ").capitalize()) for topic in topics),
        "answers": (("", "keine"), *answers),
    }
