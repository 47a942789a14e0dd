"""Effects without rows: what a rule of a Leistung causes for given answers, and the state as a fold of events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from glueckauf.catalogue.rules.schema import EffectRule
from glueckauf.vorgaenge.rules.applicant import lookup

PLACE_PARTS = ("street", "number_from", "number_to", "side", "length_m", "width_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One effect as a grant would write it: a place with its measures, days, a value; never a person."""

    kind: str
    object: dict[str, Any]
    starts_on: date | None
    ends_on: date | None
    value: str


def planned(rule: EffectRule, answers: Mapping[str, Any]) -> Planned:
    """What this rule causes."""
    interval = lookup(answers, rule.interval) if rule.interval else None
    return Planned(
        kind=rule.kind,
        object=place_only(lookup(answers, rule.object) if rule.object else None),
        starts_on=date.fromisoformat(interval["first"]) if interval else None,
        ends_on=date.fromisoformat(interval["last"]) if interval else None,
        value=value_of(rule, answers),
    )


def value_of(rule: EffectRule, answers: Mapping[str, Any]) -> str:
    """fahrbahn, or the range 7-18; a no and what nobody answered is empty."""
    found = (lookup(answers, key) for key in (rule.value, rule.until) if key)
    return "-".join(str(part) for part in found if part is not None and part is not False)


def place_only(value: Any) -> dict[str, Any]:
    """An effect knows a place and its measures, never a person: other keys are dropped."""
    if isinstance(value, Mapping):
        return {key: value[key] for key in PLACE_PARTS if value.get(key) not in (None, "")}
    return {"value": value}


def where(place: Mapping[str, Any]) -> str:
    """Musterstraße 12 bis 14, 5 × 2 m: the object of an effect as people say it."""
    numbers = " bis ".join(str(place[key]) for key in ("number_from", "number_to") if place.get(key))
    measures = " × ".join(str(place[key]).replace(".", ",") for key in ("length_m", "width_m") if place.get(key))
    parts = (f"{place.get('street', place.get('value', ''))} {numbers}".strip(), f"{measures} m" if measures else "")
    return ", ".join(filter(None, parts))


def replay(events: Iterable[tuple[str, int]]) -> frozenset[int]:
    """Ids of the effects in force after (kind of event, effect id) in order. Starting twice or ending twice changes nothing."""
    started: set[int] = set()
    ended: set[int] = set()
    for kind, effect in events:
        (started if kind == "vorgaenge.EffectStarted" else ended).add(effect)
    return frozenset(started - ended)
