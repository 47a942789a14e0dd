"""Answers carried over from one form to its next revision: where the field is still there with the same type, and the option still is."""

from collections.abc import Iterable, Mapping
from typing import Any

from glueckauf.forms.inputs import TYPED, Values, items_of, typed_of
from glueckauf.forms.schema import AnyField, FormSchema, GroupField, ItemField


def carried(old: FormSchema, new: FormSchema, values: Values) -> dict[str, Any]:
    """The values as the new form can hold them. What it cannot is left out; the old version keeps it."""
    before, after = by_key(f for s in old.sections for f in s.fields), by_key(f for s in new.sections for f in s.fields)
    kept: dict[str, Any] = {}
    for key, field in after.items():
        if key in values and is_same(before.get(key), field):
            value = carried_value(before[key], field, values[key])
            if value is not None:
                kept[key] = value
    typed = {name: texts for name, texts in typed_of(values).items() if stays(name, before, after)}
    return kept | ({TYPED: typed} if typed else {})


def by_key(fields: Iterable[AnyField]) -> dict[str, AnyField]:
    """Fields by key."""
    return {field.key: field for field in fields}


def is_same(old: AnyField | ItemField | None, new: AnyField | ItemField) -> bool:
    """Whether an answer to the old field is one to the new field, by its shape."""
    return old is not None and old.type == new.type


def stays(name: str, before: Mapping[str, AnyField], after: Mapping[str, AnyField]) -> bool:
    """Whether what was typed and not understood belongs to a field that is still there."""
    key, _, rest = name.partition("-")
    old, new = before.get(key), after.get(key)
    if new is None or not is_same(old, new):
        return False
    if not isinstance(new, GroupField) or not isinstance(old, GroupField):
        return True
    inner = rest.partition("-")[2].partition("-")[0]
    fields = {field.key: field for field in new.fields}
    return inner in fields and is_same({f.key: f for f in old.fields}.get(inner), fields[inner])


def carried_value(old: AnyField | ItemField, new: AnyField | ItemField, value: Any) -> Any:
    """One answer; None where its option is gone."""
    if isinstance(new, GroupField) and isinstance(old, GroupField):
        return [carried_item(old, new, item) for item in items_of(value)]
    if new.type == "choice":
        return value if value in {option.key for option in new.options} else None
    if new.type == "choices":
        keys = {option.key for option in new.options}
        left = [key for key in value if key in keys] if isinstance(value, list) else []
        return left or None
    return value


def carried_item(old: GroupField, new: GroupField, item: Values) -> dict[str, Any]:
    """One item of a group."""
    before = {field.key: field for field in old.fields}
    kept = {
        field.key: carried_value(before[field.key], field, item[field.key])
        for field in new.fields
        if field.key in item and is_same(before.get(field.key), field)
    }
    return {key: value for key, value in kept.items() if value is not None}
