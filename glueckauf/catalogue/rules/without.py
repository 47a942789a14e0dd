"""What a city does not ask: takes fields, options, Nachweise and things to bring out of a Leistung and tidies every condition that
spoke of them, in the parts of several offices too.

A condition about something that is never asked would be printed as a sentence nobody understands. So it is decided here: a test of a
removed answer never holds, and what could only be asked then goes too. Merging the rest of a city's changes is left to the loader.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from glueckauf.catalogue.rules.schema import Branch, Choose, Deadlines, Decision, EffectRule, Fee, FeeLine, Leistung, Mode, Part
from glueckauf.forms.schema import All, AnyOf, Condition, FormSchema, GroupField, Not, Section, Test


class UnknownKey(ValueError):
    """`without` names something the Leistung does not have."""


def without(leistung: Leistung, keys: Iterable[str]) -> Leistung:
    """The Leistung as this city asks it. `keys`: fields, Nachweise and what to bring, or field.option. Raises UnknownKey."""
    gone = frozenset(keys)
    if not gone:
        return leistung
    if unknown := gone - _known(leistung):
        raise UnknownKey(f"without: unknown {', '.join(sorted(unknown))}")
    while more := _follow(leistung, gone) - gone:
        gone |= more
    sections = tuple(s for s in (_section(s, gone) for s in leistung.form.sections if _holds(s.when, gone) is not False) if s.fields)
    nachweise = tuple(_plain(n, gone) for n in leistung.nachweise if n.key not in gone)
    bring = tuple(_plain(b, gone) for b in leistung.bring if b.key not in gone)
    parts = tuple(_part(p, gone) for p in leistung.parts if _holds(p.when, gone) is not False)
    rest = {"bring": bring, "parts": parts, **_decided(leistung, gone)}
    if _never_alone(leistung, gone):
        rest |= {"mode": Mode.PREPARED, "decision": rest["decision"].model_copy(update={"automatic_when": None})}
    return leistung.model_copy(update={"form": FormSchema(sections=sections), "nachweise": nachweise, **rest})


def _never_alone(leistung: Leistung, gone: frozenset[str]) -> bool:
    """Nobody is asked any more what would let the house decide alone: a person decides here."""
    alone = leistung.decision.automatic_when
    return leistung.mode is Mode.AUTOMATIC and alone is not None and prune(alone, gone) is False


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
    known = {n.key for n in leistung.nachweise} | {b.key for b in leistung.bring}
    for section in leistung.form.sections:
        for field in section.fields:
            known |= {field.key} | {f"{field.key}.{o.key}" for o in getattr(field, "options", ())}
    return known


def _follow(leistung: Leistung, gone: frozenset[str]) -> set[str]:
    """What can never be asked once `gone` is gone."""
    fields = [(s, f) for s in leistung.form.sections for f in s.fields]
    lost = {f.key for s, f in fields if _holds(s.when, gone) is False or _holds(f.when, gone) is False}
    lost |= {f.key for _, f in fields if f.type == "file" and f.nachweis in gone}
    lost |= {n.key for n in leistung.nachweise if _holds(n.when, gone) is False}
    return lost | {b.key for b in leistung.bring if _holds(b.when, gone) is False}


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


def _part(part: Part, gone: frozenset[str]) -> Part:
    """As that office decides it here: without the documents and effects of what is not asked."""
    tidied: Part = _plain(part, gone)
    nachweise = tuple(key for key in part.nachweise if key not in gone)
    return tidied.model_copy(update={"nachweise": nachweise, **_decided(part, gone)})


def _decided(of: Leistung | Part, gone: frozenset[str]) -> dict[str, Any]:
    """Fee, decision, clocks and effects; a part has some of them."""
    return {
        "fee": of.fee and _fee(of.fee, gone),
        "decision": of.decision and _decision(of.decision, gone),
        "deadlines": of.deadlines and _deadlines(of.deadlines, gone),
        "effects": tuple(e for e in of.effects if not _names(e) & gone),
    }


def _names(effect: EffectRule) -> set[str]:
    """Answers that it cannot do without."""
    return {key.split(".")[0] for key in (effect.object, effect.interval) if key}


def _deadlines(clocks: Deadlines, gone: frozenset[str]) -> Deadlines:
    """Without a fiction that can never run."""
    if clocks.fiction is None:
        return clocks
    when = _holds(clocks.fiction.when, gone)
    kept = None if when is False else clocks.fiction.model_copy(update={"when": None if isinstance(when, bool) else when})
    return clocks.model_copy(update={"fiction": kept})


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
    whens = {name: when for name in ("automatic_when", "grant_text_when") if (when := getattr(decision, name))}
    return decision.model_copy(update={name: _settled(when, gone) for name, when in whens.items()})


def _settled(condition: Condition, gone: frozenset[str]) -> Condition:
    """The tidied condition; always is an `all` without parts, never an `any` without parts."""
    left = prune(condition, gone)
    if isinstance(left, bool):
        return All(all=()) if left else AnyOf(any=())
    return left
