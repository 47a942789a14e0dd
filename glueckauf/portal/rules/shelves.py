"""A long list of names on shelves: letters from A to Z, pages of a letter. Pure; the names are German."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
LETTERS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ#")
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[T]):
    """One page of a list. `number` counts from 1."""

    rows: tuple[T, ...]
    number: int
    count: int
    total: int

    @property
    def before(self) -> int:
        """Number of the page before; 0 on the first."""
        return self.number - 1

    @property
    def after(self) -> int:
        """Number of the next page; 0 on the last."""
        return self.number + 1 if self.number < self.count else 0


def sheet(rows: Sequence[T], number: int, per_page: int = PER_PAGE) -> Sheet[T]:
    """The page with that number, or the nearest there is."""
    count = max(1, -(-len(rows) // per_page))
    number = min(max(number, 1), count)
    return Sheet(rows=tuple(rows[(number - 1) * per_page : number * per_page]), number=number, count=count, total=len(rows))


def letter(name: str) -> str:
    """Ärztekammer -> A, (Baumuster-) Prüfung -> B, 115 -> #."""
    for c in unicodedata.normalize("NFKD", name):
        if c.isalnum():
            return c.upper() if c.upper() in LETTERS else "#"
    return "#"


def order(name: str) -> tuple[str, str]:
    """As a German index sorts: umlauts like their letter, marks at the beginning do not count."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return plain.lstrip("(„\"'-– "), name
