"""Which sections and fields are asked, given the answers so far.

One pass in the order of the form: a field is asked if its condition holds for the answers that count, and the answer of a field
that is not asked does not count for what comes after it. So a form whose conditions look back only (schema checks that) is settled.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import AnyField, FormSchema, GroupField, ItemField, Section, keys_asked, paths_asked

Values = Mapping[str, Any]


def sections(form: FormSchema, values: Values) -> tuple[Section, ...]:
    """Sections that are asked, i.e. the steps of this applicant."""
    counting = dict(values)
    found = []
    for section in form.sections:
        if not holds(section.when, counting):
            forget(section, counting)
            continue
        found.append(section)
        keep_asked(section, counting)
    return tuple(found)


def fields(section: Section, values: Values) -> tuple[AnyField, ...]:
    """Fields of one section that are asked. `values`: those of the whole form; pass settled(form, values) to ignore hidden answers."""
    return keep_asked(section, dict(values))


def item_fields(group: GroupField, item: Values, values: Values) -> tuple[ItemField, ...]:
    """Fields of one item of a group that are asked; its conditions see the item first, then the form."""
    counting = scope(group, item, values)
    found = []
    for field in group.fields:
        if holds(field.when, counting):
            found.append(field)
        else:
            counting.pop(field.key, None)
    return tuple(found)


def settled(form: FormSchema, values: Values) -> dict[str, Any]:
    """The values without the answers of fields that are not asked. What was typed and not understood stays (see inputs.TYPED)."""
    counting = dict(values)
    for section in form.sections:
        if holds(section.when, counting):
            keep_asked(section, counting)
        else:
            forget(section, counting)
    return counting


def scope(group: GroupField, item: Values, values: Values) -> dict[str, Any]:
    """What a condition inside a group sees: a field of the item hides one of the form with the same key."""
    own = {field.key for field in group.fields}
    return {key: value for key, value in values.items() if key not in own} | dict(item)


def keep_asked(section: Section, counting: dict[str, Any]) -> tuple[AnyField, ...]:
    """The asked fields; answers of the others leave `counting`, inside groups too."""
    found = []
    for field in section.fields:
        if not holds(field.when, counting):
            counting.pop(field.key, None)
            continue
        found.append(field)
        if field.type == "group" and isinstance(items := counting.get(field.key), list):
            counting[field.key] = [settled_item(field, item, counting) for item in items if isinstance(item, Mapping)]
    return tuple(found)


def settled_item(group: GroupField, item: Values, counting: Values) -> dict[str, Any]:
    """One item without the answers of fields it is not asked."""
    keys = {field.key for field in item_fields(group, item, counting)}
    return {key: value for key, value in item.items() if key in keys}


def forget(section: Section, counting: dict[str, Any]) -> None:
    """A section that is not asked: none of its answers counts."""
    for field in section.fields:
        counting.pop(field.key, None)


def deciding(fields: Sequence[AnyField]) -> dict[str, tuple[str, ...]]:
    """Fields among these that others here depend on, with the keys of those: a change there may show or hide them.

    Pass section.fields, or the fields of a group. A condition inside a group counts for the group as well. What depends on a field
    that depends on another one hangs on both.
    """
    own = {field.key for field in fields}
    asks: dict[str, set[str]] = {}
    for field in fields:  # conditions look back: those before it are known
        inner = field.fields if field.type == "group" else ()
        direct = {key for f in (field, *inner) for key in keys_asked(f.when)} & own - {field.key}
        asks[field.key] = direct.union(*(asks.get(key, set()) for key in direct))
    found = {key: tuple(field.key for field in fields if key in asks[field.key]) for key in (field.key for field in fields)}
    return {key: keys for key, keys in found.items() if keys}


def deciding_outside(group: GroupField, fields: Sequence[AnyField]) -> dict[str, tuple[str, ...]]:
    """Fields of a group's items that fields behind the group depend on, with the keys of those."""
    hanging = deciding(fields)
    found: dict[str, set[str]] = {}
    for field in fields:
        inner = field.fields if field.type == "group" else ()
        for path in {path for f in (field, *inner) for path in paths_asked(f.when)}:
            key, _, part = path.partition(".")
            if key == group.key != field.key and part:
                found.setdefault(part, set()).update((field.key, *hanging.get(field.key, ())))
    return {part: tuple(field.key for field in fields if field.key in keys) for part, keys in found.items()}
