"""Where is that? From what people type (postcode, place name, address, a slip of the pen) to municipalities, and what lies above each.

All in dictionaries and one sorted list: a look-up costs the same for 53 and for 10,981 municipalities.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from glueckauf.cities.rules.place_names import fold, slips, spellings

POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
LONGEST_NAME = 6  # words
MOST = 12
TITLES = ("stadt ", "gemeinde ", "markt ", "hansestadt ", "samtgemeinde ", "in ", "d ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A Land, Regierungsbezirk, Kreis or Verband."""

    code: str
    level: str
    name: str
    seat: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One line of the register. `name` without what the register adds: Bochum; `full_name` with it: Bochum, Stadt."""

    ars: str
    ags: str
    name: str
    full_name: str
    kind: str
    inhabitants: int
    seat: str = ""
    postcodes: tuple[str, ...] = ()
    bulk: tuple[str, ...] = ()
    is_gone: bool = False

    @property
    def is_district_free(self) -> bool:
        """A city that does itself what a Kreis does elsewhere."""
        return self.kind == "kreisfreie-stadt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """A place that belongs to another municipality since then. `since` is an ISO day."""

    name: str
    into: str
    since: str
    open: str = ""
    old: str = ""


class Found(StrEnum):
    """How a place was understood."""

    ONE = "one"
    SEVERAL = "several"
    LIKE = "like"
    BULK = "bulk"
    FORMER = "former"
    GONE = "gone"
    NOTHING = "nothing"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`municipalities`: one, those to choose from, or none. LIKE: a slip was read over. FORMER: `former` says what it was. GONE: the
    register does not have it any more, and nobody said where it went."""

    found: Found
    text: str
    municipalities: tuple[Municipality, ...] = ()
    former: Former | None = None
    postcode: str = ""


