"""Which documents an Antrag needs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import Bring, Leistung, Nachweis
from glueckauf.forms.conditions import holds
from glueckauf.forms.visible import settled


def needed(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[Nachweis, ...]:
    """Those whose condition holds, in the order of the Leistung. Answers to what is no longer asked do not count."""
    counting = settled(leistung.form, answers)
    optional = optional_ones(leistung)
    return tuple(n for n in leistung.nachweise if n.key not in optional and holds(n.when, counting))


def to_bring(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[Bring, ...]:
    """What this person brings to her appointment."""
    counting = settled(leistung.form, answers)
    return tuple(b for b in leistung.bring if holds(b.when, counting))


def missing(leistung: Leistung, answers: Mapping[str, Any], handed_in: Iterable[str]) -> tuple[Nachweis, ...]:
    """Needed and not there."""
    there = set(handed_in)
    return tuple(n for n in needed(leistung, answers) if n.key not in there)


def still_missing(leistung: Leistung, answers: Mapping[str, Any], here: Iterable[str], late: Iterable[str]) -> tuple[Nachweis, ...]:
    """Needed and not `here`. Of what every entry of a group has to bring, as many must have come `late` as were promised for later."""
    there, promised = frozenset(here), promised_by_entries(leistung, answers)
    promised.subtract(late)
    return tuple(n for n in needed(leistung, answers) if n.key not in there or promised[n.key] > 0)


def promised_by_entries(leistung: Leistung, answers: Mapping[str, Any]) -> Counter[str]:
    """How many entries of groups hand a Nachweis in later."""
    counting = settled(leistung.form, answers)
    groups = [f for s in leistung.form.sections for f in s.fields if f.type == "group"]
    return Counter(
        inner.nachweis
        for group in groups
        for item in entries(counting.get(group.key))
        for inner in group.fields
        if inner.type == "file" and not inner.optional and item.get(inner.key) == []
    )


def entries(answer: Any) -> list[Mapping[str, Any]]:
    """Entries of a group, whatever was stored."""
    return [item for item in answer if isinstance(item, Mapping)] if isinstance(answer, list) else []


def optional_ones(leistung: Leistung) -> frozenset[str]:
    """Nachweise whose field in the form is optional: welcome, never missing."""
    fields = [f for s in leistung.form.sections for f in s.fields]
    inner = [i for f in fields if f.type == "group" for i in f.fields]
    return frozenset(f.nachweis for f in (*fields, *inner) if f.type == "file" and f.optional)
