"""What a city does not ask: takes fields, options and Nachweise out of a Leistung and tidies every condition that spoke of them.

A condition about something that is never asked would be printed as a sentence nobody understands. So it is decided here: a test of a
removed answer never holds, and what could only be asked then goes too. Merging the rest of a city's changes is left to the loader.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from glueckauf.catalogue.rules.schema import Branch, Choose, Decision, Fee, FeeLine, Leistung
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
    rest = {"fee": _fee(leistung.fee, gone), "decision": _decision(leistung.decision, gone)}
    return leistung.model_copy(update={"form": FormSchema(sections=sections), "nachweise": nachweise, **rest})


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


def _fee(fee: Fee, gone: frozenset[str]) -> Fee:
    """Lines that can still arise; tables without the rows nobody can choose."""
    lines = tuple(_line(line, gone) for line in fee.lines if _holds(line.when, gone) is not False)
    by_person = fee.by_person_when and _settled(fee.by_person_when, gone)
    yearly = fee.yearly and _line(fee.yearly, gone)
    return fee.model_copy(update={"lines": lines, "yearly": yearly, "by_person_when": by_person})


def _line(line: FeeLine, gone: frozenset[str]) -> FeeLine:
    tidied: FeeLine = _plain(line, gone)
    return tidied.model_copy(update={"amount": _amount(line.amount, gone)})


def _amount(node: Any, gone: frozenset[str]) -> Any:
    if isinstance(node, Choose):
        return _choose(node, gone)
    if isinstance(node, tuple):
        return tuple(_amount(part, gone) for part in node)
    if isinstance(node, BaseModel):
        return node.model_copy(update={name: _amount(getattr(node, name), gone) for name in type(node).model_fields})
    return node


def _choose(table: Choose, gone: frozenset[str]) -> Any:
    rows: list[Branch] = []
    otherwise = _amount(table.otherwise, gone)
    for row in table.choose:
        when, then = prune(row.when, gone), _amount(row.then, gone)
        if when is True:
            otherwise = then
            break
        if not isinstance(when, bool):
            rows.append(Branch(when=when, then=then))
    return Choose(choose=tuple(rows), otherwise=otherwise) if rows else otherwise


def _decision(decision: Decision, gone: frozenset[str]) -> Decision:
    alone = decision.automatic_when
    return decision.model_copy(update={"automatic_when": _settled(alone, gone)}) if alone else decision


def _settled(condition: Condition, gone: frozenset[str]) -> Condition:
    """The tidied condition; always is an `all` without parts, never an `any` without parts."""
    left = prune(condition, gone)
    if isinstance(left, bool):
        return All(all=()) if left else AnyOf(any=())
    return left
