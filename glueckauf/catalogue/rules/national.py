"""The national catalogue as files bring it: which encoding, columns and lines can be used. Bytes in, lines out; nothing is guessed.

Two shapes are known: the LeiKa/OZG table of 2019 (UTF-8, commas) and exports of the FIM portal (ISO-8859-1, semicolons). Other
tables pass too when their columns have one of the names below.
"""

import csv
import io
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from glueckauf.core.errors import Refused
from glueckauf.core.foreign_text import Undecodable, decoded

MOST_BYTES = 20_000_000
MOST_LENGTHS = {"name": 500, "typ": 10, "ozg_id": 20, "ozg_name": 300, "situation": 120, "topic": 120}
KEY = re.compile(r"99\d{12}")
WITHOUT_KEY = ("", "nicht im leika", "kein leika", "-")
NAMES = {
    "key": ("leika_key", "leika-schlüssel", "leikaschlüssel", "leistungsschlüssel", "schlüssel", "leika-id"),
    "name": ("leistung", "leistungsbezeichnung", "bezeichnung", "leistungsname", "name"),
    "typ": ("typ", "leika-typ", "leistungstyp", "typisierung"),
    "ozg_id": ("ozg_id", "ozg-id"),
    "ozg_name": ("ozg_leistungsbuendel", "ozg-leistungsbündel", "ozg-leistung"),
    "situation": ("lebenslage", "lebens- und geschäftslage"),
    "topic": ("themenfeld", "ozg-themenfeld"),
    "law": ("rechtsgrundlage", "rechtsgrundlagen", "handlungsgrundlage"),
    "law_short": ("gesetz_kurz",),
    "synonyms": ("synonyme", "synonym"),
}
NEEDED = ("key", "name", "typ")
TYPS = ("1", "2/3", "2", "2a", "2b", "3", "3a", "3b", "4", "4a", "4b", "5", "6", "7", "8", "9", "10", "11", "12")


class Unreadable(Refused):
    """The file as a whole cannot be used; nothing was changed."""

    text = "Die Datei kann nicht gelesen werden. {reason} Der Katalog ist unverändert."


class Level(StrEnum):
    """Who carries a Leistung out, as far as its typ says. OPEN: the catalogue does not say whether Land, Kreis or Gemeinde."""

    BUND = "bund"
    LAND = "land"
    GEMEINDE = "gemeinde"
    OPEN = "offen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One usable line of the file."""

    key: str
    name: str
    typ: str
    ozg_id: str = ""
    ozg_name: str = ""
    situation: str = ""
    topic: str = ""
    law: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A line that was left out."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file: what can be used, what was left out, odd values (taken as they are), how it was read, and which columns it has."""

    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    odd: tuple[Left, ...]
    encoding: str
    columns: frozenset[str]


def read(content: bytes) -> Read:
    """The whole file. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(reason=f"Sie ist größer als {MOST_BYTES // 1_000_000} MB, der Katalog hat etwa 3 MB.")
    try:
        text, encoding = decoded(content)
    except Undecodable as error:
        raise Unreadable(reason=error.reason) from error
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        places = columns(next(rows, []))
        kept, left = sorted_out(rows, places)
    except csv.Error as error:
        raise Unreadable(reason=f"Zeile {rows.line_num} ist keine CSV-Zeile ({error}).") from error
    if not kept:
        raise Unreadable(reason="Sie enthält keine einzige brauchbare Zeile.")
    odd = (Left(line=at, key=line.key, reason=odd_typ(line.typ)) for at, line in kept.values() if line.typ not in TYPS)
    said = frozenset(places) | ({"words"} if {"synonyms", "law_short"} & set(places) else set())
    return Read(lines=tuple(line for _, line in kept.values()), left=tuple(left), odd=tuple(odd), encoding=encoding, columns=said)


def sorted_out(rows: Any, places: dict[str, int]) -> tuple[dict[str, tuple[int, Line]], list[Left]]:
    """Lines that can be used by their key, and the others."""
    kept: dict[str, tuple[int, Line]] = {}
    left: list[Left] = []
    for row in rows:
        if row and (reason := taken(row, places, rows.line_num, kept)):
            left.append(Left(line=rows.line_num, key=row[min(places["key"], len(row) - 1)][:20], reason=reason))
    return kept, left


def taken(row: list[str], places: dict[str, int], number: int, kept: dict[str, tuple[int, Line]]) -> str:
    """Adds a row to `kept`, or says why not."""
    if len(row) <= max(places.values()):
        return f"nur {len(row)} Spalten"
    parts = {name: squeezed(row[at]) for name, at in places.items()}
    if not parts["name"]:
        return "keine Bezeichnung"
    if long := next((name for name, most in MOST_LENGTHS.items() if len(parts.get(name, "")) > most), ""):
        return f"Spalte {long} ist zu lang"
    key = parts["key"]
    if key.lower() in WITHOUT_KEY:
        key = own_key(parts["name"], parts.get("ozg_id", ""))
    elif not KEY.fullmatch(key):
        return "der Schlüssel ist keiner (99 und zwölf weitere Ziffern)"
    if key in kept:
        return f"steht schon in Zeile {kept[key][0]}; die gilt"
    words = [w.strip() for name in ("synonyms", "law_short") for w in re.split(r"[,;|]", parts.get(name, ""))]
    fields = {name: parts.get(name, "") for name in ("name", "typ", "ozg_id", "ozg_name", "situation", "topic", "law")}
    kept[key] = (number, Line(key=key, words="\n".join(dict.fromkeys(filter(None, words))), **fields))
    return ""


def delimiter(text: str) -> str:
    """What stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def columns(header: list[str]) -> dict[str, int]:
    """Our name of a column -> its place. Raises Unreadable with the names that are missing."""
    there = {squeezed(name).lower(): at for at, name in reversed(list(enumerate(header)))}
    places = {ours: there[theirs] for ours, known in NAMES.items() for theirs in reversed(known) if theirs in there}
    if missing := [NAMES[name][0] for name in NEEDED if name not in places]:
        seen = ", ".join(header)[:200] or "keine"
        raise Unreadable(reason=f"Es fehlen die Spalten {', '.join(missing)}. Gefunden: {seen}.")
    return places


def squeezed(text: str) -> str:
    """Blanks single, none at the ends."""
    return " ".join(text.split())


def own_key(name: str, ozg_id: str) -> str:
    """A stable key for a Leistung without one: the same name in the same bundle has the same key in the next file."""
    return f"o-{sha256(f'{ozg_id}|{name.casefold()}'.encode()).hexdigest()[:14]}"


def level(typ: str) -> Level:
    """By typ (a: carried out by the Land, b: by Kommunen). Of 2, 3 and 4 without a letter the catalogue does not say who."""
    if typ == "1":
        return Level.BUND
    if typ in ("2a", "3a", "4a"):
        return Level.LAND
    return Level.GEMEINDE if typ == "5" else Level.OPEN


def odd_typ(typ: str) -> str:
    """What is strange about it."""
    return f"ungewöhnlicher Typ „{typ}“" if typ else "kein Typ"
