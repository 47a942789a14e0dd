"""A city's own page: its Leistungen by topic, its offices, how to reach a person."""

from dataclasses import dataclass

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.rules.topics import Topic, topic
from glueckauf.portal.rules.way import Way, way_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLeistung:
    """One line."""

    slug: str
    name: str
    short: str
    minutes: int
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPage:
    """What the page shows; topics in the order of the catalogue."""

    kommune: KommuneData
    topics: tuple[tuple[Topic, tuple[CityLeistung, ...]], ...]


def city_page(key: str, *, language: str) -> CityPage:
    """All that this city offers."""
    groups: dict[str, list[CityLeistung]] = {}
    for entry in catalogue.all_of(key):
        leistung = entry.leistung
        line = CityLeistung(
            slug=leistung.key,
            name=leistung.name.in_language(language),
            short=(leistung.not_offered or leistung.short).in_language(language),
            minutes=leistung.minutes,
            way=way_of(leistung),
        )
        groups.setdefault(leistung.topic, []).append(line)
    return CityPage(kommune=cities.kommune(key), topics=tuple((topic(k), tuple(lines)) for k, lines in groups.items()))
