"""The search page: what was understood, Leistungen with their cities, filters that count, help where nothing fits."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries import Hit
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.queries.places import meant
from glueckauf.portal.queries.search_filters import AUDIENCES, WAYS, Choice, Group, Narrowing, groups
from glueckauf.portal.queries.search_rows import Row, candidate, row
from glueckauf.portal.rules import place
from glueckauf.portal.rules.topics import Topic, topic

MOST_SUGGESTIONS = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another search worth a try."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What the page shows. Without text and topic: everything, from A to Z. `active`: the filters that are set."""

    text: str
    where: str
    unknown_place: str
    chosen: tuple[KommuneData, ...]
    topic: Topic | None
    hits: tuple[Row, ...]
    understood: tuple[tuple[str, str], ...]
    instead: tuple[Link, ...]
    situations: tuple[Link, ...]
    filters: tuple[Group, ...]
    active: tuple[Choice, ...]
    all_url: str
    city_names: tuple[str, ...]


def search_page(*, text: str, where: str, topic_key: str, audience: str, way: str, language: str) -> SearchPage:
    """Looks in the cities that were named, in the place field or in the text itself, else in all. An unknown filter is none."""
    asked, found = meant(where), catalogue.search(text)
    chosen = asked.kommunen or (() if asked.unknown else tuple(map(cities.kommune, found.kommunen)))
    named = where.strip() or ", ".join(k.name for k in chosen)
    narrowing = Narrowing(
        text=found.text,
        where=named,
        chosen=chosen,
        topic=topic_key,
        audience=audience if audience in AUDIENCES else "",
        way=way if way in WAYS else "",
    )
    all_of = [candidate(hit) for hit in (found.hits if found.text else a_to_z(language))]
    shown = tuple(row(c.hit, keys, found.marker, language) for c in all_of if (keys := narrowing.keys(c)))
    filters = groups(narrowing, all_of)
    return SearchPage(
        text=found.text,
        where=named,
        unknown_place=asked.unknown or ", ".join(found.elsewhere if not chosen else ()),
        chosen=chosen,
        topic=topic(topic_key) if topic_key else None,
        hits=shown,
        understood=found.understood if shown else (),
        instead=tuple(Link(text=word, url=search_url(word, named)) for word in found.instead),
        situations=() if shown else situations(language),
        filters=filters,
        active=tuple(choice for group in filters for choice in group.choices if choice.is_chosen),
        all_url=replace(narrowing, where="", chosen=(), audience="", way="").url,
        city_names=tuple(k.name for k in cities.kommunen()),
    )


def suggestions(*, text: str, where: str, language: str) -> tuple[Link, ...]:
    """While somebody types: Leistungen that what is there so far leads to, at once where the city is clear."""
    if len(text.strip()) < SHORTEST:
        return ()
    found = catalogue.search(text)
    asked = place.place_of(where, cities.kommunen()).kommunen
    meant = asked or tuple(map(cities.kommune, found.kommunen))
    here = {k.key for k in meant}
    near = ((hit, tuple(key for key in hit.kommunen if not here or key in here)) for hit in found.hits[:MOST_SUGGESTIONS])
    return tuple(suggestion(row(hit, keys, found.marker, language), meant, where) for hit, keys in near if keys)


def suggestion(found: Row, meant: tuple[KommuneData, ...], where: str) -> Link:
    """To the Leistung, or to the search that asks for the city."""
    if len(meant) == 1:
        return Link(text=found.name, url=reverse("leistung", args=[meant[0].key, found.slug]))
    return Link(text=found.name, url=search_url(found.name, where))


def search_url(text: str, where: str) -> str:
    """The page that looks for it."""
    return f"{reverse('suche')}?{urlencode({'q': text, **({'ort': where} if where else {})})}"


def a_to_z(language: str) -> list[Hit]:
    """Everything that is complete here, by name."""
    slugs: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for kommune in cities.kommunen():
        for entry in catalogue.all_of(kommune.key):
            slugs[entry.leistung.key] = (*slugs.get(entry.leistung.key, ()), kommune.key)
            names.setdefault(entry.leistung.key, place.fold(entry.leistung.name.in_language(language)))
    return [Hit(slug=slug, name="", why=None, kommunen=slugs[slug]) for slug in sorted(slugs, key=names.__getitem__)]


def situations(language: str) -> tuple[Link, ...]:
    """Situations of life whose first Leistung exists here."""
    return tuple(Link(text=s.title.in_language(language), url=search_url(s.phrases[0], "")) for s in catalogue.situations())
