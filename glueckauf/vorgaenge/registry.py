"""Where networks plug in: @check computes a Finding from an Antrag, register_effect says what a kind of effect and its inverse are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities.queries import owner_of
from glueckauf.cities.rules.schema import KommuneData, TenantData
from glueckauf.core import plots
from glueckauf.core.clock import BERLIN


class Result(StrEnum):
    """What a check can say. A `no` never decides: it goes to a person."""

    OK = "ok"
    CONDITIONS = "conditions"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Reasons in plain German, evidence as plain values, version of the model and data used. `evidence["plots"]` is drawn: core.plots.
    Of an `unknown`, `evidence["ask"]` is what the person may clear up by correcting her own answers: she reads it at once."""

    result: Result
    reasons: tuple[str, ...]
    version: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCase:
    """What a check is given: answers in the shapes of forms.schema, never a person's account."""

    leistung: Leistung
    kommune: KommuneData
    owner: TenantData  # whose Vorgang it is: the city, or the operator of its network
    answers: Mapping[str, Any]
    day: date
    at: datetime
    vorgang_id: int


Check = Callable[[CheckCase], Finding]
_checks: dict[str, tuple[str, Check]] = {}
_effects: dict[str, "EffectKind"] = {}


def check(key: str, label: str) -> Callable[[Check], Check]:
    """Registers a check under its key. A double key stops the start."""

    def register(function: Check) -> Check:
        if key in _checks:
            raise ValueError(f"two checks are called {key}")
        _checks[key] = (label, function)
        return function

    return register


def run_check(key: str, case: CheckCase) -> Finding:
    """A check that fails or does not exist says `unknown`: the Vorgang goes to a person and is never lost."""
    if key not in _checks:
        return Finding(result=Result.UNKNOWN, reasons=("Diese Prüfung gibt es hier noch nicht.",), version="none")
    try:
        found = _checks[key][1](case)
        plots.of_evidence(found.evidence)  # what cannot be drawn or stored is a fault of the check like any other
        return found
    except Exception as error:  # the system behind a check is not ours; whatever it raises, a person decides
        return Finding(
            result=Result.UNKNOWN, reasons=("Die Prüfung hat nicht geantwortet.",), version="none", evidence={"error": type(error).__name__}
        )


def knows_check(key: str) -> bool:
    """Whether a package registered it."""
    return key in _checks


class ExampleRunner:
    """Lets worked examples of a draft run through the registered checks; no Vorgang exists, so its id is 0."""

    def knows(self, check: str) -> bool:
        """Whether a check of this key is registered."""
        return knows_check(check)

    def checks(self) -> tuple[tuple[str, str], ...]:
        """All that are registered, by label."""
        return tuple(sorted(((key, label) for key, (label, _) in _checks.items()), key=lambda pair: pair[1]))

    def effects(self) -> tuple[tuple[str, str], ...]:
        """All kinds that are registered, by label."""
        return tuple(sorted(((key, kind.label) for key, kind in _effects.items()), key=lambda pair: pair[1]))

    def run(self, check: str, leistung: Leistung, kommune: KommuneData, answers: Mapping[str, Any], day: date) -> str:
        """Its result."""
        case = CheckCase(
            leistung=leistung,
            kommune=kommune,
            owner=owner_of(kommune, leistung.operator),
            answers=answers,
            day=day,
            at=datetime.combine(day, time(12), tzinfo=BERLIN),
            vorgang_id=0,
        )
        return run_check(check, case).result.value


def check_label(key: str) -> str:
    """What the desk calls it."""
    return _checks[key][0] if key in _checks else key


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectKind:
    """A kind of effect with its inverse. `start` and `end` take the id of the effect row and are safe to repeat; None: the row is all."""

    kind: str
    inverse: str
    label: str
    range_words: str = ""  # how a range in `value` reads: "von {} bis {} Uhr"
    inverse_label: str
    start: Callable[[int], None] | None = None
    end: Callable[[int], None] | None = None


def register_effect(kind: EffectKind) -> None:
    """A double key stops the start."""
    if kind.kind in _effects:
        raise ValueError(f"two effects are called {kind.kind}")
    _effects[kind.kind] = kind


def effect_kind(kind: str) -> EffectKind:
    """KeyError for a kind no package registered: then the Leistung is not published."""
    return _effects[kind]
