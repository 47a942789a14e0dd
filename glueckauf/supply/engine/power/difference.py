"""What a new revision of a grid changes: elements by table and id, never by row; what an element points at counts by its id too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from math import isclose, isnan
from typing import Any

import numpy as np

from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import PowerGrid, switch_targets

SAME = 1e-9  # relative: below this a number only went through another program
TABLES = ("nodes", "lines", "transformers", "switches", "loads", "generators", "sources")
POINTS_AT_NODES = {"start", "end", "hv", "lv", "node"}
Value = str | float | bool | tuple[float, ...]


@dataclass(frozen=True, slots=True, order=True)
class Element:
    """Something with an id."""

    table: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value before and after. References are ids."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An element that stays, with what is new about it."""

    element: Element
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By table and id, in the order of the tables; `frequency` where that changes."""

    added: tuple[Element, ...]
    removed: tuple[Element, ...]
    changed: tuple[Change, ...]
    frequency: Field | None = None

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.frequency)


def difference(before: PowerGrid, after: PowerGrid, old: Connections, new: Connections) -> Difference:
    """From the grid and addresses in force to those that would follow."""
    was, now = dict(elements(before, old)), dict(elements(after, new))
    return Difference(
        added=tuple(element for element in now if element not in was),
        removed=tuple(element for element in was if element not in now),
        changed=tuple(change for element in now if element in was for change in changes(element, was[element], now[element])),
        frequency=next(iter(differing({"frequency_hz": before.frequency_hz}, {"frequency_hz": after.frequency_hz})), None),
    )


def elements(grid: PowerGrid, connections: Connections) -> Iterator[tuple[Element, Mapping[str, Value]]]:
    """Every element with its values."""
    for table in TABLES:
        yield from rows(table, columns(getattr(grid, table), grid))
    yield from rows("connections", columns(connections, grid))


def columns(table: Any, grid: PowerGrid) -> dict[str, list[Value]]:
    """A table's columns as plain values, rows of other tables as ids."""
    found: dict[str, list[Value]] = {}
    for field in fields(table):
        values = getattr(table, field.name)
        if field.name in POINTS_AT_NODES:
            found[field.name] = [grid.nodes.id[row] if row >= 0 else "" for row in values]
        elif field.name == "other":
            found[field.name] = list(switch_targets(grid))
        else:
            found[field.name] = [tuple(value) if isinstance(value, list) else value for value in np.asarray(values).tolist()]
    return found


def rows(table: str, found: Mapping[str, list[Value]]) -> Iterator[tuple[Element, Mapping[str, Value]]]:
    """Columns as one mapping per element."""
    names = list(found)
    for values in zip(*found.values(), strict=True):
        row = dict(zip(names, values, strict=True))
        yield Element(table, str(row.pop("id"))), row


def changes(element: Element, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Change]:
    """One, or none."""
    found = tuple(differing(before, after))
    if found:
        yield Change(element=element, fields=found)


def differing(before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Field]:
    """Fields that are not the same."""
    for name, value in after.items():
        if not same(before[name], value):
            yield Field(name=name, before=before[name], after=value)


def same(a: Value, b: Value) -> bool:
    """Numbers up to SAME, unknown beside unknown."""
    if isinstance(a, str | bool) or isinstance(b, str | bool):
        return a == b
    pairs = zip(a if isinstance(a, tuple) else (a,), b if isinstance(b, tuple) else (b,), strict=True)
    return all(isclose(one, other, rel_tol=SAME) or (isnan(one) and isnan(other)) for one, other in pairs)
