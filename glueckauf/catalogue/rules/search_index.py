"""The search index: what people call each Leistung, in memory, ranked, with the reason of each match.

Each Leistung is a set of phrases: its names, what people say at home, situations of life, its texts. A query ranks a Leistung by how
much of the query its words answer altogether, and by how well the query and one single phrase cover each other: "hund abmelden" answers
"Hund anmelden" by half. Rare words tell more. How a typed word becomes terms of the index is the business of `asking`.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import chain

from glueckauf.catalogue.rules.asking import PART, RING, Asked, Reader
from glueckauf.catalogue.rules.synonyms import Synonyms
from glueckauf.catalogue.rules.words import foreign_stems, stem, telling

MOST_HITS = 60
NEXT_IN_SITUATION = 0.8  # what each further Leistung of a situation keeps
LONG_TEXT = 100.0  # no query covers a text: as if it held about so many words
MANY = 200  # rows of a common term
NOWHERE = array("I")
FAR_BEHIND = 0.5  # a hit with less than this share of the best score only distracts


class Where(IntEnum):
    """Where a word stands."""

    NAME = 0
    EVERYDAY = 1
    SITUATION = 2
    BUNDLE = 3
    SHORT = 4
    TEXT = 5


WEIGHT = {Where.NAME: 1.0, Where.EVERYDAY: 1.0, Where.SITUATION: 0.95, Where.BUNDLE: 0.5, Where.SHORT: 0.4, Where.TEXT: 0.15}
WHOLE = frozenset({Where.NAME, Where.EVERYDAY, Where.SITUATION})  # short enough to be covered as a whole


class Source(IntEnum):
    """Own Leistungen are complete here and come before national entries of the same meaning."""

    OWN = 0
    NATIONAL = 1


TRUST = {Source.OWN: 1.0, Source.NATIONAL: 0.9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A Leistung as the search sees it. `phrases`: everyday words, in any language; `bundle`: what it belongs to."""

    key: str
    names: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    bundle: tuple[str, ...] = ()
    short: str = ""
    text: str = ""
    source: Source = Source.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A situation of life: what people say in it, and the Leistungen it takes, the first one first."""

    title: str
    phrases: tuple[str, ...]
    leistungen: tuple[str, ...]


class Fit(StrEnum):
    """How an entry answers: a phrase of it, one that reads alike, or a word in its text."""

    PHRASE = "phrase"
    LIKE = "like"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason of a match. `said`: the phrase, or for TEXT the word; `others`: what words of other languages are called here."""

    fit: Fit
    said: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One entry that answers; without a reason where only a place was named."""

    key: str
    score: float
    why: Why | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Matches, best first. `understood`: typed and meant, where a slip was mended; `instead`: known words where nothing was found;
    `terms`: all that was looked for."""

    matches: tuple[Match, ...] = ()
    terms: frozenset[str] = frozenset()
    understood: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()


