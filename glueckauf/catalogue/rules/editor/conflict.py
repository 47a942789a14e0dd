"""Two versions of one part beside each other: only what differs, in words a person can compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MOST = 60
WORDS = {
    "label": "Frage",
    "title": "Überschrift",
    "intro": "Einleitung",
    "hint": "Hilfe",
    "why": "Begründung",
    "type": "Art",
    "options": "Antworten",
    "when": "Bedingung",
    "optional": "freiwillig",
    "amount": "Betrag",
    "text": "Text",
    "law": "Recht",
    "values": "Beträge",
    "fee": "Gebühr",
    "name": "Name",
    "short": "Satz dazu",
    "de": "Deutsch",
    "en": "Englisch",
    "leicht": "Leichte Sprache",
    "source": "Quelle",
    "year": "Jahr",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where they differ."""

    place: str
    theirs: str
    mine: str


def differences(theirs: Any, mine: Any) -> tuple[Difference, ...]:
    """What differs; a part that is gone says so."""
    found = []
    for path, one, two in compared(theirs, mine, ()):
        place = " › ".join(WORDS.get(step, step) for step in path) or "Inhalt"
        found.append(Difference(place=place, theirs=said(one), mine=said(two)))
        if len(found) == MOST:
            break
    return tuple(found)


def compared(one: Any, two: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Leaves that differ."""
    if one == two:
        return
    if isinstance(one, dict) and isinstance(two, dict):
        for key in {**one, **two}:
            yield from compared(one.get(key), two.get(key), (*path, key))
        return
    if isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for at, (a, b) in enumerate(zip(one, two, strict=True)):
            yield from compared(a, b, (*path, str(at + 1)))
        return
    yield path, one, two


def said(value: Any) -> str:
    """A value as text, a mapping as lines."""
    if value is None:
        return "(entfernt)"
    if isinstance(value, dict):
        return "; ".join(f"{WORDS.get(key, key)}: {said(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(said(item) for item in value) or "(leer)"
    return str(value) or "(leer)"
