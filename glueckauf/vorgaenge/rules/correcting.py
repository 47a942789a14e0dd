"""Correcting answers after handing in: until somebody has decided. And what still counts as wrong in a corrected form."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from glueckauf.vorgaenge.rules.stage import ENDED, OPEN, Stage


class HasPath(Protocol):
    """An error of a form, as far as it matters here."""

    @property
    def path(self) -> str: ...


Error = TypeVar("Error", bound=HasPath)


class Obstacle(StrEnum):
    """Why answers can no longer, or not yet, be corrected."""

    UNPAID = "unpaid"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


def obstacle(stage: Stage) -> Obstacle | None:
    """None: she may. A decision that waits for its second signature is none yet; one whose letter is about to go out is one."""
    if stage in OPEN:
        return None
    if stage is Stage.PAYMENT:
        return Obstacle.UNPAID
    return Obstacle.WITHDRAWN if stage is Stage.WITHDRAWN else Obstacle.DECIDED


def is_decided(stage: Stage) -> bool:
    """Whether a decision is why nothing can be corrected."""
    return stage in {Stage.DECIDED, Stage.POSTING} | (ENDED - {Stage.WITHDRAWN})


def still_wrong(errors: Iterable[Error], before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Error, ...]:
    """Without answers that were taken as they are when she handed in: a day that lay ahead then may have passed since."""
    return tuple(e for e in errors if not is_unchanged(key_of(e.path), before, after))


def is_unchanged(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Answered then, and the same now."""
    return key in before and key in after and before[key] == after[key]


def key_of(path: str) -> str:
    """The answer that a path leads into: hunde for hunde-0-seit."""
    return path.split("-")[0].split(".")[0]
