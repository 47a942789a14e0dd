"""The fee calculator of a service page: which questions of the form the fee depends on. Data in, a section of the form language out."""

from collections.abc import Iterator
from typing import Any

from glueckauf.catalogue.rules.schema import Fee
from glueckauf.forms.schema import AnyField, FormSchema, GroupField, Section, Text

# Attributes of the fee's amounts and conditions that name an answer (catalogue.rules.schema, forms.schema).
ANSWERS = frozenset(
    ("answer", "money", "count", "days", "weeks_begun", "months_begun", "months_left_in_year", "area", "arrived", "since", "field")
)
MOST_QUESTIONS = 8


def asked_by(node: Any) -> Iterator[str]:
    """Paths of all answers that a fee rule names, however deep."""
    if isinstance(node, tuple):
        for part in node:
            yield from asked_by(part)
        return
    for name in getattr(type(node), "model_fields", ()):
        value = getattr(node, name)
        if isinstance(value, str):
            if name in ANSWERS and value:
                yield value
        else:
            yield from asked_by(value)


def questions(fee: Fee, form: FormSchema) -> Section | None:
    """The questions that decide the plain fee, and those they hang on; None when there are none or too many to try out."""
    fields = {field.key: field for section in form.sections for field in section.fields}
    paths = {path for line in (*fee.lines, fee.yearly) if line for path in asked_by(line)}
    while more := {path for key in keys_of(paths) if key in fields for path in asked_by(fields[key].when)} - paths:
        paths |= more
    asked = tuple(trimmed(field, paths) for key, field in fields.items() if key in keys_of(paths) and field.type != "file")
    if not asked or len(asked) > MOST_QUESTIONS:
        return None
    return Section(key="rechner", title=Text(de="Rechner", en="Calculator"), fields=asked)


def keys_of(paths: set[str]) -> set[str]:
    """group.part -> group"""
    return {path.split(".")[0] for path in paths}


def trimmed(field: AnyField, paths: set[str]) -> AnyField:
    """Of a group only the parts that count, or its first; parts are asked always."""
    if not isinstance(field, GroupField):
        return field
    parts = tuple(f for f in field.fields if f"{field.key}.{f.key}" in paths) or field.fields[:1]
    return field.model_copy(update={"fields": tuple(f.model_copy(update={"when": None}) for f in parts)})
