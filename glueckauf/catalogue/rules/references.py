"""What a Leistung refers to must exist: answers in conditions, fees and effects, numbers in fees. A slip would otherwise count as 0.

Walks the whole definition once and yields (path, what is missing). Types that cannot be computed with are named too.
"""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from glueckauf.catalogue.rules import schema
from glueckauf.catalogue.rules.elsewhere import nobody_to_tell, wrong_handover
from glueckauf.forms import readers
from glueckauf.forms.schema import AnyField, Test, TextField

Path = tuple[str | int, ...]
PARTS = {
    "address": ("street", "house_number", "postcode", "city"),
    "place": ("street", "number_from", "number_to", "side", "length_m", "width_m"),
    "period": ("first", "last"),
}
NUMBERS = ("integer", "number")
# Where an amount names an answer: key of the node, and the types of field it can compute with.
TYPED: dict[type[BaseModel], dict[str, tuple[str, ...]]] = {
    schema.OfAnswer: {"answer": NUMBERS},
    schema.OfMoney: {"money": ("money",)},
    schema.CountOf: {"count": ("group", "choices", "file")},
    schema.DaysOf: {"days": ("period",), "weeks_begun": ("period",), "months_begun": ("period",)},
    schema.MonthsLeft: {"months_left_in_year": ("date",)},
    schema.AreaOf: {"area": ("place",)},
    schema.Arrived: {"arrived": ("date",)},
    # No personal data in an effect: a place, a time, a measure; never a text somebody typed.
    schema.EffectRule: {"object": ("place",), "interval": ("period",), "value": ("choice", "yesno", *NUMBERS), "until": NUMBERS},
    schema.Monthly: {"since": ("date",)},
}


def dangling(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """Every reference to something that does not exist or does not fit, with its path."""
    known = fields_of(leistung)
    for path, node in parts(leistung, ()):
        if isinstance(node, Test):
            yield from unknown_answer((*path, "field"), node.field, known, siblings(leistung, path))
        elif isinstance(node, schema.OfValue) and node.value not in leistung.values:
            yield (*path, "value"), f"no value {node.value}"
        elif isinstance(node, schema.Decision) and node.grant_text_unless not in {"", *leistung.values}:
            yield (*path, "grant_text_unless"), f"no value {node.grant_text_unless}"
        elif isinstance(node, TextField) and node.reader not in {"", *readers.known()}:
            yield (*path, "reader"), f"no reader {node.reader}"
        elif type(node) in TYPED:
            yield from misfits(path, node, known)


def contradictions(leistung: schema.Leistung) -> Iterator[tuple[Path, str]]:
    """Only a Bescheid names a remedy, in the matter and for its fee; it always does (notes 1.1). A refusal has its own."""
    yield from wrong_handover(leistung)
    yield from nobody_to_tell(leistung)
    running = {*leistung.checks, *(check for part in leistung.parts for check in part.checks)}
    if silent := [check for check in leistung.shown_checks if check not in running]:
        yield ("shown_checks",), f"shows a check that does not run: {', '.join(silent)}"
    is_act = leistung.decision.outcome is schema.Outcome.BESCHEID
    word = "names a remedy" if is_act else "is none"
    if (leistung.decision.remedy is not schema.Remedy.NONE) is not is_act:
        yield ("decision", "remedy"), f"the remedy of the outcome {leistung.decision.outcome} {word}"
    lines = [(("fee", "lines", at), line) for at, line in enumerate(leistung.fee.lines)]
    for path, line in [*lines, (("fee", "yearly"), leistung.fee.yearly)]:
        if line is not None and (line.remedy is not schema.Remedy.NONE) is not is_act:
            yield (*path, "remedy"), f"the remedy of a fee with the outcome {leistung.decision.outcome} {word}"


def fields_of(leistung: schema.Leistung) -> dict[str, str]:
    """Type of everything that can be asked about: key, group.key, and parts as address.city."""
    known: dict[str, str] = {}
    for field in (f for s in leistung.form.sections for f in s.fields):
        known |= named(field, "")
        if field.type == "group":
            for inner in field.fields:
                known |= named(inner, f"{field.key}.")
    return known


def named(field: AnyField, before: str) -> dict[str, str]:
    """A field and its parts."""
    found: dict[str, str] = {f"{before}{field.key}.{part}": "text" for part in PARTS.get(field.type, ())}
    found[before + field.key] = field.type
    return found


def siblings(leistung: schema.Leistung, path: Path) -> frozenset[str]:
    """Inside a group a condition may name fields of the same item without the group."""
    if len(path) < 6 or path[:2] != ("form", "sections") or path[5] != "fields":
        return frozenset()
    group = leistung.form.sections[int(path[2])].fields[int(path[4])]
    return frozenset(f.key for f in getattr(group, "fields", ()))


def unknown_answer(path: Path, key: str, known: dict[str, str], own: frozenset[str]) -> Iterator[tuple[Path, str]]:
    """A key that no field has."""
    if key and key not in known and key not in own:
        yield path, f"no field {key}"


def misfits(path: Path, node: BaseModel, known: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """An amount that names no field, or one it cannot compute with."""
    for attribute, types in TYPED[type(node)].items():
        key = getattr(node, attribute)
        if key and key not in known:
            yield (*path, attribute), f"no field {key}"
        elif key and known[key] not in types:
            yield (*path, attribute), f"{key} is of type {known[key]}, not {' or '.join(types)}"


def parts(node: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Every model below, with its path in the file."""
    if isinstance(node, BaseModel):
        yield path, node
        for name, info in type(node).model_fields.items():
            yield from parts(getattr(node, name), (*path, info.alias or name))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from parts(value, (*path, key))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from parts(value, (*path, index))
