"""Files of the municipality register: GV100AD of Destatis (fixed width), tables cut from it, postcodes, mergers. Bytes in, lines out."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from glueckauf.core.errors import Refused
from glueckauf.core.foreign_text import Undecodable, decoded

T = TypeVar("T")
MOST_BYTES = 20_000_000
FIXED = re.compile(r"(10|20|30|40|50|60)(\d{8})\d{2}")
KINDS = {
    "60": "markt",
    "61": "kreisfreie-stadt",
    "62": "kreisfreie-stadt",
    "63": "stadt",
    "64": "gemeinde",
    "65": "gemeindefrei",
    "66": "gemeindefrei",
    "67": "grosse-kreisstadt",
}
TABLE_KINDS = {
    "MARKT": "markt",
    "KREISFREIE_STADT": "kreisfreie-stadt",
    "STADTKREIS": "kreisfreie-stadt",
    "STADT": "stadt",
    "KREISANGEHOERIGE_GEMEINDE": "gemeinde",
    "GEMEINDEFREIES_GEBIET_BEWOHNT": "gemeindefrei",
    "GEMEINDEFREIES_GEBIET_UNBEWOHNT": "gemeindefrei",
    "GROSSE_KREISSTADT": "grosse-kreisstadt",
}
DISTRICTS = {"43": "Kreis", "44": "Landkreis"}


class UnreadableRegister(Refused):
    """The file as a whole cannot be used; nothing was changed."""

    text = "Die Datei kann nicht gelesen werden. {reason} Das Verzeichnis ist unverändert."


class FileKind(StrEnum):
    """What a file is about."""

    KOMMUNEN = "kommunen"
    POSTCODES = "postleitzahlen"
    MERGERS = "zusammenschluesse"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionLine:
    """A Land, Regierungsbezirk, Kreis or Verband."""

    code: str
    level: str
    name: str
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KommuneLine:
    """A municipality. `name` as the register has it: "Bochum, Stadt"."""

    ars: str
    ags: str
    name: str
    kind: str
    inhabitants: int
    seat: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodeLine:
    """A postcode delivered in a municipality."""

    postcode: str
    ags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerLine:
    """`old` belongs to `into` since that day."""

    old: str
    into: str
    since: date
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A line that was not used."""

    line: int
    key: str
    reason: str


@dataclass(slots=True, kw_only=True)
class RegisterFile:
    """What a file says, by key; filled while it is read."""

    kind: FileKind
    encoding: str
    day: date | None = None
    regions: dict[str, RegionLine] = field(default_factory=dict)
    kommunen: dict[str, KommuneLine] = field(default_factory=dict)
    postcodes: dict[tuple[str, str], PostcodeLine] = field(default_factory=dict)
    mergers: dict[str, MergerLine] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)


class Bad(Exception):
    """A line that cannot be used, with its reason."""


def read(content: bytes) -> RegisterFile:
    """The whole file. Raises UnreadableRegister."""
    if len(content) > MOST_BYTES:
        raise UnreadableRegister(reason=f"Sie ist größer als {MOST_BYTES // 1_000_000} MB, das Verzeichnis hat etwa 4 MB.")
    try:
        text, encoding = decoded(content)
    except Undecodable as error:
        raise UnreadableRegister(reason=error.reason) from error
    try:
        found = fixed(text, encoding) if FIXED.match(text) else table(text, encoding)
    except csv.Error as error:
        raise UnreadableRegister(reason=f"Sie ist keine CSV-Datei ({error}).") from error
    if not (found.kommunen or found.postcodes or found.mergers):
        raise UnreadableRegister(reason="Sie enthält keine einzige brauchbare Zeile.")
    return found


def fixed(text: str, encoding: str) -> RegisterFile:
    """GV100AD: the first two characters of a line say what it is about."""
    try:
        day = day_of(text[2:10])
    except Bad as bad:
        raise UnreadableRegister(reason="In der ersten Zeile steht kein Datum.") from bad
    found = RegisterFile(kind=FileKind.KOMMUNEN, encoding=encoding, day=day)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            attempt(found, number, line[10:22], fixed_line, line)
    return found


def fixed_line(found: RegisterFile, line: str) -> None:
    """Adds one line. Raises Bad."""
    kind, name, seat = line[:2], line[22:72].strip(), line[72:122].strip()
    if not FIXED.match(line) or not name:
        raise Bad("keine Zeile des GV100AD")
    if kind == "10":
        region(found, line[10:12], "land", name, seat)
    elif kind == "20":
        is_authority = name.startswith("Reg.-Bez. ")  # others are abolished or only statistical
        region(found, line[10:13], "bezirk" if is_authority else "region", name.removeprefix("Reg.-Bez. "), seat)
    elif kind == "40":
        word = DISTRICTS.get(line[122:124], "")
        region(found, line[10:15], "kreis", name if not word or "kreis" in name.lower() else f"{word} {name}", seat)
    elif kind == "50" and line[18:22] != "0000":
        region(found, line[10:15] + line[18:22], "verband", name, seat)
    elif kind == "60":
        kommune(found, fixed_kommune(line, name))


