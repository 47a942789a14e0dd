"""Search over all cities: everyday words, with a city or postcode inside the query. The index lies in memory, one per publication."""

from dataclasses import dataclass

from glueckauf.catalogue.queries.current import LeistungOfCity, everywhere, watch
from glueckauf.catalogue.queries.remembered import remembered
from glueckauf.catalogue.rules.search_index import Entry, Index, Match
from glueckauf.catalogue.rules.texts import plain_text
from glueckauf.catalogue.rules.words import WORD, folded, is_one_slip, words
from glueckauf.cities.queries import by_postcode, kommunen

MOST_CHARACTERS = 200
# Parts of city names that say nothing by themselves.
JOINING = frozenset({"an", "der", "ruhr", "stadt", "am", "im"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A Leistung in a city, and why it was found."""

    slug: str
    kommune: str
    name: str
    short: str
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a query says about where, and the rest of it."""

    kommunen: tuple[str, ...]
    rest: str


def search(text: str, kommune: str | None = None) -> tuple[Hit, ...]:
    """Best Leistung first, each in all cities meant: those the text names, else `kommune`, else all. Empty where nothing is near."""
    place = where(text[:MOST_CHARACTERS])
    meant = place.kommunen or ((kommune,) if kommune else tuple(k.key for k in kommunen()))
    entries = by_slug(watch.current().publication)
    if place.kommunen and not place.rest:
        matches = tuple(Match(key=slug, words=0, score=0.0, why="") for slug in entries)
    else:
        matches = index(watch.current().publication).search(place.rest)
    return tuple(hit(entries[m.key][key], m.why) for m in matches for key in meant if key in entries[m.key])


def hit(entry: LeistungOfCity, why: str) -> Hit:
    """One row."""
    leistung = entry.leistung
    return Hit(slug=leistung.key, kommune=entry.kommune.key, name=str(leistung.name), short=str(leistung.short), why=why)


@remembered(most=2)
def by_slug(publication: int) -> dict[str, dict[str, LeistungOfCity]]:
    """Everything current: slug, then city. `publication` is the key of the cache."""
    found: dict[str, dict[str, LeistungOfCity]] = {}
    for entry in everywhere():
        found.setdefault(entry.leistung.key, {})[entry.kommune.key] = entry
    return found


@remembered(most=2)
def index(publication: int) -> Index:
    """One entry per Leistung: cities change numbers, not what a Leistung is called."""
    return Index(entry_of(next(iter(cities.values()))) for cities in by_slug(publication).values())


def entry_of(found: LeistungOfCity) -> Entry:
    """What is searched of a Leistung."""
    leistung = found.leistung
    return Entry(
        key=leistung.key,
        names=tuple(filter(None, (leistung.name.de, leistung.name.en))),
        phrases=leistung.search,
        short=f"{leistung.short.de} {leistung.short.en} {leistung.topic}",
        text=" ".join(plain_text(html) for html in found.texts.values()),
    )


def where(text: str) -> Place:
    """Cities named by name, postcode or a slip of the pen; an unknown postcode is dropped, because it names no Leistung either."""
    names = city_words(watch.current().publication)
    found: list[str] = []
    rest: list[str] = []
    for word in words(text):
        if len(word) == 5 and word.isdigit():
            found += [k.key for k in by_postcode(word)]
        elif keys := names.get(folded(word)) or misspelt(word, names):
            found += keys
        else:
            rest.append(word)
    if found:
        rest = [w for w in rest if w not in JOINING]
    return Place(tuple(dict.fromkeys(found)), " ".join(rest))


def misspelt(word: str, names: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A long city name with one slip; short ones resemble too much else."""
    return next((keys for name, keys in names.items() if len(name) >= 6 and is_one_slip(folded(word), name)), ())


@remembered(most=2)
def city_words(publication: int) -> dict[str, tuple[str, ...]]:
    """Words of city names with the cities they stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for city in kommunen():
        for word in {folded(w) for w in WORD.findall(city.name.lower())} - JOINING:
            found[word] = (*found.get(word, ()), city.key)
    return found
