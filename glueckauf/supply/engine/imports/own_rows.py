"""CSV as an office program writes it: BOM, semicolons, decimal commas. Text that is not UTF-8 is refused, a mixed decimal sign too."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from glueckauf.supply.engine.imports.own_columns import POWER, Format
from glueckauf.supply.engine.imports.problems import Problem

MOST_ROWS = 500_000
LONGEST_LINE = 20_000  # characters
KEPT = 10_000  # problems; the others are counted
NUMBER = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, over all files of a format."""

    format: Format = POWER
    found: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int, column: str, reason: str) -> None:
        """One more."""
        self.count += 1
        if len(self.found) < KEPT:
            self.found.append(Problem(file=file, line=line, column=column, reason=reason))

    def sorted(self) -> list[Problem]:
        """In the order of the format's files, then lines and columns."""
        order = {name: at for at, name in enumerate(self.format.files)}
        return sorted(self.found, key=lambda one: (order.get(one.file, len(order)), one.file, one.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file: cells by column, and the line each row begins with."""

    file: str
    lines: tuple[int, ...]
    cells: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.lines)


class Unreadable(ValueError):
    """The file as a whole cannot be read: line, column and reason."""

    def __init__(self, line: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.line, self.column, self.reason = line, column, reason


def sheet(file: str, raw: bytes, problems: Problems) -> Sheet:
    """The rows of a file; empty, with a problem noted, where it cannot be read as a whole."""
    try:
        return read(file, decoded(raw), problems)
    except Unreadable as wrong:
        problems.add(file, wrong.line, wrong.column, wrong.reason)
    return empty(file, problems)


def empty(file: str, problems: Problems) -> Sheet:
    """No rows."""
    return Sheet(file=file, lines=(), cells={name: () for name in problems.format.files[file].columns})


def decoded(raw: bytes) -> str:
    """UTF-8, with or without a byte order mark."""
    if raw.startswith(UTF_16):
        raise Unreadable(0, "", "Die Datei ist in UTF-16. Bitte beim Speichern „CSV UTF-8“ wählen.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reason = "Die Datei ist nicht in UTF-8, vermutlich in ISO-8859-1. Bitte beim Speichern „CSV UTF-8“ wählen."
        raise Unreadable(line, "", reason) from error


def read(file: str, text: str, problems: Problems) -> Sheet:
    """Header and rows. A row of another width is a problem of its own and left out."""
    first = text.split("\n", 1)[0]
    lines = csv.reader(bounded(text), delimiter=next((sign for sign in ";\t," if sign in first), ";"), strict=True)
    rows: list[tuple[int, list[str]]] = []
    header: list[str] | None = None
    begins = 1
    try:
        for row in lines:
            begin, begins = begins, lines.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header = headed(file, row, begin, problems.format)
            elif len(row) != len(header):
                problems.add(file, begin, "", f"Die Zeile hat {len(row)} Felder, die erste Zeile {len(header)}.")
            else:
                rows.append((begin, row))
            if len(rows) > MOST_ROWS:
                raise Unreadable(begin, "", f"Die Datei hat mehr als {MOST_ROWS} Zeilen.")
    except csv.Error as error:
        raise Unreadable(begins, "", "Ab hier ist die Datei kein lesbares CSV; vielleicht fehlt ein Anführungszeichen.") from error
    if header is None:
        raise Unreadable(0, "", "Die Datei ist leer.")
    columns = list(zip(*(row for _, row in rows), strict=True)) or [()] * len(header)
    return filled(file, tuple(line for line, _ in rows), dict(zip(header, columns, strict=True)), problems.format)


def bounded(text: str) -> Iterator[str]:
    """Lines as they stand, none longer than any table needs."""
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(number, "", f"Die Zeile ist länger als {LONGEST_LINE} Zeichen.")
        yield line


def headed(file: str, row: list[str], line: int, format: Format) -> list[str]:
    """Column names: all known, none twice, none missing that is needed."""
    names = [cell.strip().lower() for cell in row]
    expected = format.files[file]
    for name in names:
        if name not in expected.columns:
            reason = f"Die Spalte „{name[:40]}“ kennt der Import nicht. Er kennt: {', '.join(expected.columns)}."
            raise Unreadable(line, name[:40], reason)
        if names.count(name) > 1:
            raise Unreadable(line, name, "Diese Spalte gibt es zweimal.")
    missing = [name for name in expected.columns if name in expected.needed and name not in names]
    if missing:
        raise Unreadable(line, "", f"Es fehlen Spalten: {', '.join(missing)}.")
    return names


def filled(file: str, lines: tuple[int, ...], cells: dict[str, tuple[str, ...]], format: Format) -> Sheet:
    """With empty cells for the columns the file leaves out."""
    blank = ("",) * len(lines)
    return Sheet(file=file, lines=lines, cells={name: cells.get(name, blank) for name in format.files[file].columns})
