"""The search index: words of all Leistungen in memory, ranked, with the reason of each match. Honest up to some thousand entries.

A query's words are looked for as stems, as beginnings of words, as parts of compounds and, if nothing fits, by likeness. An entry ranks by
how many words of the query it answers, then by how rare these are and where they stand: name, everyday words, short text, long text.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from glueckauf.catalogue.rules.words import Compounds, folded, is_one_slip, likeness, stem, telling, trigrams, words

LIKE_ENOUGH = 0.4
MOST_HITS = 60
WHOLE_PHRASE = 100
FAR_BEHIND = 0.1  # a hit with less than this share of the best score only distracts


class Where(IntEnum):
    """Where a word stands; the number is its weight."""

    NAME = 10
    EVERYDAY = 9
    PART = 4
    SHORT = 3
    TEXT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A Leistung as the search sees it. `phrases`: everyday words, in any language."""

    key: str
    names: tuple[str, ...]
    phrases: tuple[str, ...]
    short: str
    text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A word of an entry: how much it weighs and the words around it, for the reason."""

    weight: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One entry that answers. `why` is a German phrase."""

    key: str
    words: int
    score: float
    why: str


@dataclass(slots=True)
class Found:
    """Collected while the words of a query are looked up."""

    words: int = 0
    score: float = 0.0
    best: float = 0.0
    why: str = ""

    def add(self, gain: float, why: str) -> None:
        """One more word of the query fits."""
        self.words += 1
        self.score += gain
        if gain > self.best:
            self.best, self.why = gain, why


class Index:
    """Built once per publication."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.said: dict[str, tuple[str, ...]] = {}
        self.postings: dict[str, dict[str, Posting]] = defaultdict(dict)
        self.phrases: dict[str, dict[str, str]] = defaultdict(dict)
        entries = tuple(entries)
        self.count = len(entries)
        vocabulary = {w for e in entries for phrase in (*e.names, *e.phrases) for w in words(phrase)}
        self.compounds = Compounds(vocabulary)
        for entry in entries:
            self._add(entry)
        self.shapes = {term: trigrams(term) for term, at in self.postings.items() if any(p.weight >= Where.PART for p in at.values())}

    def _add(self, entry: Entry) -> None:
        self.said[entry.key] = tuple(sorted((*entry.names, *entry.phrases), key=len))
        for name in entry.names:
            self._post(entry.key, name, Where.NAME)
            self._split(entry.key, name)
        for phrase in entry.phrases:
            self._post(entry.key, phrase, Where.EVERYDAY)
            self._split(entry.key, phrase)
        for phrase in (*entry.names, *entry.phrases):
            self.phrases[normal(phrase)].setdefault(entry.key, phrase)
        self._post(entry.key, entry.short, Where.SHORT)
        self._post(entry.key, entry.text, Where.TEXT)

    def _post(self, key: str, text: str, where: Where) -> None:
        for word in telling(text):
            self._term(stem(word), key, Posting(where, text if where in (Where.NAME, Where.EVERYDAY) else word))

    def _split(self, key: str, phrase: str) -> None:
        for word in words(phrase):
            for part in self.compounds.parts(word):
                self._term(stem(part), key, Posting(Where.PART, phrase))

    def _term(self, term: str, key: str, posting: Posting) -> None:
        before = self.postings[term].get(key)
        shorter = before is not None and before.weight == posting.weight and len(posting.said) < len(before.said)
        if before is None or before.weight < posting.weight or shorter:
            self.postings[term][key] = posting

    def search(self, query: str) -> tuple[Match, ...]:
        """Best first. Empty where no word of the query is anywhere near."""
        found: dict[str, Found] = {}
        for word in dict.fromkeys(telling(query)):
            for key, (gain, why) in self._fitting(word).items():
                found.setdefault(key, Found()).add(gain, why)
        least = FAR_BEHIND * max((f.score for f in found.values()), default=0.0)
        found = {key: f for key, f in found.items() if f.score >= least}
        for key, phrase in self.phrases.get(normal(query), {}).items():
            whole = found.setdefault(key, Found(words=len(telling(query))))
            whole.score += WHOLE_PHRASE
            whole.why = f"passt zu „{phrase}“"
        matches = [Match(key=key, words=f.words, score=f.score, why=f.why) for key, f in found.items()]
        return tuple(sorted(matches, key=lambda m: (-m.words, -m.score, m.key))[:MOST_HITS])

    def _fitting(self, word: str) -> dict[str, tuple[float, str]]:
        """Entries a word leads to, by the first way that leads anywhere."""
        term = stem(word)
        if term in self.postings:
            return self._gains([term], 1.0, word)
        longer = [t for t in self.shapes if t.startswith(term)] if len(term) >= 3 else []
        if longer:
            return self._gains(longer, 0.8, word)
        slips = [t for t in self.shapes if is_one_slip(term, t) or is_one_slip(folded(word), t)] if len(term) >= 3 else []
        if slips:
            return self._gains(slips, 0.6, word, "ähnlich wie „{said}“")
        parts = [t for t in map(stem, self.compounds.parts(word)) if t in self.postings]
        return self._gains(parts, 0.6, word) if parts else self._gains(self._alike(term), 0.5, word, "ähnlich wie „{said}“")

    def _alike(self, term: str) -> list[str]:
        """Terms that share the most letters with it, three in a row."""
        shape = trigrams(term)
        alike = {t: likeness(shape, other) for t, other in self.shapes.items()}
        best = max(alike.values(), default=0.0)
        return [t for t, value in alike.items() if value >= LIKE_ENOUGH and value > best - 0.05]

    def _gains(self, terms: Iterable[str], share: float, word: str, why: str = "passt zu „{said}“") -> dict[str, tuple[float, str]]:
        """What terms add to each entry that has one, the best of them: rare words tell more."""
        gains: dict[str, tuple[float, str]] = {}
        for term in terms:
            at: Mapping[str, Posting] = self.postings.get(term, {})
            rarity = math.log(1 + self.count / len(at)) if at else 0.0
            for key, posting in at.items():
                gain = (share * posting.weight * rarity, self._reason(key, posting, word, why))
                gains[key] = max(gains.get(key, (0.0, "")), gain)
        return gains

    def _reason(self, key: str, posting: Posting, word: str, why: str) -> str:
        """The shortest phrase with the very word, else the one that fitted; words of the long text are said to stand there."""
        if posting.weight <= Where.SHORT:
            return f"„{posting.said}“ steht im Text"
        said = next((phrase for phrase in self.said[key] if word in words(phrase)), posting.said)
        return why.format(said=said)


def normal(phrase: str) -> str:
    """A whole phrase, for equality."""
    return " ".join(sorted(stem(w) for w in telling(phrase)))
