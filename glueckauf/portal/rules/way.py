"""How far a Leistung goes online, in one word for lists: promised no further than it does."""

from collections.abc import Iterable
from enum import StrEnum

from glueckauf.catalogue.rules.schema import Leistung, Outcome


class Way(StrEnum):
    """The best first. COUNTER: the appointment is booked online, the rest needs the person at the counter."""

    ONLINE = "online"
    COUNTER = "counter"
    ELSEWHERE = "elsewhere"
    NONE = "none"


def way_of(leistung: Leistung) -> Way:
    """In one city."""
    if not leistung.offered:
        return Way.NONE
    if leistung.is_elsewhere:
        return Way.ELSEWHERE
    return Way.COUNTER if leistung.decision.outcome is Outcome.TERMIN else Way.ONLINE


def best_way(leistungen: Iterable[Leistung]) -> Way:
    """In several cities: the best of them."""
    ways = set(map(way_of, leistungen))
    return next((way for way in Way if way in ways), Way.NONE)
