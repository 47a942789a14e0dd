"""Conditions that cannot be meant: that never hold, always hold, or ask for an answer nobody can give. Explained in German."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from glueckauf.catalogue.rules.authors.logic import Asked, conjuncts, core, fate, in_order, tests_of, within
from glueckauf.catalogue.rules.authors.remark import Remark, error, hint
from glueckauf.catalogue.rules.schema import Branch, Leistung
from glueckauf.forms.conditions import NO, YES, label_of, phrase
from glueckauf.forms.conditions import fields_by_path as labels_of
from glueckauf.forms.schema import All, AnyField, Condition, ItemField, Test, keys_asked

Known = Mapping[str, Asked]
Fields = Mapping[str, AnyField]


def about_conditions(leistung: Leistung) -> Iterator[Remark]:
    """Of the form, the documents, the fee and the decision."""
    known, fields = in_order(leistung.form), labels_of(leistung.form)
    yield from of_form(leistung, known, fields)
    for at, nachweis in enumerate(leistung.nachweise):
        if nachweis.when is not None:
            yield from judged(
                nachweis.when, (), known, fields, f"nachweise.{at}.when", f"Der Nachweis „{nachweis.label}“ wird nie verlangt"
            )
    for at, line in enumerate(leistung.fee.lines):
        if line.when is not None:
            yield from judged(line.when, (), known, fields, f"fee.lines.{at}.when", f"„{line.text}“ wird nie erhoben")
        yield from of_amount(line.amount, known, fields, f"fee.lines.{at}.amount")
    if leistung.decision.automatic_when is not None and fate(leistung.decision.automatic_when, known).never:
        yield hint("leistung.decision.automatic_when", "So wird nie automatisch entschieden: Die Bedingung trifft nie zu.", "never")


def of_form(leistung: Leistung, known: Known, fields: Fields) -> Iterator[Remark]:
    """Sections, fields, fields of groups."""
    for s, section in enumerate(leistung.form.sections):
        place = f"form.sections.{s}"
        if section.when is not None:
            yield from judged(section.when, (), known, fields, f"{place}.when", f"Der Abschnitt „{section.title}“ wird nie gezeigt")
        outer = (section.when,) if section.when is not None else ()
        for f, field in enumerate(section.fields):
            where = f"{place}.fields.{f}"
            if field.when is not None:
                yield from judged(field.when, outer, known, fields, f"{where}.when", f"„{field.label}“ wird nie gefragt")
            for i, inner in enumerate(field.fields if field.type == "group" else ()):
                if inner.when is not None:
                    inside = {**fields, **{x.key: x for x in getattr(field, "fields", ())}}
                    said = f"„{inner.label}“ wird nie gefragt"
                    yield from judged(inner.when, (), within(field, known), inside, f"{where}.fields.{i}.when", said)


def judged(when: Condition, outer: tuple[Condition, ...], known: Known, fields: Fields, path: str, said: str) -> Iterator[Remark]:
    """One condition; `outer` must hold with it."""
    strange = list(impossible_answers(when, fields, path))
    yield from strange
    found = fate(All(all=(*outer, when)), known)
    if found.never and not strange:
        yield error(f"leistung.{path}", f"{said}: {reason(conjuncts((*outer, when)), known, fields)}", "never")
    elif not outer and found.always or (outer and fate(when, known).always):
        yield hint(f"leistung.{path}", f"Diese Bedingung trifft immer zu und kann weg: {phrase(when, fields)}.", "always")


def reason(parts: list[Condition], known: Known, fields: Fields) -> str:
    """Which parts exclude each other, and what they depend on."""
    least = core(parts, known)
    words = [phrase(part, fields) for part in least]
    text = f"Es kann nicht sein, dass gilt: {words[0]}." if len(words) == 1 else f"Das schließt sich aus: {'; '.join(words)}."
    if fate(All(all=tuple(least)), known, hidden=False).never:
        return text
    return " ".join([text, *prerequisites(least, known, fields)])


def prerequisites(parts: list[Condition], known: Known, fields: Fields) -> Iterator[str]:
    """What has to hold before the questions are asked at all."""
    for key in sorted({k for part in parts for k in keys_asked(part)}):
        for when in known[key].whens if key in known else ():
            yield f"Denn nach „{label_of(key, fields)}“ fragen wir nur, wenn {phrase(when, fields)}."


def impossible_answers(when: Condition, fields: Fields, path: str) -> Iterator[Remark]:
    """Tests for an option the field does not have."""
    for test in tests_of(when):
        field = fields.get(test.field)
        for word in named_answers(test, field):
            near = get_close_matches(word, [o.key for o in getattr(field, "options", ())], n=1, cutoff=0.6)
            more = f" Meinten Sie „{near[0]}“?" if near else ""
            yield error(f"leistung.{path}", f"„{label_of(test.field, fields)}“ hat keine Antwort „{word}“.{more}", "no_such_answer")


def named_answers(test: Test, field: AnyField | ItemField | None) -> list[str]:
    """Words of a test that are none of the field's answers."""
    words = [w for w in (test.is_, test.includes, *(test.in_ or ())) if w is not None]
    if field is not None and field.type in ("choice", "choices"):
        keys = {o.key for o in field.options}
        return [w for w in words if w not in keys and not w.isdigit()]
    if field is not None and field.type in ("yesno", "consent"):
        return [w for w in words if w.lower() not in YES | NO]
    return []


def of_amount(node: Any, known: Known, fields: Fields, path: str) -> Iterator[Remark]:
    """Rows of a fee table that nobody reaches: those before them cover everything."""
    for name in getattr(type(node), "model_fields", ()):
        value = getattr(node, name)
        for at, part in enumerate(value if isinstance(value, tuple) else (value,)):
            where = f"{path}.{name}.{at}" if isinstance(value, tuple) else f"{path}.{name}"
            if isinstance(part, Branch):
                yield from impossible_answers(part.when, fields, f"{where}.when")
                if fate(part.when, known).never:
                    yield hint(f"leistung.{where}.when", f"Diese Zeile der Tabelle gilt nie: {phrase(part.when, fields)}.", "never")
            if hasattr(type(part), "model_fields") and not isinstance(part, Test):
                yield from of_amount(part, known, fields, where)
