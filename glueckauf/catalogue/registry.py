"""Where `vorgaenge` plugs in the checks that worked examples of a draft run through: the catalogue itself knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities.rules.schema import KommuneData, TenantData


class Runner(Protocol):
    """What stands above the catalogue and can judge answers."""

    def knows(self, check: str) -> bool:
        """Whether a check of this key is registered."""
        ...

    def checks(self) -> tuple[tuple[str, str], ...]:
        """Key and label of each, for a list to pick from."""
        ...

    def effects(self) -> tuple[tuple[str, str], ...]:
        """Kind and label of each effect a grant may have."""
        ...

    def run(self, check: str, leistung: Leistung, kommune: KommuneData, answers: Mapping[str, Any], day: date) -> str:
        """Its result: ok, conditions, no or unknown."""
        ...


@dataclass(slots=True)
class Place:
    """Holds the one runner of the process."""

    runner: Runner | None = None


_place = Place()


def register_runner(runner: Runner) -> None:
    """Called once, in ready(). A second one stops the start."""
    if _place.runner is not None and type(_place.runner) is not type(runner):
        raise ValueError("two runners for examples")
    _place.runner = runner


def runner() -> Runner | None:
    """The one that was registered."""
    return _place.runner


LetterWriter = Callable[["Service", Mapping[str, Any], str, datetime], Mapping[str, Any]]


class Service(Protocol):
    """A Leistung in a city: a revision, or what a draft makes."""

    @property
    def leistung(self) -> Leistung: ...
    @property
    def kommune(self) -> KommuneData: ...
    @property
    def owner(self) -> TenantData: ...


_letters: list[LetterWriter] = []


def register_letter_writer(write: LetterWriter) -> None:
    """Called once, in ready(): how a letter is told the facts of a matter, from service, answers, ending and instant."""
    if _letters and _letters[0] is not write:
        raise ValueError("two writers of letters")
    _letters[:] = [write]


def letter_writer() -> LetterWriter | None:
    """The one that was registered."""
    return _letters[0] if _letters else None
