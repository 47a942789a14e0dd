"""Where: from what people type ("hund anmelden bochum", "44787", "Muelheim") to cities."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from glueckauf.cities.rules.schema import KommuneData

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
POSTCODE = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What was understood: the cities meant, and the rest of the text. `unknown` is a place that is none of ours."""

    text: str
    kommunen: tuple[KommuneData, ...] = ()
    unknown: str = ""


def fold(text: str) -> str:
    """Lower case, umlauts written out, blanks single."""
    return " ".join(text.casefold().translate(FOLD).split())


def place_of(where: str, kommunen: Iterable[KommuneData]) -> Place:
    """The place field: a name, its beginning, or a postcode (which two cities may share)."""
    asked = fold(where)
    if not asked:
        return Place(text="")
    found = tuple(k for k in kommunen if asked in k.postcodes or named(k, asked))
    return Place(text="", kommunen=found, unknown="" if found else where.strip())


def named(kommune: KommuneData, asked: str) -> bool:
    """By key or by the beginning of its name; two letters are too few."""
    return len(asked) > 2 and (fold(kommune.name).startswith(asked) or asked in (kommune.key, fold(kommune.full_name)))


def split(text: str, kommunen: Iterable[KommuneData]) -> Place:
    """A place inside the search text is taken out of it: "hund anmelden in bochum" asks for "hund anmelden" in Bochum."""
    rest = fold(text)
    found: list[KommuneData] = []
    for kommune in kommunen:
        pattern = rf"\b(in )?({re.escape(fold(kommune.name))}|{re.escape(kommune.key)})\b"
        codes = [code for code in POSTCODE.findall(rest) if code in kommune.postcodes]
        if re.search(pattern, rest) or codes:
            found.append(kommune)
            rest = re.sub(pattern, " ", rest)
    if not found:
        return Place(text=" ".join(text.split()))
    return Place(text=" ".join(POSTCODE.sub(" ", rest).split()), kommunen=tuple(found))
