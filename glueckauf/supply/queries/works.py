"""Who works where: outages of all networks of an operator that are announced or begun, those in the streets a desk looks at first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.engine.spelling import spelled
from glueckauf.supply.queries.outages import DeskOutage, desk_outages
from glueckauf.supply.rules.outages import OPEN, WORDS, State

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`near`: it concerns one of the streets that were asked for."""

    outage: DeskOutage
    network: str
    is_near: bool


def all_outages(actor: Clerk | Rule, *, at: datetime) -> dict[str, tuple[DeskOutage, ...]]:
    """Of every network, as its desk lists them."""
    return {network: desk_outages(actor, network, at=at) for network in WORDS}


def works(found: Mapping[str, Sequence[DeskOutage]], streets: Collection[str]) -> tuple[Work, ...]:
    """Announced and begun: near ones first, then by start."""
    wanted = {spelled(street) for street in streets if street}
    rows = [
        Work(outage=one, network=WORDS[network], is_near=any(spelled(street) in wanted for street in one.street_names))
        for network, outages in found.items()
        for one in outages
        if one.state in OPEN
    ]
    return tuple(sorted(rows, key=lambda one: (not one.is_near, one.outage.begins_at)))[:SHOWN]


def open_counts(found: Mapping[str, Sequence[DeskOutage]]) -> dict[str, int]:
    """How many outages have begun and are not over, by network."""
    return {
        network: sum(1 for one in outages if one.state in (State.BEGUN, State.CHANGED) and one.has_begun)
        for network, outages in found.items()
    }
