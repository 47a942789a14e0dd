"""What an import gives, and how its parts get keys."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from glueckauf.forms.schema import RESERVED

LONGEST_KEY = 40
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What became of one element. `path` is its way through the file (ids, joined by /), `field` the key it got, empty if it got none."""

    path: str
    field: str
    text: str
    needs_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A form as the draft of a Leistung holds it: plain JSON. `nachweise` are the documents its file fields name."""

    name: str
    sections: list[dict[str, Any]]
    report: tuple[ReportLine, ...]
    nachweise: tuple[dict[str, Any], ...] = ()
    identity: str = ""
    law: str = ""

    @property
    def for_a_person(self) -> tuple[ReportLine, ...]:
        """What nobody but a person can settle."""
        return tuple(line for line in self.report if line.needs_person)


def slug(text: str, first: str) -> str:
    """A key from words: Straße und Hausnummer gives strasse_und_hausnummer."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(GERMAN)).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    found = found if found[:1].isalpha() else f"{first}_{found}"
    found = found[:LONGEST_KEY].strip("_")
    return f"{first}_{found}"[:LONGEST_KEY] if found in RESERVED else found


def unique_key(text: str, taken: set[str], *, within: str = "", first: str = "feld") -> str:
    """A key nobody has yet, and takes it: the own words, else those of the group before them, else with a number."""
    own = slug(text, first)
    tried = [own, slug(f"{within} {text}", first)] if within else [own]
    found = next((key for key in tried if key not in taken), "")
    number = 2
    while not found or found in taken:
        found = f"{own[: LONGEST_KEY - len(str(number)) - 1]}_{number}"
        number += 1
    taken.add(found)
    return found
