"""Conditions: whether they hold for some answers, what they ask about, and how they read as a German sentence. Never eval.

Comparisons use the stored shape of an answer (schema.VALUE SHAPES): money in cents, dates as ISO days. A group or a list compares
by its number of entries. `group.key` asks for any item of the group, `field.part` for a part of an address, place or period.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from glueckauf.forms.schema import All as AllOf
from glueckauf.forms.schema import AnyField, AnyOf, Condition, FormSchema, Not, Test

Values = Mapping[str, Any]

YES = frozenset({"true", "yes", "ja"})
NO = frozenset({"false", "no", "nein"})


def holds(condition: Condition | None, values: Values) -> bool:
    """Whether the condition holds for these answers. No condition holds always."""
    if condition is None:
        return True
    if isinstance(condition, Test):
        return test_holds(condition, values)
    if isinstance(condition, Not):
        return not holds(condition.not_, values)
    if isinstance(condition, AllOf):
        return all(holds(part, values) for part in condition.all)
    return any(holds(part, values) for part in condition.any)


def test_holds(test: Test, values: Values) -> bool:
    """One question. An unanswered field fails it, except `answered: false`."""
    found = answers_to(test.field, values)
    if test.answered is not None:
        return bool(found) == test.answered
    return any(fits(test, value) for value in found)


def answers_to(path: str, values: Values) -> list[Any]:
    """The answer of a field, or those of all items of a group; nothing where nothing was answered."""
    key, _, part = path.partition(".")
    value = values.get(key)
    if not part:
        return [] if is_blank(value) else [value]
    rows = value if isinstance(value, list) else [value]
    found = [row.get(part) for row in rows if isinstance(row, Mapping)]
    return [v for v in found if not is_blank(v)]


def is_blank(value: object) -> bool:
    """Nothing was answered. False and 0 are answers."""
    return value is None or value == "" or value == [] or value == {}


def fits(test: Test, value: Any) -> bool:
    """Whether one answer passes the one comparison of a test."""
    if test.is_ is not None:
        return equals(value, test.is_)
    if test.in_ is not None:
        return any(equals(value, wanted) for wanted in test.in_)
    if test.includes is not None:
        return isinstance(value, list) and test.includes in value
    if test.contains is not None:
        return isinstance(value, str) and any(phrase.casefold() in value.casefold() for phrase in test.contains)
    if test.at_least is not None:
        return (order := compare(value, test.at_least)) is not None and order >= 0
    return test.less_than is not None and (order := compare(value, test.less_than)) is not None and order < 0


def equals(value: Any, wanted: str) -> bool:
    """Same answer: yes and no in their spellings, numbers by value, everything else by its text."""
    if isinstance(value, bool):
        return wanted.lower() in (YES if value else NO)
    if str(value) == wanted:
        return True
    return isinstance(value, int | str | list) and compare(value, wanted) == 0


def compare(value: Any, wanted: str) -> int | None:
    """Negative, zero or positive; None where the two cannot be compared."""
    left, right = number(len(value) if isinstance(value, list) else value), number(wanted)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    if isinstance(value, str) and is_day(value) and is_day(wanted):
        return (value > wanted) - (value < wanted)
    return None


def number(value: object) -> Decimal | None:
    """The number an answer stands for, if it stands for one."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def is_day(text: str) -> bool:
    """Whether it looks like an ISO day; such texts compare as days."""
    return len(text) == 10 and text[4] == text[7] == "-"


def sentence(condition: Condition | None, form: FormSchema) -> str:
    """The condition in German: Die Antwort auf „Haben Sie einen Hund?“ ist „Ja“ und …"""
    if condition is None:
        return "immer"
    return phrase(condition, fields_by_path(form))


Fields = Mapping[str, AnyField]


def fields_by_path(form: FormSchema) -> dict[str, AnyField]:
    """Fields by the paths conditions use: those of groups by group.key."""
    found: dict[str, AnyField] = {}
    for field in (f for s in form.sections for f in s.fields):
        found[field.key] = field
        if field.type == "group":
            found |= {f"{field.key}.{inner.key}": inner for inner in field.fields}
    return found


