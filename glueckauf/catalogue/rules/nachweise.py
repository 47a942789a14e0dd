"""Which documents an Antrag needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung, Nachweis
from glueckauf.forms.conditions import holds
from glueckauf.forms.visible import settled


def needed(leistung: Leistung, answers: Mapping[str, Any]) -> tuple[Nachweis, ...]:
    """Those whose condition holds, in the order of the Leistung. Answers to what is no longer asked do not count."""
    counting = settled(leistung.form, answers)
    optional = optional_ones(leistung)
    return tuple(n for n in leistung.nachweise if n.key not in optional and holds(n.when, counting))


def missing(leistung: Leistung, answers: Mapping[str, Any], handed_in: Iterable[str]) -> tuple[Nachweis, ...]:
    """Needed and not there."""
    there = set(handed_in)
    return tuple(n for n in needed(leistung, answers) if n.key not in there)


def optional_ones(leistung: Leistung) -> frozenset[str]:
    """Nachweise whose field in the form is optional: welcome, never missing."""
    return frozenset(f.nachweis for s in leistung.form.sections for f in s.fields if f.type == "file" and f.optional)
