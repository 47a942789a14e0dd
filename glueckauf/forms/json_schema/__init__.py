"""JSON Schema (2020-12) of a form: what the answers that count look like, as `complete.answers` gives them.

It says all that a schema can say: types, letters (DIN 91379), lengths, limits, options, what is asked under which condition. What it
cannot say stands in `$comment` of the field: limits relative to today, check digits, that a day exists, the order of two days.
"""

from typing import Any

from glueckauf.forms.conditions import sentence
from glueckauf.forms.json_schema.alphabet import DEFINITIONS
from glueckauf.forms.json_schema.conditions import asked
from glueckauf.forms.json_schema.values import value
from glueckauf.forms.schema import All, AnyField, Condition, FormSchema, GroupField, Section

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Json = dict[str, Any]


def json_schema(form: FormSchema, *, id_: str, title: str, language: str = "de", postcodes: frozenset[str] = frozenset()) -> Json:
    """The schema of one form. `postcodes`: of the Kommune, for addresses that must lie in it."""
    parts = [(field, when(section, field)) for section, field in form.in_order() if field.type != "info"]
    properties = {field.key: described(field, language, postcodes) for field, _when in parts}
    rules = [rule for field, condition in parts if (rule := required(field, condition, form))]
    always = [field.key for field, condition in parts if condition is None and is_needed(field)]
    return {
        "$schema": DIALECT,
        "$id": id_,
        "title": title,
        "type": "object",
        "properties": properties,
        "required": always,
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
        "$defs": DEFINITIONS,
    }


def when(section: Section, field: AnyField) -> Condition | None:
    """Under what a field is asked: the condition of its page and its own."""
    found = [condition for condition in (section.when, field.when) if condition is not None]
    return found[0] if len(found) == 1 else All(all=tuple(found)) if found else None


def required(field: AnyField, condition: Condition | None, form: FormSchema, own: frozenset[str] | None = None) -> Json | None:
    """Asked: it has to be there, unless it is optional. Not asked: it is not there."""
    if condition is None or (test := asked(condition, form, own)) is None:
        return None
    there = {"then": {"required": [field.key]}} if is_needed(field) else {}
    return {"if": test, **there, "else": {"properties": {field.key: False}}}


def is_needed(field: AnyField) -> bool:
    """Whether there is an answer whenever it is asked."""
    return not field.optional and not (field.type == "group" and field.fewest < 1)


def described(field: AnyField, language: str, postcodes: frozenset[str]) -> Json:
    """One property with the words people read."""
    words = {"title": field.label.in_language(language)}
    if field.hint:
        words["description"] = field.hint.in_language(language)
    if field.type == "group":
        return {**words, **items(field, language, postcodes)}
    return {**words, **value(field, language, postcodes)}


def items(group: GroupField, language: str, postcodes: frozenset[str]) -> Json:
    """A repeating group: its conditions see their own item; one that looks outside of it is left open."""
    inside = [field for field in group.fields if field.type != "info"]
    own = frozenset(field.key for field in inside)
    form = FormSchema.model_construct(sections=(Section.model_construct(key="s", title=group.label, when=None, fields=group.fields),))
    rules = [rule for field in inside if (rule := required(field, field.when, form, own))]
    item = {
        "type": "object",
        "title": group.item.in_language(language),
        "properties": {field.key: described(field, language, postcodes) for field in inside},
        "required": [field.key for field in inside if field.when is None and is_needed(field)],
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
    }
    return {"type": "array", "items": item, "minItems": max(1, 0 if group.optional else group.fewest), "maxItems": group.most}


def conditions_in_words(form: FormSchema) -> dict[str, str]:
    """Each condition as a German sentence, by field: for people who read the schema."""
    found = ((field, when(section, field)) for section, field in form.in_order())
    return {field.key: sentence(condition, form) for field, condition in found if condition is not None}
