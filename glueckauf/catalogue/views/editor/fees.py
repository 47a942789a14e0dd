"""The tab of the fee: the numbers of the city, the lines that use them, and a calculator with the true rule beside it."""

from collections.abc import Mapping
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.editing import DraftPage
from glueckauf.catalogue.rules.calculator import questions
from glueckauf.catalogue.rules.editor import conditions, fee_page, numbers, sheets
from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.catalogue.rules.editor.fee_page import LinePage, Unreadable
from glueckauf.catalogue.rules.editor.field_page import acted
from glueckauf.catalogue.rules.editor.posted import german, line
from glueckauf.catalogue.rules.editor.sheets import Entry, Sheet
from glueckauf.catalogue.rules.editor.tree import askable, dicts, understood
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, posted, save, seen, show
from glueckauf.catalogue.views.editor.sheets import said
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.core.strict_yaml import Broken, Source
from glueckauf.forms import read
from glueckauf.forms.complete import answers
from glueckauf.forms.schema import FormSchema
from glueckauf.identity.permissions import permission

TAB = "leistung-gebuehr"
KINDS = (
    ("none", "keine Gebühr"),
    ("computed", "wird berechnet"),
    ("by_person", "setzt eine Person fest"),
    ("to_be_entered", "noch nicht eingetragen"),
)
SHEET = Sheet(
    title="Art der Gebühr",
    entries=(
        Entry(path=("kind",), label="Gebühr", shape="pick", picks=KINDS),
        Entry(path=("pay_first",), label="wird vor der Bearbeitung bezahlt", shape="flag"),
        Entry(path=("due",), label="Wann zu zahlen ist", shape="long"),
        Entry(path=("note",), label="Hinweis zur Gebühr", shape="long"),
    ),
)
PERSON = "person"
REMEDIES = (("klage", "Klage"), ("widerspruch", "Widerspruch"), ("amtsgericht", "Amtsgericht"), ("none", "keiner"))