class Index:
    """Built once per publication, never changed: threads share it."""

    def __init__(self, entries: Iterable[Entry], situations: Iterable[Situation] = (), synonyms: Synonyms | None = None) -> None:
        self.entries = sorted(entries, key=lambda e: (e.source, e.key))
        self.by_key = {entry.key: entry for entry in self.entries}
        self.synonyms = synonyms or Synonyms()
        self.said: list[str] = []
        self.where = array("B")
        self.weight = array("f")
        self.entry = array("H")
        self.postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        vocabulary = self._vocabulary(situations := tuple(situations))
        self.reader = Reader(self.postings, vocabulary, self.synonyms)
        self._fill(situations)
        self.postings = dict(self.postings)
        self.reader.terms = self.postings
        self.rarity = {term: self._rarity(rows) for term, rows in self.postings.items()}
        self.rate = array("f", (weight / math.sqrt(self._mass(said)) for said, weight in zip(self.said, self.weight, strict=True)))

    def _vocabulary(self, situations: Iterable[Situation]) -> set[str]:
        """Every word of a name, an everyday phrase, a situation or a group of synonyms."""
        phrases = [p for e in self.entries for p in (*e.names, *e.phrases)]
        phrases += [p for s in situations for p in s.phrases]
        phrases += [w for group in self.synonyms.groups for w in group]
        return {w for phrase in phrases for w in telling(phrase)}

    def _fill(self, situations: Iterable[Situation]) -> None:
        """Rows of what is ours first, then the national ones."""
        numbers = {entry.key: number for number, entry in enumerate(self.entries)}
        own = [n for n, entry in enumerate(self.entries) if entry.source is Source.OWN]
        for number in own:
            self._rows_of(number)
        for situation in situations:
            for place, slug in enumerate(slug for slug in situation.leistungen if slug in numbers):
                for phrase in situation.phrases:
                    self._row(numbers[slug], phrase, Where.SITUATION, NEXT_IN_SITUATION**place)
        self.first_national = len(self.said)
        for number in range(len(own), len(self.entries)):
            self._rows_of(number)

    def _rows_of(self, number: int) -> None:
        entry = self.entries[number]
        kinds = ((Where.NAME, entry.names), (Where.EVERYDAY, entry.phrases), (Where.BUNDLE, entry.bundle))
        for where, phrases in (*kinds, (Where.SHORT, (entry.short,)), (Where.TEXT, (entry.text,))):
            for phrase in filter(None, phrases):
                self._row(number, phrase, where)

    def _row(self, number: int, phrase: str, where: Where, share: float = 1.0) -> None:
        row = len(self.said)
        self.said.append(phrase if where in WHOLE else "")
        self.where.append(where)
        self.weight.append(WEIGHT[where] * share)
        self.entry.append(number)
        terms = {term for word in self.reader.spoken(phrase) for term in self._terms(word, where)}
        for term in sorted(terms):
            self.postings[term].append(row)

    def _terms(self, word: str, where: Where) -> set[str]:
        """All names under which a word of a phrase is found."""
        terms = {stem(word)}
        if where is Where.TEXT:
            return terms
        terms |= {RING + ring for ring in self.synonyms.rings_of(word)}
        if where in (Where.EVERYDAY, Where.SITUATION):
            terms |= set(foreign_stems(word))
        for part in self.reader.compounds.parts(word):
            terms.add(PART + stem(part))
            terms |= {PART + RING + ring for ring in self.synonyms.rings_of(part)}
        return terms

    def terms_of(self, word: str) -> set[str]:
        """All names under which a word can be looked for, in any language."""
        return self._terms(word, Where.EVERYDAY)

    def _rarity(self, rows: Iterable[int]) -> float:
        """Of a term: by how many entries hold it."""
        return math.log(1 + len(self.entries) / len({self.entry[row] for row in rows}))

    def _mass(self, said: str) -> float:
        """How much there is to be covered."""
        return sum(self._worth(word) for word in {stem(w): w for w in self.reader.spoken(said)}.values()) if said else LONG_TEXT

    def _worth(self, word: str) -> float:
        """A word of a group is as rare as its group."""
        return min(self.rarity[term] for term in (stem(word), *(RING + ring for ring in self.synonyms.rings_of(word))))

    def search(self, query: str) -> Answer:
        """Best first. Empty where no word of the query is anywhere near."""
        asked = self.reader.read(query)
        scores, best = self._scores(asked)
        least = FAR_BEHIND * max(scores.values(), default=0.0)
        near = [(-round(score, 6), number) for number, score in scores.items() if score >= least]
        shown = [number for _, number in sorted(near)[:MOST_HITS]]
        return Answer(
            matches=tuple(Match(key=self.entries[n].key, score=scores[n], why=self._why(asked, best[n])) for n in shown),
            terms=frozenset(term for a in asked for term in a.ways),
            understood=tuple((a.word, a.meant) for a in asked if a.meant),
            instead=() if shown else self._instead(asked),
        )

    def _scores(self, asked: list[Asked]) -> tuple[dict[int, float], dict[int, int]]:
        """Entry to score, and entry to its best phrase."""
        covered: dict[int, float] = defaultdict(float)
        answered: dict[int, float] = defaultdict(float)
        whole = 0.0
        for word in sorted(asked, key=self._commonness):
            gains = self._gains(word, answered)
            whole += max(gains.values(), default=0.0)
            most: dict[int, float] = {}
            for row, gain in gains.items():
                covered[row] += gain
                number, gain = self.entry[row], gain * self.weight[row]
                if gain > most.get(number, 0.0):
                    most[number] = gain
            for number, gain in most.items():
                answered[number] += gain
        fits, best = self._fits(covered, math.sqrt(whole))
        return {n: (answered[n] / whole + fits[n]) * TRUST[self.entries[n].source] for n in best}, best

    def _fits(self, covered: dict[int, float], asked: float) -> tuple[dict[int, float], dict[int, int]]:
        """How well the best phrase of each entry and the query cover each other, and which phrase that is."""
        fits: dict[int, float] = {}
        best: dict[int, int] = {}
        for row, gain in covered.items():
            number = self.entry[row]
            fit = min(gain * self.rate[row] / asked, self.weight[row])
            if fit > fits.get(number, 0.0):
                fits[number], best[number] = fit, row
        return fits, best

    def _gains(self, word: Asked, answering: Container[int]) -> dict[int, float]:
        """Rows that hold one of its terms, the surest and rarest way each. A word of a group is as rare as its group."""
        gains: dict[int, float] = {}
        rarest = self._rarest(word)
        worth = {term: share * min(self.rarity[term], rarest) for term, share in word.ways.items()}
        for term, gain in sorted(worth.items(), key=lambda way: way[1]):
            for row in self._rows(term, answering):
                gains[row] = gain
        return gains

    def _rows(self, term: str, answering: Container[int]) -> Iterable[int]:
        """Where a term stands. A common one tells nothing about a national entry that no rarer word led to."""
        rows = self.postings[term]
        if len(rows) < MANY or not answering:
            return rows
        own = bisect_left(rows, self.first_national)
        return chain(rows[:own], (row for row in rows[own:] if self.entry[row] in answering))

    def _rarest(self, word: Asked) -> float:
        """As rare as it may count."""
        return min((self.rarity[term] for term in word.ways if term.startswith(RING)), default=math.inf)

    def _commonness(self, word: Asked) -> float:
        """Rare words first."""
        return -max((share * min(self.rarity[term], self._rarest(word)) for term, share in word.ways.items()), default=0.0)

    def _why(self, asked: list[Asked], row: int) -> Why:
        """What was typed and what stands there."""
        fitting = [a for a in asked if any(self._holds(term, row) for term in a.ways)]
        if self.where[row] not in WHOLE:
            return Why(fit=Fit.TEXT, said=fitting[0].meant or fitting[0].word)
        others = dict.fromkeys(head for a in fitting if (head := self._other_word(a, row)))
        return Why(fit=Fit.LIKE if any(a.meant for a in fitting) else Fit.PHRASE, said=self.said[row], others=tuple(others))

    def _holds(self, term: str, row: int) -> bool:
        """Whether a term stands in a row: rows are sorted."""
        rows = self.postings.get(term, NOWHERE)
        at = bisect_left(rows, row)
        return at < len(rows) and rows[at] == row

    def _other_word(self, asked: Asked, row: int) -> str:
        """What a word in another language or of the street is called here, where that is why it fits."""
        rings = self.synonyms.rings_of(asked.word)
        fitting = (r for r in rings if self._holds(RING + r, row) or self._holds(PART + RING + r, row))
        there = {stem(asked.word), *(stem(word) for word in self.reader.spoken(self.said[row]))}
        return next((ring for ring in fitting if stem(ring.lower()) not in there), "")

    def _instead(self, asked: list[Asked]) -> tuple[str, ...]:
        """Known words that look most like what was typed."""
        return tuple(dict.fromkeys(word for a in asked for word in self.reader.spelling.alike(a.word)))[:3]
