"""What holds because of outages: who turned which valve or switch, where each of them stands, and what the public is told.

An effect has one cause, the outage that turned it, and ends with it. Several may turn the same element; then it stands as the latest says,
and when that one ends as the others say, so that the first to be repaired opens nothing that another still needs shut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from glueckauf.supply.rules.outages import OPEN, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A valve or switch as one outage needs it. `cause`: id of the outage."""

    network: str
    element: str
    is_open: bool
    cause: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What an outage would do once begun (`turned`), and whether anybody is without supply: only then it is public."""

    network: str
    turned: Mapping[str, bool]
    concerns_somebody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """Effects in the order in which they began; ids of the outages the public is told of as not over."""

    turned: tuple[Turned, ...]
    public: frozenset[int]


def replay(steps: Iterable[tuple[int, str]], planned: Mapping[int, Planned]) -> InForce:
    """From (outage, state) in the order of the log. A step that is told twice changes nothing; nothing begins again after its end."""
    begun: dict[int, None] = {}
    told: set[int] = set()
    over: set[int] = set()
    for outage, state in steps:
        if state == State.BEGUN:
            begun.setdefault(outage)
        if state in OPEN:
            told.add(outage)
        if state not in OPEN and state != State.DRAFTED:
            over.add(outage)
    effects = (
        Turned(network=planned[outage].network, element=element, is_open=is_open, cause=outage)
        for outage in begun
        if outage not in over
        for element, is_open in planned[outage].turned.items()
    )
    return InForce(turned=tuple(effects), public=frozenset(one for one in told - over if planned[one].concerns_somebody))


def positions(turned: Iterable[Turned]) -> dict[str, bool]:
    """Of one network, in the order in which they began: whether each element is open; of several the latest."""
    return {one.element: one.is_open for one in turned}


def kept(turned: Sequence[Turned], cause: int) -> tuple[Turned, ...]:
    """What of this outage stays as it stands when it ends, each as the outage says that still needs it."""
    now = positions(turned)
    rest = {one.element: one for one in turned if one.cause != cause}
    own = [one.element for one in turned if one.cause == cause]
    return tuple(rest[name] for name in own if name in rest and rest[name].is_open == now[name])
