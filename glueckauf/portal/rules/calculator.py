"""The fee calculator of a service page: which questions of the form the fee depends on. Data in, a section of the form language out."""

from collections.abc import Iterator
from typing import Any

from glueckauf.catalogue.rules.schema import Fee
from glueckauf.forms.schema import AnyField, FormSchema, Section, Text

# Attributes of the fee's amounts and conditions that name an answer (catalogue.rules.schema, forms.schema).
ANSWERS = ("answer", "count", "days", "weeks_begun", "months_begun", "months_left_in_year", "area", "field")
MOST_QUESTIONS = 8


def asked_by(node: Any) -> Iterator[str]:
    """Keys of all answers that a fee rule names, however deep."""
    if isinstance(node, tuple):
        for part in node:
            yield from asked_by(part)
        return
    for name in getattr(type(node), "model_fields", ()):
        value = getattr(node, name)
        if isinstance(value, str):
            if name in ANSWERS and value:
                yield value.split(".")[0]
        else:
            yield from asked_by(value)


def questions(fee: Fee, form: FormSchema) -> Section | None:
    """A section with the questions that decide the fee, each asked always; None when it decides itself or asks too much to try out."""
    keys = {key for line in (*fee.lines, fee.yearly) if line for key in asked_by(line)}
    fields = tuple(always(f) for s in form.sections for f in s.fields if f.key in keys and f.type != "file")
    if not fields or len(fields) > MOST_QUESTIONS:
        return None
    return Section(key="rechner", title=Text(de="Rechner", en="Calculator"), fields=fields)


def always(field: AnyField) -> AnyField:
    """The field without its own condition: its question may hang on one that the fee does not ask."""
    return field.model_copy(update={"when": None})
