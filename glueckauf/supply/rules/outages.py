"""What an outage may become, and how it is told."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from glueckauf.supply.engine.spelling import spelled


class Kind(StrEnum):
    """Whether somebody switches off on purpose."""

    PLANNED = "planned"
    FAULT = "fault"


class State(StrEnum):
    """In the order of life. Only announced ones and what follows are public."""

    DRAFTED = "drafted"
    ANNOUNCED = "announced"
    CHANGED = "changed"
    BEGUN = "begun"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


WORDS = {"power": "Strom", "water": "Wasser", "gas": "Gas", "heat": "Wärme"}
CAUSES = {
    "leak": "Rohrbruch",
    "cable": "Kabelfehler",
    "works": "Arbeiten am Netz",
    "third_party": "Schaden durch Bauarbeiten",
    "weather": "Unwetter",
    "unknown": "Ursache wird gesucht",
}
MOVES: Mapping[State, frozenset[State]] = {
    State.DRAFTED: frozenset({State.ANNOUNCED, State.WITHDRAWN}),
    State.ANNOUNCED: frozenset({State.CHANGED, State.BEGUN, State.WITHDRAWN}),
    State.CHANGED: frozenset({State.CHANGED, State.BEGUN, State.ENDED, State.WITHDRAWN}),
    State.BEGUN: frozenset({State.CHANGED, State.ENDED}),
    State.ENDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
PUBLIC = frozenset({State.ANNOUNCED, State.CHANGED, State.BEGUN, State.ENDED})
OPEN = frozenset({State.ANNOUNCED, State.CHANGED, State.BEGUN})


def may_follow(before: State, after: State, *, has_begun: bool) -> bool:
    """Once begun an outage ends; it cannot be withdrawn any more, and what was changed after the start has begun still."""
    if after is State.WITHDRAWN and has_begun or after is State.ENDED and not has_begun or after is State.BEGUN and has_begun:
        return False
    return after in MOVES[before]


def needs_two(plan: Mapping[str, Any]) -> bool:
    """Where valves or switches are turned, who drafted the plan does not release it."""
    return bool(turned(plan))


def turned(plan: Mapping[str, Any]) -> dict[str, bool]:
    """Each valve and switch of a plan, and whether it stands open in the end: valves are shut, a switch may move twice.

    A valve that another outage shut and this one needs shut too (`held`) counts: it must not open when the other ends.
    """
    valves = {one["id"]: False for one in (*plan.get("valves", ()), *plan.get("held", ()))}
    return valves | {one["id"]: bool(one["open"]) for one in plan.get("switches", ())}


def concerns(streets: Iterable[Mapping[str, Any]], street_key: str) -> bool:
    """Whether one of these is that street."""
    return any(spelled(str(one["street"])) == street_key for one in streets)


def in_words(street: Mapping[str, Any]) -> str:
    """Musterstraße 3 bis 11."""
    first, last = str(street["first"]), str(street["last"])
    return f"{street['street']} {first}" if first == last else f"{street['street']} {first} bis {last}"