def phrase(condition: Condition, fields: Fields) -> str:
    """One node as words; parts of another kind stand in brackets."""
    if isinstance(condition, Test):
        return test_phrase(condition, fields, negation="")
    if isinstance(condition, Not):
        inner = condition.not_
        return test_phrase(inner, fields, negation="nicht ") if isinstance(inner, Test) else f"es gilt nicht: ({phrase(inner, fields)})"
    parts = condition.all if isinstance(condition, AllOf) else condition.any
    if not parts:
        return "immer" if isinstance(condition, AllOf) else "nie"
    word = " und " if isinstance(condition, AllOf) else " oder "
    return word.join(bracketed(part, condition, fields) for part in parts)


def bracketed(part: Condition, parent: Condition, fields: Fields) -> str:
    """A part with brackets where und and oder would mix."""
    words = phrase(part, fields)
    mixes = isinstance(part, AllOf | AnyOf) and type(part) is not type(parent) and " " in words
    return f"({words})" if mixes else words


def test_phrase(test: Test, fields: Fields, *, negation: str) -> str:
    """One question as words, with the labels people see."""
    label = label_of(test.field, fields)
    if test.answered is not None:
        return f"„{label}“ ist {negation}beantwortet" if test.answered else f"„{label}“ ist {negation}unbeantwortet"
    if test.includes is not None:
        return f"unter „{label}“ ist „{answer_label(test.field, test.includes, fields)}“ {negation}gewählt"
    if test.contains is not None:
        return f"„{label}“ enthält {negation}{' oder '.join(f'„{words}“' for words in test.contains)}"
    if test.in_ is not None:
        return f"„{label}“ ist {negation}eines von {', '.join(answer_words(test.field, w, fields) for w in test.in_)}"
    if test.is_ is not None:
        return f"„{label}“ ist {negation}{answer_words(test.field, test.is_, fields)}"
    if test.at_least is not None:
        return f"„{label}“ ist {negation}mindestens {amount_words(test.field, test.at_least, fields)}"
    return f"„{label}“ ist {negation}kleiner als {amount_words(test.field, test.less_than or '', fields)}"


def label_of(path: str, fields: Fields) -> str:
    """What people read as the question; a part of an address is named after it."""
    if path in fields:
        return fields[path].label.de
    key, _, part = path.partition(".")
    return f"{fields[key].label.de} ({part})" if key in fields else path


def answer_words(path: str, wanted: str, fields: Fields) -> str:
    """„Ja“ for yes, the option's label for its key, numbers and days as people write them."""
    field = fields.get(path)
    if field is not None and field.type in ("integer", "number", "money", "date"):
        return amount_words(path, wanted, fields)
    return f"„{answer_label(path, wanted, fields)}“"


def answer_label(path: str, wanted: str, fields: Fields) -> str:
    """The label of an option, Ja or Nein, else the text itself."""
    field = fields.get(path)
    if field is None:
        return wanted
    if field.type in ("choice", "choices"):
        return next((o.label.de for o in field.options if o.key == wanted), wanted)
    if field.type in ("yesno", "consent") and wanted.lower() in YES | NO:
        return "Ja" if wanted.lower() in YES else "Nein"
    return wanted


def amount_words(path: str, wanted: str, fields: Fields) -> str:
    """1.204,50 € for cents, 14.11.2026 for a day, 12 m for a number with its unit."""
    field = fields.get(path)
    if is_day(wanted):
        return ".".join(reversed(wanted.split("-")))
    found = number(wanted)
    if field is None or found is None:
        return wanted
    if field.type == "money":
        return f"{found / 100:,.2f} €".translate(str.maketrans(",.", ".,"))
    unit = f" {field.unit}" if field.type in ("integer", "number") and field.unit else ""
    return wanted.replace(".", ",") + unit
