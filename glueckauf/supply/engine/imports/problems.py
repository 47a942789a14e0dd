"""What stops an import, with its place; what an import only wants to have said."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 100


class ImportRefused(ValueError):
    """The file is not taken. `place` is table and row, or line; `reason` in plain German."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


class UnknownElement(ImportRefused):
    """The format knows something that our grid cannot hold: named, never dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One wrong place in a set of tables. `line` as an editor counts, 0 for the whole file; `column` empty for the whole line."""

    file: str
    line: int
    column: str
    reason: str

    @property
    def place(self) -> str:
        """As a person reads it."""
        parts = [self.file, f"Zeile {self.line}" if self.line else "", f"Spalte {self.column}" if self.column else ""]
        return ", ".join(filter(None, parts))


class RowsRefused(ImportRefused):
    """All that is wrong at once: `problems` in the order of files and lines, at most SHOWN; `count` of all of them."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        rest = {1: "", 2: " (und ein weiterer Fehler)"}.get(count, f" (und {count - 1} weitere Fehler)")
        super().__init__(problems[0].place, problems[0].reason + rest)
        self.problems, self.count = tuple(problems[:SHOWN]), count


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Taken, but somebody should know."""

    place: str
    text: str
