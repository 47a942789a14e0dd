"""What a city does not ask: takes fields, options and Nachweise out of a Leistung and tidies every condition that spoke of them.

A condition about something that is never asked would be printed as a sentence nobody understands. So it is decided here: a test of a
removed answer never holds, and what could only be asked then goes too. Merging the rest of a city's changes is left to the loader.
"""

from collections.abc import Iterable
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.forms.schema import All, AnyOf, Condition, FormSchema, GroupField, Not, Section, Test


class UnknownKey(ValueError):
    """`without` names something the Leistung does not have."""


def without(leistung: Leistung, keys: Iterable[str]) -> Leistung:
    """The Leistung as this city asks it. `keys`: fields and Nachweise, or field.option. Raises UnknownKey."""
    gone = frozenset(keys)
    if not gone:
        return leistung
    if unknown := gone - _known(leistung):
        raise UnknownKey(f"without: unknown {', '.join(sorted(unknown))}")
    while more := _follow(leistung, gone) - gone:
        gone |= more
    sections = tuple(s for s in (_section(s, gone) for s in leistung.form.sections if _holds(s.when, gone) is not False) if s.fields)
    nachweise = tuple(_plain(n, gone) for n in leistung.nachweise if n.key not in gone)
    return leistung.model_copy(update={"form": FormSchema(sections=sections), "nachweise": nachweise})


def prune(condition: Condition, gone: frozenset[str]) -> Condition | bool:
    """The condition without the removed answers; True or False where nothing is left to ask."""
    if isinstance(condition, Test):
        return _prune_test(condition, gone)
    if isinstance(condition, Not):
        inner = prune(condition.not_, gone)
        return not inner if isinstance(inner, bool) else Not.model_validate({"not": inner})
    if isinstance(condition, All):
        return _prune_parts(condition.all, gone, ends=False)
    return _prune_parts(condition.any, gone, ends=True)


def _prune_test(test: Test, gone: frozenset[str]) -> Condition | bool:
    if test.field in gone or test.field.split(".")[0] in gone:
        return test.answered is False
    if f"{test.field}.{test.is_ or test.includes}" in gone:
        return False
    if test.in_ is None:
        return test
    left = tuple(key for key in test.in_ if f"{test.field}.{key}" not in gone)
    return Test.model_validate({"field": test.field, "in": left}) if left else False


def _prune_parts(parts: tuple[Condition, ...], gone: frozenset[str], *, ends: bool) -> Condition | bool:
    """`ends` is the value of a part that settles the whole: False for all, True for any."""
    pruned = [prune(part, gone) for part in parts]
    if any(part is ends for part in pruned):
        return ends
    left = tuple(part for part in pruned if not isinstance(part, bool))
    if len(left) < 2:
        return left[0] if left else not ends
    return AnyOf(any=left) if ends else All(all=left)


def _holds(when: Condition | None, gone: frozenset[str]) -> Condition | bool:
    return True if when is None else prune(when, gone)


def _known(leistung: Leistung) -> set[str]:
    known = {n.key for n in leistung.nachweise}
    for section in leistung.form.sections:
        for field in section.fields:
            known |= {field.key} | {f"{field.key}.{o.key}" for o in getattr(field, "options", ())}
    return known


def _follow(leistung: Leistung, gone: frozenset[str]) -> set[str]:
    """What can never be asked once `gone` is gone."""
    fields = [(s, f) for s in leistung.form.sections for f in s.fields]
    lost = {f.key for s, f in fields if _holds(s.when, gone) is False or _holds(f.when, gone) is False}
    lost |= {f.key for _, f in fields if f.type == "file" and f.nachweis in gone}
    return lost | {n.key for n in leistung.nachweise if _holds(n.when, gone) is False}


def _section(section: Section, gone: frozenset[str]) -> Section:
    fields = tuple(_options(_plain(f, gone), gone) for f in section.fields if f.key not in gone)
    tidied: Section = _plain(section, gone)
    return tidied.model_copy(update={"fields": fields})


def _plain(part: Any, gone: frozenset[str]) -> Any:
    """The part with its condition tidied."""
    when = _holds(part.when, gone)
    part = part.model_copy(update={"when": None if isinstance(when, bool) else when})
    if not isinstance(part, GroupField):
        return part
    return part.model_copy(update={"fields": tuple(_plain(f, gone) for f in part.fields if _holds(f.when, gone) is not False)})


def _options(field: Any, gone: frozenset[str]) -> Any:
    if not hasattr(field, "options"):
        return field
    return field.model_copy(update={"options": tuple(o for o in field.options if f"{field.key}.{o.key}" not in gone)})