@permission("catalogue.edit")
def fee(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Numbers and rule. POST `teil` says which of the two was sent."""
    draft = load(request, draft_id)
    deeds = {
        "werte": values_saved,
        "regel": rule_saved,
        "zeile": line_added,
        "jahr": yearly_added,
        "eigene": own_rule,
        "gemeinsam": shared_rule,
    }
    act = deeds.get(request.POST.get("teil", "")) if request.method == "POST" else None
    return act(request, draft) if act else page(request, draft)


def values_saved(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """The table of numbers."""
    shared = None if draft.is_own else sheets.get(draft.leistung, ("values",)) or {}
    found, rows = numbers.from_posted(draft.said.get("values"), posted(request), shared)
    errors = numbers.faults(rows)
    if errors:
        return page(request, draft, rows=rows, errors=errors, status=422)
    result = save(request, draft, f"{draft.root}.values", found or None)
    if isinstance(result, Refusal):
        return page(request, draft, rows=rows, refusal=result)
    return done(TAB, "gesichert", draft.id)


def rule_saved(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """Kind, due, note, and when a person sets it."""
    if not draft.has_own_fee:
        raise NotFound
    asked, sent = asked_of(draft), posted(request)
    group = acted(conditions.posted(sent, asked, PERSON), line(sent, "tun"))
    value = {name: part for name, part in sheets.written(SHEET, draft.fee, sent).items() if name != "by_person_when"}
    errors = dict(conditions.faults(group))
    if line(sent, "tun") != "sichern":
        return page(request, draft, fee=value, group=group)
    if errors:
        return page(request, draft, fee=value, group=group, errors=errors, status=422)
    if (tree := conditions.tree_of(group)) is not None:
        value["by_person_when"] = tree
    if value.get("kind") != "computed":
        value = {name: part for name, part in value.items() if name not in ("lines", "pay_first", "by_person_when", "yearly")}
    elif not value.get("lines"):
        value["lines"] = [fee_page.new_line(None)]
    result = save(request, draft, f"{draft.root}.fee", value)
    if isinstance(result, Refusal):
        return page(request, draft, fee=value, group=group, refusal=result)
    return done(TAB, "gesichert", draft.id)


def line_added(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """One more line; the fee is then computed."""
    value = fee_page.new_line(draft.fee.get("lines"))
    rule = {**draft.fee, "kind": "computed", "lines": [*dicts(draft.fee.get("lines")), value]}
    result = save(request, draft, f"{draft.root}.fee", rule)
    if isinstance(result, Refusal):
        return page(request, draft, refusal=result)
    return done("leistung-gebuehr-zeile", "neu", draft.id, value["key"], anchor="#feld")


def yearly_added(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """What is due each following year: one line, beside those that are due at once."""
    if not draft.has_own_fee or draft.fee.get("kind") != "computed" or isinstance(draft.fee.get("yearly"), dict):
        raise NotFound
    value = fee_page.new_line(draft.fee.get("lines"))
    result = save(request, draft, f"{draft.root}.fee", {**draft.fee, "yearly": value})
    if isinstance(result, Refusal):
        return page(request, draft, refusal=result)
    return done("leistung-gebuehr-zeile", "neu", draft.id, value["key"], anchor="#feld")


def own_rule(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """A city takes the shared rule as the beginning of its own."""
    result = save(request, draft, "change.fee", draft.fee)
    return page(request, draft, refusal=result) if isinstance(result, Refusal) else done(TAB, "gesichert", draft.id)


def shared_rule(request: HttpRequest, draft: Drafted) -> HttpResponse:
    """And gives it up again."""
    if draft.is_own:
        raise NotFound
    result = save(request, draft, "change.fee", None)
    return page(request, draft, refusal=result) if isinstance(result, Refusal) else done(TAB, "geloescht", draft.id)


def asked_of(draft: Drafted) -> Asked:
    """What a fee may ask about."""
    return Asked(answers=askable(draft.sections), fields=understood(draft.sections))


def page(
    request: HttpRequest,
    draft: Drafted,
    *,
    rows: tuple[numbers.NumberRow, ...] = (),
    fee: Mapping[str, Any] | None = None,
    group: conditions.Group | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The tab."""
    asked, rule = asked_of(draft), dict(fee or draft.fee)
    group = group or conditions.shown(rule.get("by_person_when"), asked, PERSON)
    shared = None if draft.is_own else sheets.get(draft.leistung, ("values",)) or {}
    lines = [line_shown(entry, asked, draft.values) for entry in dicts(rule.get("lines"))]
    yearly = rule.get("yearly")
    return show(
        request,
        draft,
        "fee",
        TAB,
        status=status,
        refusal=refusal,
        errors=errors or {},
        numbers=rows or numbers.shown(draft.said.get("values"), shared),
        entries=sheets.shown(SHEET, rule, {}),
        lines=lines,
        yearly=line_shown(yearly, asked, draft.values) if isinstance(yearly, dict) else None,
        is_computed=rule.get("kind") == "computed",
        has_own_fee=draft.has_own_fee,
        asked=asked,
        condition=group,
        sentence=said(group, asked) if group.parts else "nie",
        more=lambda judged: calculator(request, judged),
    )


def write(tree: Any) -> str:
    """An amount as an author writes it."""
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)


def parse(formula: str) -> Any:
    """YAML as this house reads it. Raises Unreadable."""
    try:
        return Source(formula[:20_000], "Formel").value
    except Broken as broken:
        first = broken.problems[0]
        raise Unreadable(f"Zeile {first.line}: Das ist kein lesbares YAML ({first.text or first.code}).") from broken


def line_shown(value: dict[str, Any], asked: Asked, values: Mapping[str, Any]) -> LinePage:
    """A line as it reads."""
    return fee_page.page(str(value.get("key", "")), value, asked, values, write)


# --- one line -------------------------------------------------------------------------------------------------------------------


