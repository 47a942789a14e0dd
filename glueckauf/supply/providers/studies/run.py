"""The shape of a run: parts in, finished parts out, in any order. What is not collected was not computed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

TRIES = 3  # of a part whose process was killed


class RunnerDown(Exception):
    """Nobody computes at the moment: no process starts, no scheduler answers. What was finished stays."""


class NoWorkers(RunnerDown):
    """The scheduler answers and has nobody to give work to."""


@dataclass(frozen=True)
class Work:
    """One study as its parts need it: plain values and the files of its grid."""

    kind: str
    files: tuple[bytes, ...]
    limits: Mapping[str, Any]
    asked: Mapping[str, Any]

    @cached_property
    def grid(self) -> str:
        """Equal files are one grid."""
        return hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in self.files)).hexdigest()

    @cached_property
    def key(self) -> str:
        """Equal work has one name, on every machine."""
        said = json.dumps([self.kind, self.grid, dict(self.limits), dict(self.asked)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A part that came back: its rows, or `failed`: the class of what went wrong in it, which it would again."""

    number: int
    rows: Sequence[Mapping[str, Any]] = ()
    solver: str = ""
    seconds: float = 0.0
    failed: str = ""


class Run(Protocol):
    """Open until its context ends; then whatever is still computed is thrown away."""

    name: str

    @property
    def capacity(self) -> int:
        """How many parts to hand in at once, so that nobody waits and little is lost."""
        ...

    def hand_in(self, number: int, part: Mapping[str, Any]) -> None:
        """Raises RunnerDown."""
        ...

    def collect(self, within_s: float) -> list[Done]:
        """What is finished, at least one unless the time is over. Raises RunnerDown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where the scheduler is. tls:// with the three files, or a loopback address."""

    address: str
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
