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
    topics, names = catalogue_of(language)
    lines = [w for w in most_used(at=at) if w.slug in names]
    return StartPage(
        kommunen=kommunen,
        topics=topics,
        waiting=tuple(WaitingLine(name=names[w.slug], kommune=cities.kommune(w.kommune), numbers=w) for w in lines),
        examples=tuple(dict.fromkeys([*(names[w.slug] for w in lines), *(card.names[0] for card in topics)]))[:4],
        city_names=place_names(),
    )


def catalogue_of(language: str) -> tuple[tuple[TopicCard, ...], dict[str, str]]:
    """Topics in the order of the catalogue, and the name of each Leistung."""
    leistungen = sorted((entry.leistung for entry in catalogue.once().values()), key=lambda found: str(found.name).casefold())
    topics: dict[str, list[str]] = {}
    for found in leistungen:
        topics.setdefault(found.topic, []).append(found.name.in_language(language))
    cards = tuple(TopicCard(topic=topic(key), names=tuple(names)) for key, names in topics.items())
    return cards, {found.key: found.name.in_language(language) for found in leistungen}


def place_names() -> tuple[str, ...]:
    """What the place field offers: our cities and their neighbours of the Ruhr."""
    known = cities.municipalities_of_the_ruhr()
    return tuple(sorted({k.name for k in cities.kommunen()} | {m.name for m in known}))