def found_line(draft: Drafted, key: str) -> tuple[dict[str, Any], str]:
    """The line and its path. The yearly amount has a place of its own."""
    yearly = draft.fee.get("yearly")
    for value in dicts(draft.fee.get("lines")):
        if value.get("key") == key:
            return value, f"{draft.root}.fee.lines.{key}"
    if isinstance(yearly, dict) and yearly.get("key") == key:
        return yearly, f"{draft.root}.fee.yearly"
    raise NotFound


@permission("catalogue.edit")
def fee_line(request: HttpRequest, draft_id: int, key: str) -> HttpResponse:
    """Words, law, condition, amount of one line."""
    draft = load(request, draft_id)
    value, part = found_line(draft, key)
    shown = line_shown(value, asked_of(draft), draft.values)
    if request.method != "POST":
        return line_page(request, draft, shown)
    if not draft.has_own_fee:
        raise NotFound
    if request.POST.get("tun") == "loeschen":
        return line_removed(request, draft, shown, part)
    typed = fee_page.typed(shown, posted(request), acted, parse)
    if request.POST.get("tun", "sichern") != "sichern":
        return line_page(request, draft, typed)
    if typed.errors:
        return line_page(request, draft, typed, errors=typed.errors, status=422)
    result = save(request, draft, part, typed.value)
    if isinstance(result, Refusal):
        return line_page(request, draft, typed, refusal=result)
    return done("leistung-gebuehr-zeile", "gesichert", draft.id, key, anchor="#feld")


def line_removed(request: HttpRequest, draft: Drafted, shown: LinePage, part: str) -> HttpResponse:
    """A fee without lines is none."""
    by, at = request.actor, now()  # type: ignore[attr-defined]
    is_last = len(dicts(draft.fee.get("lines"))) == 1 and ".lines." in part
    if is_last:
        result: Any = save(request, draft, f"{draft.root}.fee", {"kind": "none"})
    else:
        result = attempt(lambda: editing.remove_item(draft.id, part=part, seen=seen(request, draft), by=by, at=at), draft)
    if isinstance(result, Refusal):
        return line_page(request, draft, shown, refusal=result)
    return done(TAB, "geloescht", draft.id)


def line_page(
    request: HttpRequest,
    draft: Drafted,
    shown: LinePage,
    *,
    errors: dict[str, str] | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """One line with the calculator beside it."""
    return show(
        request,
        draft,
        "fee_line",
        TAB,
        status=status,
        refusal=refusal,
        errors=errors or {},
        line=shown,
        part=shown,
        has_own_fee=draft.has_own_fee,
        remedies=REMEDIES,
        asked=shown.asked,
        condition=shown.condition,
        sentence=said(shown.condition, shown.asked),
        more=lambda judged: calculator(request, judged),
    )


# --- the calculator -------------------------------------------------------------------------------------------------------------


def calculator(request: HttpRequest, judged: DraftPage) -> dict[str, Any]:
    """The questions the fee hangs on, read by the true form, reckoned by the true rule. Answers stand in the address: nothing is kept."""
    offer = judged.offer
    section = questions(offer.leistung.fee, offer.leistung.form) if offer else None
    if offer is None or section is None:
        return {"calculator": None, "calculator_open": offer is None}
    form = FormSchema.model_construct(sections=(section,))
    if not {"rechnen", "add", "remove"} & set(request.GET):
        return {"calculator": section, "calculator_values": {}}
    found = read.section(section, request.GET, {}, {}, today=local_day(now()), postcodes=frozenset())
    result: FeeResult | None = None
    if not found.errors and "rechnen" in request.GET:
        result = compute(offer.leistung.fee, offer.leistung.values, answers(form, found.values))
    return {"calculator": section, "calculator_values": found.values, "calculator_errors": found.errors, "result": result}


def title_of(value: Mapping[str, Any]) -> str:
    """What people read."""
    return german(value.get("text"))
