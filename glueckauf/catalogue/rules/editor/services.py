"""The list of all services: its views, its search."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol

VIEWS = (
    ("", "Alle"),
    ("eigene", "Eigene"),
    ("geaendert", "Von uns geändert"),
    ("entwuerfe", "In Arbeit"),
    ("freigabe", "Warten auf Freigabe"),
    ("geplant", "Geplant"),
)


class Row(Protocol):
    """One service."""

    @property
    def name(self) -> str: ...
    @property
    def slug(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def planned(self) -> date | None: ...
    @property
    def draft_id(self) -> int | None: ...
    @property
    def draft_state(self) -> str: ...


TESTS: dict[str, Callable[[Any], bool]] = {
    "": lambda row: True,
    "eigene": lambda row: row.kind == "own",
    "geaendert": lambda row: row.kind == "override",
    "entwuerfe": lambda row: row.draft_id is not None,
    "freigabe": lambda row: row.draft_state == "requested",
    "geplant": lambda row: row.planned is not None,
}


def chosen(rows: Iterable[Row], view: str, words: str) -> list[Row]:
    """Those of a view whose name holds all words."""
    test, wanted = TESTS.get(view, TESTS[""]), words.casefold().split()
    return [row for row in rows if test(row) and all(word in f"{row.name} {row.slug}".casefold() for word in wanted)]


def counted(rows: Iterable[Row], view: str) -> int:
    """How many a view has."""
    return sum(1 for row in rows if TESTS[view](row))
