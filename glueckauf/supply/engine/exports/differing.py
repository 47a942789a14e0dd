"""What is new about elements that stay, in two versions of a grid: compared by column in our own CSV files, which hold all of it."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from math import isclose

from glueckauf.supply.engine.power.difference import SAME

LONGEST = 40  # characters: a path of corners is not read beside another

Row = tuple[str, ...]


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """`pipes p1: diameter_mm 100,0 → 150,0`; of rows without an id how many are new or gone, as `demands 3 Zeilen`."""
    for file, content in after.items():
        if before.get(file, b"") != content:  # nearly all files of a new revision are the same
            yield from changed_rows(file.removesuffix(".csv"), before.get(file, b""), content)


def changed_rows(table: str, before: bytes, after: bytes) -> Iterator[str]:
    """Of one file. Both are written by the same exporter, with the same columns."""
    was, now = rows(before), rows(after)
    next(was, ())
    names = next(now, ())
    if "id" not in names:
        one, other = Counter(now), Counter(was)
        if count := max((one - other).total(), (other - one).total()):
            yield f"{table} {count} {'Zeile' if count == 1 else 'Zeilen'}"
        return
    at = names.index("id")
    known = {row[at]: row for row in was}
    for row in now:
        old = known.get(row[at], row)
        if old != row and (found := list(differing(names, old, row))):
            yield f"{table} {row[at]}: {', '.join(found)}"


def rows(content: bytes) -> Iterator[Row]:
    """Of a file of ours, the names of its columns first."""
    return map(tuple, csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def differing(names: Row, before: Row, after: Row) -> Iterator[str]:
    """Columns that are not the same, with both values where they are short."""
    for name, was, value in zip(names, before, after, strict=True):
        if not same(was, value):
            yield both(name, was, value)


def both(name: str, before: str, after: str) -> str:
    """`length_m 100,0 → 120,0`."""
    return name if max(len(before), len(after)) > LONGEST else f"{name} {before or '–'} → {after or '–'}"


def same(one: str, other: str) -> bool:
    """Texts, or numbers up to SAME."""
    if one == other:
        return True
    try:
        return isclose(float(one.replace(",", ".")), float(other.replace(",", ".")), rel_tol=SAME)
    except ValueError:
        return False
