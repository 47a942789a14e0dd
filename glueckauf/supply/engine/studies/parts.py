"""The three studies by name: what parts one has, and one part. Whoever runs a part again gets the same rows.

A study is prepared once per process and kept by its key, because a grid and what is computed of it once cost more than a part.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from glueckauf.supply.engine.studies.hosting import HostingStudy
from glueckauf.supply.engine.studies.leaks import LeakStudy
from glueckauf.supply.engine.studies.outages import OutageStudy

Row = dict[str, Any]
KEPT = 2


class Study(Protocol):
    """One grid with its limits and what was asked."""

    def __init__(self, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> None: ...

    @property
    def solver(self) -> str:
        """With versions."""
        ...

    def about(self) -> dict[str, Any]:
        """What a reader of the rows must know, as plain values."""
        ...

    def parts(self) -> list[dict[str, Any]]:
        """Each as plain values, with `weight`: how long it takes beside the others."""
        ...

    def part(self, given: Mapping[str, Any]) -> list[Row]:
        """Rows of one part."""
        ...


STUDIES: dict[str, type[Study]] = {"hosting": HostingStudy, "outages": OutageStudy, "leaks": LeakStudy}

kept: OrderedDict[str, Study] = OrderedDict()


def planned(kind: str, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """`parts` and `about` of a study. Raises ImportRefused, NotStored, and what the solvers raise for a grid without an answer."""
    study = STUDIES[kind](files, limits, asked)
    return {"parts": study.parts(), "about": study.about()}


def prepare(key: str, kind: str, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Keeps a study under its key; the oldest is forgotten. Raises as planned."""
    kept[key] = STUDIES[kind](files, limits, asked)
    while len(kept) > KEPT:
        kept.popitem(last=False)


def part_of(key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Rows of a part and who solved it. Raises KeyError where the study is not kept (any more)."""
    study = kept[key]
    kept.move_to_end(key)
    return {"rows": study.part(given), "solver": study.solver}
