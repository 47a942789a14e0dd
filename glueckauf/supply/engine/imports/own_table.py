"""Columns of one CSV file as arrays. What is wrong is noted with its line and column and read on: a person wants all mistakes at once."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from glueckauf.supply.engine.imports.own_archive import LARGEST_BYTES
from glueckauf.supply.engine.imports.own_columns import NO, YES, Format
from glueckauf.supply.engine.imports.own_rows import NUMBER, Problems, Sheet, empty, sheet
from glueckauf.supply.engine.imports.problems import ImportRefused, RowsRefused
from glueckauf.supply.engine.power.grid import Bools, Floats, Ints

Index = Mapping[str, int]
LARGEST_WHOLE = 2**31
PATH = re.compile(r"\s*LINESTRING\s*\(([^()]*)\)\s*", re.IGNORECASE | re.ASCII)
Built = TypeVar("Built")


class Table:
    """One file. After a problem its arrays hold NaN or -1 there: nothing may be built from them."""

    def __init__(self, sheet: Sheet, problems: Problems) -> None:
        self.sheet, self.problems = sheet, problems
        self.sign = ""  # of decimals; the first one seen decides for the file

    def __len__(self) -> int:
        return len(self.sheet)

    def wrong(self, row: int, column: str, reason: str) -> None:
        """Notes it."""
        self.problems.add(self.sheet.file, self.sheet.lines[row], column, reason)

    def refuse(self, wrong: Bools, column: str, reason: str) -> None:
        """At each row of the mask."""
        for row in np.flatnonzero(wrong):
            self.wrong(int(row), column, reason)

    def ids(self, column: str = "id") -> tuple[str, ...]:
        """None empty, none twice."""
        found = self.words(column)
        first: dict[str, int] = {}
        for row, name in enumerate(found):
            if not name:
                self.wrong(row, column, "Hier fehlt ein Wert.")
            elif first.setdefault(name, row) != row:
                self.wrong(row, column, f"„{name[:40]}“ gibt es schon in Zeile {self.sheet.lines[first[name]]}.")
        return found

    def words(self, column: str, *, needed: bool = False) -> tuple[str, ...]:
        """Without blanks around them, as keys are compared."""
        found = tuple(cell.strip() for cell in self.sheet.cells[column])
        if needed:
            self.refuse(np.array([not word for word in found], dtype=bool), column, "Hier fehlt ein Wert.")
        return found

    def texts(self, column: str) -> tuple[str, ...]:
        """As they stand."""
        return self.sheet.cells[column]

    def numbers(self, column: str, default: float | Floats | None = None) -> Floats:
        """Finite numbers; without a default each row needs one. A default of NaN leaves it open."""
        given = np.full(len(self), np.nan) if default is None else np.broadcast_to(np.asarray(default, dtype=np.float64), len(self)).copy()
        for row, cell in enumerate(self.words(column, needed=default is None)):
            if cell:
                given[row] = self.number(row, column, cell)
        return given

    def number(self, row: int, column: str, cell: str) -> float:
        """Comma or point, but one of them per file: „1.234“ beside „0,5“ may be a thousand."""
        if len(cell) > 40 or not NUMBER.fullmatch(cell):
            self.wrong(row, column, f"„{cell[:40]}“ ist keine Zahl.")
            return np.nan
        sign = "," if "," in cell else "." if "." in cell else ""
        if sign and self.sign and sign != self.sign:
            self.wrong(row, column, "In dieser Datei stehen Zahlen mit Komma und mit Punkt; eines davon könnte Tausender trennen.")
            return np.nan
        self.sign = self.sign or sign
        value = float(cell.replace(",", "."))
        if not np.isfinite(value):
            self.wrong(row, column, f"„{cell}“ ist zu groß.")
            return np.nan
        return value

    def above(self, column: str, default: float | Floats | None = None) -> Floats:
        """Numbers greater than 0."""
        found = self.numbers(column, default)
        self.refuse(found <= 0, column, "Der Wert muss größer als 0 sein.")
        return found

    def least(self, column: str, default: float | Floats | None = None) -> Floats:
        """Numbers from 0."""
        found = self.numbers(column, default)
        self.refuse(found < 0, column, "Der Wert darf nicht kleiner als 0 sein.")
        return found

    def between(self, column: str, low: float, high: float, default: float | Floats | None = None) -> Floats:
        """Numbers of a range, both ends allowed."""
        found = self.numbers(column, default)
        self.refuse((found < low) | (found > high), column, f"Der Wert muss zwischen {low:g} und {high:g} liegen.")
        return found

    def places(self) -> Floats:
        """Columns x and y: both or none, NaN where unknown."""
        xy = np.stack([self.numbers("x", np.nan), self.numbers("y", np.nan)], axis=1)
        given = np.array([[bool(cell) for cell in self.words(name)] for name in ("x", "y")], dtype=bool).reshape(2, -1)
        self.refuse(given[0] != given[1], "x", "Es fehlt eine der beiden Koordinaten x und y.")
        return xy

    def paths(self, column: str) -> tuple[Floats, ...]:
        """Points from start to end as a WKT LINESTRING; none where the cell is empty."""
        return tuple(self.path(row, column, cell) for row, cell in enumerate(self.words(column)))

    def path(self, row: int, column: str, cell: str) -> Floats:
        """WKT has points as decimal signs, whatever the other columns have."""
        if not cell:
            return np.zeros((0, 2))
        found = PATH.fullmatch(cell)
        pairs = [pair.split() for pair in found[1].split(",")] if found else []
        if len(pairs) < 2 or any(len(pair) != 2 or not all(map(NUMBER.fullmatch, pair)) for pair in pairs):
            self.wrong(row, column, "Hier muss ein Linienzug stehen, etwa LINESTRING (7.2 51.5, 7.3 51.6).")
            return np.zeros((0, 2))
        points = np.array(pairs, dtype=np.float64)
        if not np.isfinite(points).all():
            self.wrong(row, column, "Eine Zahl im Linienzug ist zu groß.")
        return points

    def one_of(self, column: str, words: Mapping[str, str], default: str) -> tuple[str, ...]:
        """What each word stands for, however it is written."""
        given = [word.lower() or default.lower() for word in self.words(column)]
        known = {key.lower(): value for key, value in words.items()}
        wrong = np.array([word not in known for word in given], dtype=bool)
        self.refuse(wrong, column, f"Hier muss eines davon stehen: {', '.join(words)}.")
        return tuple(known.get(word, "") for word in given)

    def known(self, column: str, names: Mapping[str, object], what: str) -> tuple[str, ...]:
        """Names of another file's groups; an empty cell is none."""
        found = self.words(column)
        for row, cell in enumerate(found):
            if cell and cell not in names:
                self.wrong(row, column, f"{what} „{cell[:40]}“ gibt es nicht.")
        return found

    def whole(self, column: str, default: int | None = None) -> Ints:
        """Whole numbers."""
        found = self.numbers(column, default)
        bad = (np.isfinite(found) & (found != np.round(found))) | (np.abs(found) >= LARGEST_WHOLE)
        self.refuse(bad, column, "Hier muss eine ganze Zahl stehen.")
        return np.where(bad | np.isnan(found), 0, found).astype(np.int64)

    def flags(self, column: str, *, default: str = "") -> Bools:
        """ja or nein; without a default each row needs one."""
        found = np.zeros(len(self), dtype=bool)
        for row, cell in enumerate(self.words(column)):
            word = (cell or default).lower()
            if word not in YES | NO:
                self.wrong(row, column, "Hier muss ja oder nein stehen.")
            found[row] = word in YES
        return found

    def links(self, column: str, index: Index, what: str, *, needed: bool = True) -> Ints:
        """Rows of another table by id; -1 where a cell that may be empty is."""
        found = np.full(len(self), -1, dtype=np.int64)
        for row, cell in enumerate(self.words(column, needed=needed)):
            found[row] = index.get(cell, -1)
            if cell and cell not in index:
                self.wrong(row, column, f"{what} „{cell[:40]}“ gibt es nicht.")
        return found


