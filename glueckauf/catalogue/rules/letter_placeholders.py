"""Placeholders of a letter that nothing fills: an answer no field gives, a number the city does not have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glueckauf.catalogue.rules.references import fields_of
from glueckauf.catalogue.rules.schema import Leistung

NAME = r"(?!at\b|keys\b|len\b|pairs\b|values\b)([a-z][a-z0-9_]*)"
PLACEHOLDER = re.compile(rf"\b(answers|city_values)\.(?:{NAME}|at\(\"([a-z0-9_]+)\")")


@dataclass(frozen=True, slots=True)
class Unfilled:
    """`of`: answers or city_values. Line and column count from 1."""

    letter: str
    of: str
    name: str
    line: int
    column: int


def unfilled(leistung: Leistung, letters: Mapping[str, str]) -> Iterator[Unfilled]:
    """Each once per letter, where it stands first."""
    known = {"answers": {path.partition(".")[0] for path in fields_of(leistung)}, "city_values": set(leistung.values)}
    for letter, source in letters.items():
        seen = set[tuple[str, str]]()
        for found in PLACEHOLDER.finditer(source):
            of, name = found[1], found[2] or found[3]
            if name not in known[of] and (of, name) not in seen:
                seen.add((of, name))
                before = source[: found.start()]
                yield Unfilled(letter, of, name, before.count("\n") + 1, found.start() - before.rfind("\n"))
