"""How long it takes, for the start page: the Leistungen with most counted Vorgänge. Counted anew every ten minutes."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.vorgaenge.queries import durations

SECONDS = 600
ROWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line: a Leistung in a city, and how many days it took."""

    kommune: str
    slug: str
    median_days: int
    nine_of_ten_days: int
    count: int


def most_used(*, at: datetime) -> tuple[Waiting, ...]:
    """The lines with most Vorgänge; empty while nothing has been counted."""
    found = cache.get("portal:waiting")
    if found is None:
        found = counted(at)
        cache.set("portal:waiting", found, SECONDS)
    return tuple(found)


def counted(at: datetime) -> tuple[Waiting, ...]:
    """All cities, all Leistungen."""
    lines = []
    for kommune in cities.kommunen():
        for slug in catalogue.slugs(kommune.key):
            if numbers := durations(catalogue.leistung(kommune.key, slug).owner.key, slug, at=at):
                lines.append(
                    Waiting(
                        kommune=kommune.key,
                        slug=slug,
                        median_days=numbers.median_days,
                        nine_of_ten_days=numbers.nine_of_ten_days,
                        count=numbers.count,
                    )
                )
    return tuple(sorted(lines, key=lambda line: line.count, reverse=True)[:ROWS])
