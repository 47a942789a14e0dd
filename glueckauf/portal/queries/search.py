"""The search page: what was understood, Leistungen with the cities that have them, a filter by city that counts."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.rules import place
from glueckauf.portal.rules.topics import Topic, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One Leistung, and where it was found; one place: the title is the link."""

    slug: str
    name: str
    short: str
    why: str
    minutes: int
    is_offered: bool
    kommunen: tuple[KommuneData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFilter:
    """A link that narrows to one city."""

    name: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What the page shows. Without text and topic: everything, from A to Z."""

    text: str
    where: str
    unknown_place: str
    chosen: tuple[KommuneData, ...]
    topic: Topic | None
    hits: tuple[Found, ...]
    filters: tuple[CityFilter, ...]
    all_url: str
    city_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A Leistung in a city, with the reason it was found."""

    leistung: Leistung
    kommune: KommuneData
    why: str


def search_page(*, text: str, where: str, topic_key: str, language: str) -> SearchPage:
    """Looks in the cities that were named, in the place field or in the text itself, else in all."""
    kommunen = cities.kommunen()
    asked, inside = place.place_of(where, kommunen), place.split(text, kommunen)
    chosen = asked.kommunen or (() if asked.unknown else inside.kommunen)
    words = inside.text if inside.kommunen else text.strip()
    pairs = [p for p in pairs_of(words) if topic_key in ("", p.leistung.topic)]
    shown = [p for p in pairs if not chosen or p.kommune.key in {k.key for k in chosen}]
    query = {name: value for name, value in (("q", words), ("thema", topic_key)) if value}
    return SearchPage(
        text=words,
        where=where.strip() or ", ".join(k.name for k in chosen),
        unknown_place=asked.unknown,
        chosen=chosen,
        topic=topic(topic_key) if topic_key else None,
        hits=grouped(shown, language),
        filters=tuple(city_filter(k, pairs, query, chosen) for k in kommunen),
        all_url=f"{reverse('suche')}?{urlencode(query)}",
        city_names=tuple(k.name for k in kommunen),
    )


def pairs_of(words: str) -> list[Pair]:
    """By words, best first; without words everything there is, by name."""
    if words:
        hits = catalogue.search(words)
        return [Pair(leistung=catalogue.leistung(h.kommune, h.slug).leistung, kommune=cities.kommune(h.kommune), why=h.why) for h in hits]
    everything = [Pair(leistung=e.leistung, kommune=k, why="") for k in cities.kommunen() for e in catalogue.all_of(k.key)]
    return sorted(everything, key=lambda pair: place.fold(str(pair.leistung.name)))


def grouped(pairs: list[Pair], language: str) -> tuple[Found, ...]:
    """One row per Leistung, in the order of its best hit."""
    rows: dict[str, list[Pair]] = {}
    for pair in pairs:
        rows.setdefault(pair.leistung.key, []).append(pair)
    return tuple(found(group, language) for group in rows.values())


def found(group: list[Pair], language: str) -> Found:
    """A row in the language of the page."""
    first = group[0]
    return Found(
        slug=first.leistung.key,
        name=first.leistung.name.in_language(language),
        short=first.leistung.short.in_language(language),
        why=first.why,
        minutes=first.leistung.minutes,
        is_offered=any(p.leistung.offered for p in group),
        kommunen=tuple(p.kommune for p in group),
    )


def city_filter(kommune: KommuneData, pairs: list[Pair], query: dict[str, str], chosen: tuple[KommuneData, ...]) -> CityFilter:
    """A city with how many Leistungen it would show."""
    url = f"{reverse('suche')}?{urlencode({**query, 'ort': kommune.name})}"
    count = sum(p.kommune.key == kommune.key for p in pairs)
    return CityFilter(name=kommune.name, count=count, url=url, is_chosen=kommune.key in {k.key for k in chosen})
