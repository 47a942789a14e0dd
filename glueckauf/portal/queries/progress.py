"""How far the cities are: per city and topic how many Leistungen stand at which level, and per Leistung what holds it down."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from glueckauf.catalogue.queries import maturity
from glueckauf.catalogue.queries.maturity import Rated
from glueckauf.catalogue.rules.maturity import OFFICIAL_11, OFFICIAL_20, TOP_11, TOP_20, Criterion
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.rules.bars import Drawing, drawings
from glueckauf.portal.rules.topics import Topic, topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One row of a table: how many stand at each level of 1.1, from 0 to 4, and of 2.0, from 0 to 7."""

    name: str
    url_key: str
    of_11: tuple[int, ...]
    of_20: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """All cities and all topics. `held`: what holds how many down by 1.1, most first."""

    cities: tuple[Counts, ...]
    topics: tuple[tuple[Topic, Counts], ...]
    held: tuple[tuple[Criterion, int], ...]
    drawings: tuple[Drawing, ...]
    total: int
    open_11: int
    open_20: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProgress:
    """One city: each Leistung with its levels."""

    kommune: KommuneData
    rows: tuple[tuple[str, str, Rated], ...]
    counts: Counts


def progress_page() -> ProgressPage:
    """Everything, as current revisions are."""
    by_city = {city: maturity.rated(city.key) for city in cities.kommunen()}
    everything = [row for rows in by_city.values() for row in rows]
    topics: dict[str, list[Rated]] = {}
    for row in everything:
        topics.setdefault(row.entry.leistung.topic, []).append(row)
    rows = tuple(counts(city.name, city.key, rated) for city, rated in by_city.items())
    first = everything[0].maturity.criteria if everything else ()
    return ProgressPage(
        cities=rows,
        topics=tuple((topic(key), counts(key, "", found)) for key, found in sorted(topics.items())),
        held=held_down(everything),
        drawings=drawings([(row.name, row.of_11) for row in rows]),
        total=len(everything),
        open_11=OFFICIAL_11 - sum(c.most_11 is not None for c in first),
        open_20=OFFICIAL_20 - len(first),
    )


def city_progress(kommune: str, *, language: str) -> CityProgress:
    """Raises UnknownKommune."""
    city, found = cities.kommune(kommune), maturity.rated(kommune)
    rows = tuple((row.entry.leistung.key, row.entry.leistung.name.in_language(language), row) for row in found)
    return CityProgress(kommune=city, rows=rows, counts=counts(city.name, city.key, found))


def counts(name: str, key: str, rated: Iterable[Rated]) -> Counts:
    """How many at each level."""
    rows = list(rated)
    of_11, of_20 = Counter(r.maturity.level_11 for r in rows), Counter(r.maturity.level_20 for r in rows)
    return Counts(
        name=name,
        url_key=key,
        of_11=tuple(of_11[n] for n in range(TOP_11 + 1)),
        of_20=tuple(of_20[n] for n in range(TOP_20 + 1)),
        total=len(rows),
    )


def held_down(rated: Iterable[Rated]) -> tuple[tuple[Criterion, int], ...]:
    """Criteria that hold Leistungen below the top of 1.1."""
    found = Counter(criterion for row in rated for criterion in row.maturity.held_11)
    return tuple(found.most_common())