def fixed_kommune(line: str, name: str) -> KommuneLine:
    """A line of kind 60. Raises Bad."""
    if len(line) < 170:
        raise Bad("die Zeile ist abgeschnitten")
    ags = line[10:18]
    return KommuneLine(
        ars=ags[:5] + line[18:22] + ags[5:],
        ags=ags,
        name=name,
        kind=KINDS.get(line[122:124], "gemeinde"),
        inhabitants=number(line[139:150]),
        seat=line[165:170].strip(),
        has_more=line[170:175] == "*****",
    )


def region(found: RegisterFile, code: str, level: str, name: str, seat: str) -> None:
    """Adds a region."""
    found.regions[code] = RegionLine(code=code, level=level, name=name, seat=seat)


def kommune(found: RegisterFile, line: KommuneLine) -> None:
    """Adds a municipality. Raises Bad."""
    if not re.fullmatch(r"\d{12}", line.ars) or line.ars[:5] + line.ars[9:] != line.ags:
        raise Bad("Regionalschlüssel und Gemeindeschlüssel passen nicht zusammen")
    if line.ars in found.kommunen:
        raise Bad("der Regionalschlüssel steht schon weiter oben; die erste Zeile gilt")
    if not line.name or len(line.name) > 120:
        raise Bad("kein brauchbarer Name")
    found.kommunen[line.ars] = line


def table(text: str, encoding: str) -> RegisterFile:
    """A CSV; its columns say what it is about. Raises UnreadableRegister."""
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    names = {(name or "").strip().lower() for name in rows.fieldnames or ()}
    for needed, kind, take in SHAPES:
        if needed <= names:
            found = RegisterFile(kind=kind, encoding=encoding)
            for row in rows:
                cells = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
                key = next(iter(cells.values()), "")
                attempt(found, rows.line_num, key, take, cells)
            return found
    wanted = "; ".join(", ".join(sorted(needed)) for needed, _, _ in SHAPES)
    raise UnreadableRegister(
        reason=f"Es ist kein GV100AD und keine Tabelle mit den Spalten {wanted}. Gefunden: {', '.join(sorted(names))[:200]}."
    )


def attempt(found: RegisterFile, line: int, key: str, take: Callable[[RegisterFile, T], None], value: T) -> None:
    """A line that cannot be used is named and left out."""
    try:
        take(found, value)
    except Bad as bad:
        found.left.append(LeftOut(line=line, key=key[:20], reason=str(bad)))


def take_kommune(found: RegisterFile, cells: dict[str, str]) -> None:
    """A line of a table cut from the register."""
    found.day = found.day or (day_of(cells["stichtag"].replace("-", "")) if cells.get("stichtag") else None)
    line = KommuneLine(
        ars=cells["ars"],
        ags=cells["ags"],
        name=cells["name"],
        kind=TABLE_KINDS.get(cells.get("typ", ""), "gemeinde"),
        inhabitants=number(cells.get("inhabitants", "")),
        seat=cells.get("plz_verwaltungssitz", ""),
        has_more=cells.get("multiple_plz") == "1",
    )
    kommune(found, line)
    if cells.get("kreis") and line.kind != "kreisfreie-stadt":
        found.regions.setdefault(line.ars[:5], RegionLine(code=line.ars[:5], level="kreis", name=cells["kreis"]))


def take_postcode(found: RegisterFile, cells: dict[str, str]) -> None:
    """A pair."""
    if not re.fullmatch(r"\d{5}", cells["plz"]) or not re.fullmatch(r"\d{8}", cells["ags"]):
        raise Bad("Postleitzahl oder Gemeindeschlüssel hat nicht die richtige Zahl von Ziffern")
    found.postcodes[cells["plz"], cells["ags"]] = PostcodeLine(postcode=cells["plz"], ags=cells["ags"])


def take_merger(found: RegisterFile, cells: dict[str, str]) -> None:
    """Old and new."""
    old, into = cells["ars_alt"], cells["ars_neu"]
    if not re.fullmatch(r"\d{12}", old) or not re.fullmatch(r"\d{12}", into) or old == into:
        raise Bad("kein Paar von Regionalschlüsseln")
    if old in found.mergers:
        raise Bad("der alte Schlüssel steht schon weiter oben; die erste Zeile gilt")
    since = day_of(cells["seit"].replace("-", ""))
    more = {"name": cells.get("name", "")[:120], "source": cells.get("quelle", "")[:200]}
    found.mergers[old] = MergerLine(old=old, into=into, since=since, **more)


SHAPES: tuple[tuple[frozenset[str], FileKind, Callable[[RegisterFile, dict[str, str]], None]], ...] = (
    (frozenset(("ars_alt", "ars_neu", "seit")), FileKind.MERGERS, take_merger),
    (frozenset(("plz", "ags")), FileKind.POSTCODES, take_postcode),
    (frozenset(("ars", "ags", "name")), FileKind.KOMMUNEN, take_kommune),
)


def number(text: str) -> int:
    """Digits. Raises Bad."""
    if not text.isascii() or not text.isdigit():
        raise Bad("die Einwohnerzahl ist keine Zahl")
    return int(text)


def day_of(text: str) -> date:
    """20231130. Raises Bad."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError as error:
        raise Bad("kein Datum") from error
