"""What is new about elements that stay, in two versions of a grid: compared by column in our own CSV files, which hold all of it."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from math import isclose

SAME = 1e-9  # relative: below this a number only went through another program
LONGEST = 40  # characters: a path of corners is not read beside another

Row = Mapping[str, str]


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """`pipes p1: diameter_mm 100,0 → 150,0`; of rows without an id how many are new, as `demands 3 Zeilen`."""
    for file, content in after.items():
        table, was, now = file.removesuffix(".csv"), rows(before.get(file, b"")), rows(content)
        if now and "id" not in now[0]:
            if more := sum((Counter(map(key, now)) - Counter(map(key, was))).values()):
                yield f"{table} {more} {'Zeile' if more == 1 else 'Zeilen'}"
            continue
        known = {row["id"]: row for row in was}
        for row in now:
            if found := list(differing(known.get(row["id"], row), row)):
                yield f"{table} {row['id']}: {', '.join(found)}"


def rows(content: bytes) -> list[Row]:
    """Of a file of ours."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def key(row: Row) -> tuple[str, ...]:
    """All of it."""
    return tuple(row.values())


def differing(before: Row, after: Row) -> Iterator[str]:
    """Columns that are not the same, with both values where they are short."""
    for name, value in after.items():
        was = before.get(name, "")
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
