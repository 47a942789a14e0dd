"""One field of XDatenfelder as a field of our form, with what a person has to look at."""

import dataclasses
import re
from typing import Any

from glueckauf.forms.xdatenfelder.codelist import OWN_LISTS, CodeList, as_choice
from glueckauf.forms.xdatenfelder.tree import Art, Datum, Typ

USUAL_LENGTH, LONGEST, ONE_LINE = 200, 5000, 250
UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,15})?")
TYPES = {
    Typ.TEXT: "text",
    Typ.TEXT_LATIN: "text",
    Typ.TIME: "text",
    Typ.OBJ: "text",
    Typ.DATE: "date",
    Typ.DATETIME: "date",
    Typ.BOOL: "yesno",
    Typ.NUM: "number",
    Typ.NUM_INT: "integer",
    Typ.NUM_CURRENCY: "money",
    Typ.FILE: "file",
}
CALLED = {
    "text": "Textfeld",
    "date": "Datum",
    "yesno": "Ja-Nein-Frage",
    "number": "Zahl",
    "integer": "ganze Zahl",
    "money": "Betrag in Euro",
    "file": "Nachweis zum Hochladen",
    "choice": "Auswahl",
    "choices": "Mehrfachauswahl",
    "info": "Hinweistext",
}
TIME = {"pattern": "([01][0-9]|2[0-3]):[0-5][0-9]", "pattern_hint": "Bitte schreiben Sie die Uhrzeit so: 14:30."}


@dataclasses.dataclass(slots=True)
class Taken:
    """A field as it was taken, and the sentences for a person."""

    field: dict[str, Any]
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def words(self) -> str:
        """How it was taken."""
        more = f", höchstens {self.field['max_length']} Zeichen" if "max_length" in self.field else ""
        return f"Übernommen als {CALLED[self.field['type']]}{more}{', freiwillig' if self.field.get('optional') else ''}."


def taken(datum: Datum, key: str, law: str, codelists: tuple[CodeList, ...]) -> Taken:
    """The field in our shape."""
    found = Taken({"key": key, "type": "info" if datum.art is Art.LABEL else TYPES[datum.typ], "label": datum.label})
    described(found, datum, law)
    if datum.art is Art.LABEL:
        found.field["label"] = datum.content or datum.hint or datum.label
        found.field.pop("hint", None)
        return found
    if datum.art is Art.SELECT and datum.typ is not Typ.BOOL:
        chosen(found, datum, codelists)
    else:
        FILLERS.get(found.field["type"], nothing)(found, datum)
    noted(found, datum)
    return found


def described(found: Taken, datum: Datum, law: str) -> None:
    """Help, law and identity."""
    more = {"hint": datum.hint, "why": why(law or datum.law), "fim": str(datum.identity)}
    found.field |= {key: value for key, value in more.items() if value}


def why(law: str) -> str:
    """The legal basis of a question, as people read it; references to other standards are none."""
    return f"Rechtsgrundlage: {law}" if re.search(r"§|\bArt(ikel|\.)", law) else ""


def noted(found: Taken, datum: Datum) -> None:
    """What no field of ours can say."""
    notes = {
        datum.art is Art.LOCKED: "Das Feld ist im Schema gesperrt. Hier kann es ausgefüllt werden.",
        bool(datum.content): f"Die Vorgabe „{datum.content[:200]}“ wurde nicht eingetragen.",
        datum.prefill not in ("", "keine"): "Das Schema sieht eine Vorbefüllung vor. Sie ist noch nicht angeschlossen.",
        bool(datum.file_limits): f"Das Schema begrenzt die Datei ({datum.file_limits[:100]}). Hier gilt: Foto oder PDF, bis 20 MB.",
        datum.typ is Typ.DATETIME: "Das Schema fragt Datum und Uhrzeit, übernommen ist nur das Datum.",
        datum.typ is Typ.OBJ: "Die Datenart „obj“ kennen wir nicht, übernommen ist ein Textfeld.",
    }
    found.notes += [text for holds, text in notes.items() if holds]


