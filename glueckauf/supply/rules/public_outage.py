"""An outage as anybody may see it: by street, nothing of the grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from glueckauf.supply.rules.outages import State, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """A line of its history."""

    state: State
    expected_end: datetime | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOutage:
    """One outage without anything that is the operator's own. `houses`: how many addresses are concerned."""

    id: int
    operator: str
    kommune: str
    network: str
    kind: str
    cause: str
    streets: tuple[Mapping[str, Any], ...]
    houses: int
    is_synthetic: bool
    begins_at: datetime
    expected_end: datetime | None
    ended_at: datetime | None
    note: str
    state: State
    history: tuple[PublicStep, ...]

    @property
    def where(self) -> tuple[str, ...]:
        """Musterstraße 3 bis 11."""
        return tuple(map(in_words, self.streets))

    def has_begun(self, at: datetime) -> bool:
        """By the clock or by what the crew said."""
        return self.begins_at <= at
