"""Conditions as schemas over the answers that count. None where a schema cannot say it: numbers as texts, days, phrases in a text."""

from typing import Any

from glueckauf.forms.conditions import NO, YES
from glueckauf.forms.schema import All, Condition, FormSchema, Not, Test

Json = dict[str, Any]


def asked(condition: Condition, form: FormSchema, own: frozenset[str] | None = None) -> Json | None:
    """A schema that holds exactly when the condition does. `own`: keys of an item, which sees nothing outside of itself."""
    if isinstance(condition, Test):
        return test(condition, form, own)
    if isinstance(condition, Not):
        inner = asked(condition.not_, form, own)
        return None if inner is None else {"not": inner}
    parts = [asked(part, form, own) for part in (condition.all if isinstance(condition, All) else condition.any)]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    if not found:
        return {} if isinstance(condition, All) else {"not": {}}
    return {"allOf" if isinstance(condition, All) else "anyOf": found}


def test(condition: Test, form: FormSchema, own: frozenset[str] | None) -> Json | None:
    """One question."""
    key, _dot, part = condition.field.partition(".")
    if own is not None and key not in own:
        return None
    field = next((f for _section, f in form.in_order() if f.key == key), None)
    if field is None:
        return None
    inner = next((f for f in field.fields if f.key == part), None) if field.type == "group" else None
    fits = compared(condition, inner or (None if part else field))
    if fits is None:
        return None
    if condition.answered is False:
        return {"not": at(key, part, field.type, {})}
    return at(key, part, field.type, fits)


def at(key: str, part: str, kind: str, fits: Json) -> Json:
    """The answer is there and fits; of a group any item does, of an address its part."""
    if not part:
        return there(key, fits)
    inner = there(part, fits)
    return there(key, {"type": "array", "contains": inner} if kind == "group" else {"type": "object", **inner})


def there(key: str, fits: Json) -> Json:
    """Answered, and so."""
    return {"required": [key], "properties": {key: {"allOf": [fits, {"not": BLANK}]}}}


BLANK: Json = {"enum": [None, "", [], {}]}


def compared(condition: Test, field: Any) -> Json | None:
    """What the answer must be. `field` None: a part of an address or period, a text."""
    if condition.answered is not None:
        return {}
    if condition.is_ is not None:
        return equal(condition.is_, field)
    if condition.in_ is not None:
        options = [equal(wanted, field) for wanted in condition.in_]
        return None if None in options else {"anyOf": options}
    if condition.includes is not None:
        return {"type": "array", "contains": {"const": condition.includes}}
    if condition.contains is not None:
        return None
    return ordered(condition, field)


def equal(wanted: str, field: Any) -> Json | None:
    """The same answer in its stored shape."""
    kind = "text" if field is None else field.type
    if kind in ("yesno", "consent"):
        return {"const": True} if wanted.lower() in YES else {"const": False} if wanted.lower() in NO else {"not": {}}
    if kind in ("integer", "money"):
        return {"const": int(wanted)} if wanted.lstrip("-").isdigit() else None
    return {"const": wanted} if kind in ("choice", "date") or (kind in ("text", "name") and not is_number(wanted)) else None


def is_number(text: str) -> bool:
    """Texts that are numbers compare by value: 01 is 1."""
    return any(sign.isdigit() for sign in text)


def ordered(condition: Test, field: Any) -> Json | None:
    """Whole numbers and numbers of entries."""
    limit = condition.at_least if condition.at_least is not None else condition.less_than
    if field is None or limit is None or not limit.lstrip("-").isdigit():
        return None
    if field.type in ("integer", "money"):
        return {"minimum": int(limit)} if condition.at_least is not None else {"exclusiveMaximum": int(limit)}
    if field.type in ("choices", "group", "file"):
        return {"minItems": max(0, int(limit))} if condition.at_least is not None else {"maxItems": int(limit) - 1}
    return None
