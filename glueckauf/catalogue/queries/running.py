"""Worked examples of a draft: green, or red with what differs, in words for the author."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.queries.examples import Outcome, outcome
from glueckauf.catalogue.queries.folders import Offer
from glueckauf.catalogue.registry import runner
from glueckauf.catalogue.rules.authors.german import sentence
from glueckauf.catalogue.rules.drafting import Written
from glueckauf.catalogue.rules.schema import Example, FeeKind, Leistung
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.money import euros
from glueckauf.core.strict_yaml import Broken, validated

KINDS = {"none": "keine Gebühr", "by_person": "Gebühr setzt ein Mensch fest", "to_be_entered": "Gebühr noch nicht eingetragen"}
DECISIONS = {"automatic": "automatisch bewilligt", "person": "geht an eine Person", "incomplete": "unvollständig"}
RESULTS = {"ok": "möglich", "conditions": "mit Auflagen", "no": "nicht möglich", "unknown": "unbekannt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRun:
    """One example. `differences`: sentences, none when it is green. `result`: what came, in a line."""

    index: int
    name: str
    is_green: bool
    result: str
    differences: tuple[str, ...]


def run_examples(offer: Offer, examples: Iterable[Any]) -> tuple[ExampleRun, ...]:
    """All of them, in their order. A broken one is red."""
    return tuple(run_example(offer, index, raw) for index, raw in enumerate(examples))


def run_example(offer: Offer, index: int, raw: Any) -> ExampleRun:
    """One of them."""
    name = str(raw.get("name", "")) if isinstance(raw, dict) else ""
    try:
        case = validated(Example, Written(raw, "examples"), raw)
        date.fromisoformat(case.day)
    except Broken as broken:
        return red(index, name, [f"{p.path}: {sentence(p)}" for p in broken.problems])
    except ValueError:
        return red(index, name, ["Der Tag ist kein Datum: JJJJ-MM-TT."])
    if case.kommune != offer.kommune.key:
        return red(index, name, [f"Das Beispiel gilt für eine andere Stadt: {case.kommune}."])
    try:
        found = outcome(offer, case, checked_by(case))
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError) as error:  # whatever an author typed as values
        return red(index, name, [f"Das Beispiel lässt sich nicht rechnen ({type(error).__name__}). Prüfen Sie die Antworten."])
    told = tuple(told_differences(case, found))
    return ExampleRun(index=index, name=case.name, is_green=not told, result=told_result(found), differences=told)


def red(index: int, name: str, why: list[str]) -> ExampleRun:
    """It could not run."""
    return ExampleRun(index=index, name=name, is_green=False, result="nicht gerechnet", differences=tuple(why))


def checked_by(case: Example) -> Any:
    """Registered checks run; a check nobody registered here says what the example takes for given."""
    found = runner()
    if found is None:
        return None

    def run(key: str, leistung: Leistung, kommune: KommuneData, answers: Mapping[str, Any], day: date) -> str:
        if found.knows(key):
            return found.run(key, leistung, kommune, answers, day)
        return case.expect.findings.get(key, "unknown")

    return run


def told_differences(case: Example, found: Outcome) -> Iterable[str]:
    """What came instead."""
    wanted = case.expect
    if found.fee != wanted.fee:
        yield f"Gebühr: erwartet {fee(wanted.fee)}, gerechnet {fee(found.fee)}"
    if set(found.missing) != set(wanted.missing):
        yield f"Es fehlt: erwartet {names(wanted.missing)}, gefunden {names(found.missing)}"
    if found.findings != wanted.findings:
        for key in sorted({*found.findings, *wanted.findings}):
            one, two = wanted.findings.get(key, ""), found.findings.get(key, "")
            if one != two:
                yield f"Prüfung {key}: erwartet {RESULTS.get(one, 'keine')}, gefunden {RESULTS.get(two, 'keine')}"
    if found.decision != wanted.decision:
        yield f"Entscheidung: erwartet {DECISIONS[wanted.decision]}, gefunden {DECISIONS[found.decision]}"


def told_result(found: Outcome) -> str:
    """In a line."""
    return f"{DECISIONS[found.decision]}, {fee(found.fee)}"


def fee(word: str) -> str:
    """168,00 € for cents, words for a kind."""
    return euros(int(word)) if word.isdigit() else KINDS.get(word, KINDS.get(FeeKind.NONE, word) if word == "" else word)


def names(keys: Iterable[str]) -> str:
    """A list, or nothing."""
    return ", ".join(keys) or "nichts"
