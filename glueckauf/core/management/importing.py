"""The frame of every `glueckauf … import FILE`: one verb, one file read up to its limit, one report; an error leaves all as it was."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.errors import Refused

MOST_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did, for people. `head` is printed whole; of each kind of line only the first ones, unless all are wanted."""

    head: Sequence[str]
    kinds: Sequence[Sequence[str]]

    def lines(self, most: int | None) -> Iterable[str]:
        """At most so many of each kind."""
        yield from self.head
        for kind in self.kinds:
            yield from kind[:most]
            if most is not None and len(kind) > most:
                yield f"… and {len(kind) - most} more of these (--all prints them)"


class ImportCommand(BaseCommand):
    """Subclasses say how large a file may be, how much may be missing in it without being asked, and what is done with it."""

    most_bytes: int
    usually_gone: str

    @abstractmethod
    def take(self, name: str, content: bytes, most_gone: int | None) -> Report:
        """Raises Refused, and has then changed nothing."""

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb, one file."""
        parser.add_argument("verb", choices=["import"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--most-gone", type=int, default=None, help=f"how many may be missing at most; without it, {self.usually_gone}")
        parser.add_argument("--all", action="store_true", help=f"print every line, not only the first {MOST_LINES} of each kind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when the file cannot be used."""
        path: Path = options["file"]
        try:
            with path.open("rb") as opened:
                content = opened.read(self.most_bytes + 1)
            done = self.take(path.name, content, options["most_gone"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for line in done.lines(None if options["all"] else MOST_LINES):
            self.stdout.write(line)


def counted(*, new: int, changed: int, gone: int, left: int) -> str:
    """The line that sums up."""
    return f"{new} new, {changed} changed, {gone} gone, {left} left out"


def difference(key: str, column: str, before: str, now: str) -> str:
    """One column that reads differently."""
    return f"changed {key} {column}: „{before}“ -> „{now}“"
