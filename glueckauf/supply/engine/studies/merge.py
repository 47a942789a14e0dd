"""Rows of parts become the rows of a study, in whatever order they come. Free of numpy, so that a page may use it."""

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
OF_WORST = ("use", "step", "element", "close", "open")


def merged(rows: Iterable[Row]) -> list[Row]:
    """One row for each id, in the order of the ids. Rows that count (`steps`, `dark_steps`) are added up and keep the worst of them."""
    found: dict[Any, Row] = {}
    for row in rows:
        before = found.get(row["id"])
        found[row["id"]] = row if before is None else joined(before, row)
    return [found[key] for key in sorted(found)]


def joined(one: Row, other: Row) -> Row:
    """Two rows of the same line over different quarter-hours; equal uses: the earlier one. Rows that do not count are the same row."""
    if "dark_steps" not in one:
        return one
    worst = max((one, other), key=lambda row: (-1.0, 0) if row["use"] is None else (row["use"], -row["step"]))
    return {
        **one,
        "steps": one["steps"] + other["steps"],
        "dark_steps": one["dark_steps"] + other["dark_steps"],
        "reason": max(one["reason"], other["reason"]),
        **{name: worst[name] for name in OF_WORST},
    }
