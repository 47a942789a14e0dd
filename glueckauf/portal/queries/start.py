"""The start page: cities, topics with what exists, and what takes how long."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.queries.waiting import Waiting, most_used
from glueckauf.portal.rules.topics import Topic, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCard:
    """A topic and the names of what is in it."""

    topic: Topic
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """One line of the table, with its names."""

    name: str
    kommune: KommuneData
    numbers: Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """What the start page shows."""

    kommunen: tuple[KommuneData, ...]
    topics: tuple[TopicCard, ...]
    waiting: tuple[WaitingLine, ...]
    examples: tuple[str, ...]
    city_names: tuple[str, ...]


def start_page(*, language: str, at: datetime) -> StartPage:
    """Everything on the start page."""
    kommunen = cities.kommunen()
    topics, names = catalogue_of(kommunen, language)
    lines = [w for w in most_used(at=at) if w.slug in names]
    return StartPage(
        kommunen=kommunen,
        topics=topics,
        waiting=tuple(WaitingLine(name=names[w.slug], kommune=cities.kommune(w.kommune), numbers=w) for w in lines),
        examples=tuple(name for card in topics for name in card.names)[:4],
        city_names=tuple(k.name for k in kommunen),
    )


def catalogue_of(kommunen: tuple[KommuneData, ...], language: str) -> tuple[tuple[TopicCard, ...], dict[str, str]]:
    """Topics in the order of the catalogue, and the name of each Leistung."""
    names: dict[str, str] = {}
    topics: dict[str, list[str]] = {}
    for kommune in kommunen:
        for entry in catalogue.all_of(kommune.key):
            leistung = entry.leistung
            if leistung.key not in names:
                names[leistung.key] = leistung.name.in_language(language)
                topics.setdefault(leistung.topic, []).append(names[leistung.key])
    return tuple(TopicCard(topic=topic(key), names=tuple(found)) for key, found in topics.items()), names