class Gazetteer:
    """Built once per state of the register."""

    def __init__(self, municipalities: Iterable[Municipality], regions: Iterable[Region], former: Iterable[Former] = ()) -> None:
        self.by_ars = {m.ars: m for m in municipalities}
        self.regions = {r.code: r for r in regions}
        self.by_postcode: dict[str, tuple[str, ...]] = {}
        self.bulk: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, tuple[str, ...]] = {}
        self.parts: dict[str, tuple[str, ...]] = {}
        self.former: dict[str, Former] = {}
        self.gone: dict[str, tuple[str, ...]] = {}
        self.mergers = {f.old: f for f in former if f.old}
        for m in (m for m in self.by_ars.values() if m.ars not in self.mergers):
            if not m.is_gone:
                self._add(m)
            else:
                self.gone |= dict.fromkeys(spellings(m.name)[0], (m.ars,))
        for f in former:
            for name in spellings(f.name)[0]:
                self.former[name] = f
        self.sorted = sorted(self.names)

    def _add(self, m: Municipality) -> None:
        """Its names and postcodes."""
        whole, parts = spellings(m.name)
        for index, keys in ((self.names, whole), (self.parts, parts), (self.by_postcode, m.postcodes), (self.bulk, m.bulk)):
            for key in keys:
                index[key] = (*index.get(key, ()), m.ars)

    def chain(self, m: Municipality) -> tuple[Region, ...]:
        """What lies above it, nearest first: Verband, Kreis, Regierungsbezirk, Land."""
        codes = [m.ars[:9], m.ars[:5], m.ars[:3], m.ars[:2]]
        found = [self.regions[code] for code in codes if code in self.regions and self.regions[code].level != "region"]
        return tuple(r for r in found if r.name.partition(",")[0] != m.name and not (r.level == "kreis" and m.is_district_free))

    def current(self, ars: str) -> tuple[Municipality | None, Former | None]:
        """A municipality by its key, and the merger that led there. A key merged twice leads to the last one."""
        merger, seen = None, set[str]()
        while ars in self.mergers and ars not in seen:
            seen.add(ars)
            merger = self.mergers[ars]
            ars = merger.into
        return self.by_ars.get(ars), merger

    def find(self, text: str) -> Answer:
        """Postcode first, then names."""
        text = " ".join(text.split())
        if not text:
            return Answer(found=Found.EMPTY, text="")
        if text.isdigit() and len(text) == 12:
            return self._by_key(text)
        code = POSTCODE.search(text)
        if code is None:
            return self._by_name(text)
        return self._by_postcode(text, code[0], fold(text[code.end() :]) or fold(text[: code.start()]))

    def _by_key(self, text: str) -> Answer:
        m, merger = self.current(text)
        if m is None:
            return Answer(found=Found.NOTHING, text=text)
        if m.is_gone:
            return Answer(found=Found.GONE, text=text, municipalities=(m,))
        return Answer(found=Found.FORMER if merger else Found.ONE, text=text, municipalities=(m,), former=merger)

    def _by_postcode(self, text: str, code: str, rest: str) -> Answer:
        """A name beside the postcode decides between those that share it; where they disagree, people are asked."""
        at = self.by_postcode.get(code, ())
        named = self._exactly(rest) if rest else ()
        both = [ars for ars in at if ars in named] or list(at)
        if both and (not named or set(both) & set(named)):
            return self._answer(both, text, postcode=code)
        if bulk := self.bulk.get(code):
            return Answer(found=Found.BULK, text=text, municipalities=self._rows(bulk), postcode=code)
        if not both:
            return self._named_beside(text, code)
        return self._answer([*both, *named], text, postcode=code)

    def _named_beside(self, text: str, code: str) -> Answer:
        """The postcode is not known: what stands beside it may be."""
        found = self._by_name(text.replace(code, " ").strip(" ,"))
        return Answer(found=found.found, text=text, municipalities=found.municipalities, former=found.former, postcode=code)

    def _by_name(self, text: str) -> Answer:
        """The whole text, then the part of an address that is a name, then beginnings, then slips of the pen."""
        if not (asked := bare(fold(text))):
            return Answer(found=Found.NOTHING, text=text)
        if found := self._known(asked, text):
            return found
        is_name = "," not in text and not any(c.isdigit() for c in text)
        if is_name and (like := self._alike(asked)):
            return self._slip(like, text)
        if keys := self._in_address(text) or self._beginning(asked):
            return self._answer(keys, text)
        if found := next((f for part in runs(text) if (f := self._known(part, text))), None):
            return found
        if like := next((keys for part in tails(text) if (keys := self._alike(part))), ()):
            return self._slip(like, text)
        return Answer(found=Found.NOTHING, text=text)

    def _known(self, name: str, text: str) -> Answer | None:
        """A name as it stands: of today, of a place that became part of another, or of both; then one that is gone."""
        keys, former = self._exactly(name), self.former.get(name)
        if keys and former and (into := self.current(former.into)[0]) and not into.is_gone:
            return self._answer(dict.fromkeys((*keys, into.ars)), text)
        if former and not keys:
            return self._merged(former, text)
        if keys:
            return self._answer(keys, text)
        gone = self.gone.get(name, ())
        return Answer(found=Found.GONE, text=text, municipalities=self._rows(gone)) if gone else None

    def _slip(self, like: tuple[str, ...], text: str) -> Answer:
        return Answer(found=Found.LIKE if len(like) == 1 else Found.SEVERAL, text=text, municipalities=self._rows(like))

    def _merged(self, former: Former, text: str) -> Answer:
        m, later = self.current(former.into)
        if m is None:
            return Answer(found=Found.NOTHING, text=text, former=later or former)
        return Answer(found=Found.GONE if m.is_gone else Found.FORMER, text=text, municipalities=(m,), former=later or former)

    def _exactly(self, name: str) -> tuple[str, ...]:
        """By the whole name, else by its first part (Wetter for Wetter (Ruhr))."""
        return self.names.get(name) or self.parts.get(name, ())

    def _in_address(self, text: str) -> tuple[str, ...]:
        """Musterstraße 1, Bochum: the last words that are a name."""
        return next((keys for part in runs(text) if (keys := self._exactly(part))), ())

    def _beginning(self, name: str) -> tuple[str, ...]:
        """Names that begin so, when they are few enough to choose from."""
        if len(name) < 3:
            return ()
        at, found = bisect_left(self.sorted, name), list[str]()
        while at < len(self.sorted) and self.sorted[at].startswith(name):
            found += self.names[self.sorted[at]]
            if len(found) > MOST:
                return ()
            at += 1
        return tuple(dict.fromkeys(found))

    def _alike(self, name: str) -> tuple[str, ...]:
        """Names one slip away."""
        if len(name) < 4:
            return ()
        found = [ars for other in slips(name) for ars in self._exactly(other)]
        return tuple(dict.fromkeys(found))[:MOST]

    def _answer(self, keys: Iterable[str], text: str, *, postcode: str = "") -> Answer:
        rows = self._rows(keys)
        return Answer(found=Found.ONE if len(rows) == 1 else Found.SEVERAL, text=text, municipalities=rows, postcode=postcode)

    def _rows(self, keys: Iterable[str]) -> tuple[Municipality, ...]:
        """Largest first: whoever types Hagen mostly means the city."""
        rows = {ars: self.by_ars[ars] for ars in keys}
        return tuple(sorted(rows.values(), key=lambda m: (-m.inhabitants, m.ars))[:MOST])


def bare(name: str) -> str:
    """Stadt Bochum, in Bochum -> Bochum."""
    for title in TITLES:
        name = name.removeprefix(title)
    return name


def runs(text: str) -> Iterator[str]:
    """Runs of words that could be a name: of the part after the last comma first, from the end, longest first. None with a digit."""
    for part in reversed(text.split(",")):
        words = fold(part).split()
        for end in range(len(words), 0, -1):
            for length in range(min(LONGEST_NAME, end), 0, -1):
                run = words[end - length : end]
                if not any(c.isdigit() for word in run for c in word):
                    yield " ".join(run)


def tails(text: str) -> Iterator[str]:
    """The last words of each part, for slips in an address."""
    for part in reversed(text.split(",")):
        words = fold(part).split()
        for length in range(min(3, len(words)), 0, -1):
            yield " ".join(words[-length:])
