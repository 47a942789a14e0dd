"""Where: from what people type into the place field ("44787", "Muelheim") to cities. Places inside other words: catalogue.rules.places."""

from collections.abc import Iterable
from dataclasses import dataclass

from glueckauf.cities.rules.schema import KommuneData

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What was understood: the cities meant. `unknown` is a place that is none of ours."""

    kommunen: tuple[KommuneData, ...] = ()
    unknown: str = ""


def fold(text: str) -> str:
    """Lower case, umlauts written out, blanks single."""
    return " ".join(text.casefold().translate(FOLD).split())


def place_of(where: str, kommunen: Iterable[KommuneData]) -> Place:
    """The place field: a name, its beginning, or a postcode (which two cities may share)."""
    asked = fold(where)
    if not asked:
        return Place()
    found = tuple(k for k in kommunen if asked in k.postcodes or named(k, asked))
    return Place(kommunen=found, unknown="" if found else where.strip())


def named(kommune: KommuneData, asked: str) -> bool:
    """By key or by the beginning of its name; two letters are too few."""
    return len(asked) > 2 and (fold(kommune.name).startswith(asked) or asked in (kommune.key, fold(kommune.full_name)))
