"""Reads the tables of a pandapower or pandapipes JSON file and nothing else: classes the file names are never built."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.imports.problems import ImportRefused

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Row = Mapping[str, Any]
Index = dict[Any, int]
LARGEST_BYTES = 100 * 1024 * 1024
LARGEST = 1e30  # no quantity of a grid in any unit; NaN and infinity fail the comparison too


def tables(raw: bytes) -> dict[str, list[Row]]:
    """Of a file: as `frames`."""
    return frames(parsed(raw))


def frames(outer: Mapping[str, Any]) -> dict[str, list[Row]]:
    """Table name -> rows with their index under "_index"; plain values of the net under the table "" (one row)."""
    values: dict[str, Any] = {}
    found: dict[str, list[Row]] = {}
    for name, value in outer.items():
        if isinstance(value, dict) and value.get("_class") == "DataFrame":
            found[name] = rows(name, value)
        elif not isinstance(value, dict | list):
            values[name] = value
    return found | {"": [values]}


def parsed(raw: bytes) -> dict[str, Any]:
    """The outer object. A hundred megabytes are no distribution grid."""
    if len(raw) > LARGEST_BYTES:
        raise ImportRefused("Datei", "Die Datei ist größer als 100 MB.")
    try:
        outer = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("Datei", f"Die Datei ist kein lesbares JSON ({error}).") from error
    content = outer.get("_object") if isinstance(outer, dict) else None
    if not isinstance(content, dict) or outer.get("_class") not in ("pandapowerNet", "pandapipesNet"):
        raise ImportRefused("Datei", "Das ist kein Netz von pandapower oder pandapipes.")
    return content


def rows(name: str, table: Mapping[str, Any]) -> list[Row]:
    """One table, orient "split": the only one these files use."""
    try:
        inner = json.loads(table["_object"]) if isinstance(table["_object"], str) else table["_object"]
        columns, index, data = inner["columns"], inner["index"], inner["data"]
        return [{"_index": key, **dict(zip(columns, line, strict=True))} for key, line in zip(index, data, strict=True)]
    except (KeyError, TypeError, ValueError) as error:
        raise ImportRefused(f"Tabelle {name}", "Die Tabelle ist nicht lesbar.") from error


def indexed(table: str, rows: Sequence[Row]) -> Index:
    """From the file's index to our row. A double index is refused: it would join two things silently."""
    found: Index = {}
    for position, row in enumerate(rows):
        if isinstance(row["_index"], list | dict) or row["_index"] in found:
            raise ImportRefused(f"{table} {row['_index']}", "Diese Nummer gibt es zweimal.")
        found[row["_index"]] = position
    return found


class Table:
    """Columns of one table as arrays; a value that is missing or not a number is refused with its place."""

    def __init__(self, name: str, rows: Sequence[Row]) -> None:
        self.name, self.rows = name, rows

    def place(self, row: Row) -> str:
        """Table and index of the file."""
        return f"{self.name} {row['_index']}"

    def ids(self) -> tuple[str, ...]:
        """Table and index: unique in the file and stable over exports of the same net."""
        return tuple(f"{self.name}-{row['_index']}" for row in self.rows)

    def texts(self, column: str) -> tuple[str, ...]:
        """Empty where nothing stands."""
        return tuple(str(row.get(column) or "") for row in self.rows)

    def numbers(self, column: str, default: float | None = None) -> Floats:
        """A column of numbers; without a default each row must have one."""
        return np.array([self.number(row, column, default) for row in self.rows], dtype=np.float64)

    def number(self, row: Row, column: str, default: float | None) -> float:
        value = row.get(column)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST < value < LARGEST:
            raise ImportRefused(self.place(row), f"In der Spalte {column} fehlt eine Zahl.")
        return float(value)

    def whole(self, column: str, default: int | None = None) -> Ints:
        """A column of whole numbers."""
        return self.numbers(column, default).round().astype(np.int64)

    def flags(self, column: str, *, default: str = "true") -> Bools:
        """A column of yes and no."""
        return np.array([bool(row[column]) if row.get(column) is not None else default == "true" for row in self.rows], dtype=bool)

    def links(self, column: str, index: Index, what: str) -> Ints:
        """A column that points into another table."""
        for row in self.rows:
            if isinstance(row.get(column), list | dict) or row.get(column) not in index:
                raise ImportRefused(self.place(row), f"{what} {row.get(column)} gibt es nicht.")
        return np.array([index[row[column]] for row in self.rows], dtype=np.int64)


def refuse_where(table: Table, wrong: Bools, reason: str) -> None:
    """At the first row that is wrong."""
    if wrong.any():
        raise ImportRefused(table.place(table.rows[int(wrong.argmax())]), reason)
