"""The search index that stands in memory, one for all threads of a process.

Nobody waits for a large one: after a publication or an import the old index answers while the new one is built beside it. The very first
time in a process the Leistungen that are complete here stand at once and the thousands of the national catalogue follow.
"""

import threading
from dataclasses import dataclass

from glueckauf.catalogue.queries import national
from glueckauf.catalogue.queries.current import LeistungOfCity, revision, watch
from glueckauf.catalogue.queries.everyday import everyday
from glueckauf.catalogue.queries.remembered import forgetting
from glueckauf.catalogue.rules.national import Level
from glueckauf.catalogue.rules.search_index import Entry, Index, Situation, Source
from glueckauf.catalogue.rules.synonyms import Synonyms
from glueckauf.catalogue.rules.texts import plain_text

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """All that an index is built from, read from the tables in the thread of a request."""

    version: Version
    own: tuple[Entry, ...]
    national: tuple[Entry, ...]
    cities: dict[str, tuple[str, ...]]
    levels: dict[str, Level]


@dataclass(frozen=True, slots=True)
class Stand:
    """An index, which cities have each of our Leistungen, and who carries out each national one."""

    version: Version
    index: Index
    cities: dict[str, tuple[str, ...]]
    levels: dict[str, Level]


class Standing:
    """Keeps the newest index that is ready."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stand: Stand | None = None
        self.building: threading.Thread | None = None

    def current(self) -> Stand:
        """What answers now."""
        wanted = (watch.current().publication, national.version())
        stand = self.stand
        if stand is not None and stand.version == wanted:
            return stand
        with self.lock:
            if self.stand is None:
                self.stand = built(ours(wanted))
            if self.stand.version != wanted and not (self.building and self.building.is_alive()):
                self.building = threading.Thread(target=self._build, args=(parts(wanted),), name="search-index", daemon=True)
                self.building.start()
            return self.stand

    def settled(self) -> Stand:
        """After whatever is being built now."""
        self.current()
        if self.building:
            self.building.join()
        return self.current()

    def forget(self) -> None:
        """The tables changed under its feet."""
        if self.building:
            self.building.join()
        with self.lock:
            self.stand = self.building = None

    def _build(self, found: Parts) -> None:
        self.stand = built(found)


standing = Standing()
forgetting.append(standing.forget)


def built(found: Parts) -> Stand:
    """Pure arithmetic: no table is read here."""
    said = everyday()
    situations = tuple(Situation(title=str(s.title), phrases=s.phrases, leistungen=s.leistungen) for s in said.situations)
    return Stand(found.version, index_of(((*found.own, *found.national), situations, said.groups)), found.cities, found.levels)


Words = tuple[tuple[Entry, ...], tuple[Situation, ...], tuple[tuple[str, ...], ...]]
_latest: list[tuple[Words, Index]] = []


def index_of(words: Words) -> Index:
    """A publication that changed a fee or a city's office says the same words: then the index stays."""
    for known, index in _latest:
        if known == words:
            return index
    index = Index(words[0], words[1], Synonyms(words[2]))
    _latest[:] = [(words, index)]
    return index


def parts(version: Version) -> Parts:
    """Ours, and what the national catalogue has beyond them."""
    here = ours((version[0], 0))
    complete = {revision(pk).leistung.leika.key for pk in one_of_each().values()}
    entries = tuple(e for e in national.entries() if e.key not in complete)
    return Parts(version, here.own, tuple(map(national_entry, entries)), here.cities, {e.key: e.level for e in entries})


def ours(version: Version) -> Parts:
    """One entry per Leistung: cities change numbers, not what a Leistung is called."""
    cities: dict[str, tuple[str, ...]] = {}
    for kommune, slug in sorted(watch.current().ids):
        cities[slug] = (*cities.get(slug, ()), kommune)
    return Parts((version[0], 0), tuple(own_entry(revision(pk)) for pk in one_of_each().values()), (), cities, {})


def one_of_each() -> dict[str, int]:
    """Slug to the revision of its first city."""
    return {slug: pk for (_, slug), pk in sorted(watch.current().ids.items(), reverse=True)}


def own_entry(found: LeistungOfCity) -> Entry:
    """What is searched of a Leistung."""
    leistung = found.leistung
    return Entry(
        key=leistung.key,
        names=tuple(filter(None, (leistung.name.de, leistung.name.en))),
        phrases=leistung.search,
        short=f"{leistung.short.de} {leistung.short.en} {leistung.topic}",
        text=" ".join(plain_text(html) for html in found.texts.values()),
    )


def national_entry(found: national.NationalEntry) -> Entry:
    """What is searched of an entry of the national catalogue."""
    return Entry(key=found.key, names=(found.name,), bundle=tuple(filter(None, (found.ozg_name, *found.words))), source=Source.NATIONAL)
