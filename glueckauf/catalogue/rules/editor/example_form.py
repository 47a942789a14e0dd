"""A worked example as a form: its name and day, the answers as files write them, and what must come of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from glueckauf.catalogue.rules.editor.numerals import amount
from glueckauf.catalogue.rules.editor.posted import Posted, german, line
from glueckauf.catalogue.rules.editor.tree import dicts
from glueckauf.forms.schema import FormSchema

DECISIONS = (("incomplete", "unvollständig"), ("person", "geht an eine Person"), ("automatic", "automatisch bewilligt"))
KINDS = (
    ("computed", "ein Betrag"),
    ("none", "keine Gebühr"),
    ("by_person", "setzt eine Person fest"),
    ("to_be_entered", "noch nicht eingetragen"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands above the form."""

    name: str
    day: str
    kind: str
    euros: str
    decision: str
    missing: str
    decisions: tuple[tuple[str, str], ...] = DECISIONS
    kinds: tuple[tuple[str, str], ...] = KINDS


def shown(value: Mapping[str, Any]) -> Shown:
    """From the draft or as typed."""
    raw = value.get("expect")
    expect = raw if isinstance(raw, Mapping) else {}
    fee = str(expect.get("fee", "none"))
    day = str(value.get("day", ""))
    missing = expect.get("missing")
    return Shown(
        name=str(value.get("name", "")),
        day=f"{int(day[8:])}.{int(day[5:7])}.{day[:4]}" if is_day(day) else day,
        kind="computed" if fee.isdecimal() else fee,
        euros=f"{int(fee) / 100:.2f}".replace(".", ",") if fee.isdecimal() else "",
        decision=str(expect.get("decision", "incomplete")),
        missing=", ".join(map(str, missing)) if isinstance(missing, list) else "",
    )


def expectation(before: Any, posted: Posted) -> dict[str, Any]:
    """As picked. Findings of checks stay as they were."""
    old = before if isinstance(before, Mapping) else {}
    kind, missing = line(posted, "kind"), [part.strip() for part in line(posted, "missing").split(",") if part.strip()]
    fee = amount(line(posted, "euros"), in_cents=100) or "0" if kind == "computed" else kind or "none"
    found: dict[str, Any] = {"fee": fee, "missing": missing, "decision": line(posted, "decision") or "incomplete"}
    if old.get("findings"):
        found["findings"] = old["findings"]
    return {key: part for key, part in found.items() if part != []}


def loose(form: FormSchema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as files write them: everything is text. Documents are named under handed_in instead."""
    fields = {field.key: field for section in form.sections for field in section.fields}
    return {key: plain(value) for key, value in answers.items() if key in fields and fields[key].type not in ("file", "info")}


def plain(value: Any) -> Any:
    """true, 12, lists and mappings of texts."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return str(value)


def papers(leistung: Mapping[str, Any], value: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """Documents and whether they lie with the example."""
    raw = value.get("handed_in")
    there = set(map(str, raw)) if isinstance(raw, list) else set()
    return [(str(row.get("key", "")), german(row.get("label")), row.get("key") in there) for row in dicts(leistung.get("nachweise"))]


def is_day(text: str) -> bool:
    """An ISO day of the calendar."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