def chosen(found: Taken, datum: Datum, codelists: tuple[CodeList, ...]) -> None:
    """A choice, if its list is at hand; else a text that waits for it."""
    known = next((codelist for codelist in codelists if codelist.is_called(datum.codelist)), None)
    if datum.codelist and not datum.codelist.startswith(OWN_LISTS):
        found.field["codelist"] = datum.codelist
    entries = datum.values or (known.entries if known else ())
    found.field["type"] = "text"
    if entries:
        found.field = as_choice(found.field, entries)
        return
    called = f"„{datum.codelist}“ " if datum.codelist else ""
    found.notes.append(f"Codeliste {called}fehlt. Bis Sie sie hochladen, ist die Auswahl ein Textfeld.")


def text(found: Taken, datum: Datum) -> None:
    """Lengths and pattern."""
    if datum.typ is Typ.TIME:
        found.field |= TIME
        return
    lengths(found, datum)
    pattern = datum.precision.pattern
    if pattern and is_harmless(pattern):
        found.field["pattern"] = pattern
    elif pattern:
        found.notes.append(f"Das Muster „{pattern[:200]}“ wurde nicht übernommen. Bitte prüfen Sie, was es verlangt.")


def lengths(found: Taken, datum: Datum) -> None:
    """The longest and the shortest answer; a pattern of the file goes before the shortest."""
    most, least = whole(datum.precision.max_length), whole(datum.precision.min_length)
    if most:
        found.field["max_length"] = str(min(most, LONGEST))
        found.field |= {"lines": "4"} if most > ONE_LINE else {}
    if most and most > LONGEST:
        found.notes.append(f"Das Schema erlaubt {most} Zeichen, möglich sind hier {LONGEST}.")
    if not least or least < 2:
        return
    if datum.precision.pattern or least > (most or USUAL_LENGTH):
        found.notes.append(f"Die kleinste Länge {least} wird nicht geprüft.")
        return
    pattern = f"(?s:.{{{least},}})"
    found.field |= {"pattern": pattern, "pattern_hint": minimum_hint(pattern)}


def minimum_hint(pattern: str) -> str:
    """The sentence to a pattern that only asks for a shortest length; empty for others."""
    found = re.fullmatch(r"\(\?s:\.\{(\d+),\}\)", pattern)
    return f"Bitte tragen Sie mindestens {found[1]} Zeichen ein." if found else ""


def whole(said: str) -> int:
    """A length as a number; 0 if none is said."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def is_harmless(pattern: str) -> bool:
    """Whether it compiles and cannot take long: no group is repeated, few parts are unbounded."""
    if len(pattern) > 200 or re.search(r"\)[*+?{]|\\[1-9]|\(\?[^:]", pattern) or len(UNBOUNDED.findall(pattern)) > 2:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def number(found: Taken, datum: Datum) -> None:
    """Limits; without a smallest value our form takes none below zero."""
    limits = {"minimum": datum.precision.minimum, "maximum": datum.precision.maximum}
    for name, said in limits.items():
        if NUMBER.fullmatch(said):
            found.field[name] = said.replace(",", ".")
        elif said:
            found.notes.append(f"Die Grenze „{said[:40]}“ ist keine Zahl und wurde nicht übernommen.")
    if "minimum" not in found.field:
        found.notes.append("Das Schema nennt keinen kleinsten Wert. Hier sind nur Zahlen ab 0 möglich.")


def document(found: Taken, datum: Datum) -> None:
    """The document has the name of its question."""
    found.field["nachweis"] = found.field["key"]


def nothing(found: Taken, datum: Datum) -> None:
    """Days and yes-no questions have no limits; where the file names some, a person reads them."""
    if datum.precision.minimum or datum.precision.maximum:
        found.notes.append(f"Die Grenzen „{datum.precision.minimum}“ bis „{datum.precision.maximum}“ wurden nicht übernommen.")


FILLERS = {"text": text, "number": number, "integer": number, "money": number, "file": document}