def indexed(ids: tuple[str, ...]) -> dict[str, int]:
    """From id to its first row."""
    return {name: row for row, name in reversed(list(enumerate(ids)))}


def read(files: Mapping[str, bytes], format: Format, build: Callable[[Mapping[str, Table]], Built]) -> Built:
    """What the tables of a format say. Raises ImportRefused, RowsRefused with all places that are wrong."""
    if sum(map(len, files.values())) > LARGEST_BYTES:
        raise ImportRefused("Datei", "Die Dateien sind zusammen größer als 100 MB.")
    problems = Problems(format)
    found = build(tables(files, problems))
    if problems.count:
        raise RowsRefused(problems.sorted(), problems.count)
    return found


def tables(files: Mapping[str, bytes], problems: Problems) -> dict[str, Table]:
    """All files of the format; those that are not there have no rows."""
    known, given = problems.format.files, dict[str, bytes]()
    for shown, raw in files.items():
        name = shown.lower()
        if name not in known:
            problems.add(shown[:80], 0, "", f"Diese Datei kennt der Import nicht. Er kennt: {', '.join(known)}.")
        elif name in given:
            problems.add(name, 0, "", "Diese Datei gibt es zweimal.")
        given[name] = raw
    for name in problems.format.needed:
        if name not in given:
            problems.add(name, 0, "", "Diese Datei fehlt.")
    return {name: Table(sheet(name, given[name], problems) if name in given else empty(name, problems), problems) for name in known}
