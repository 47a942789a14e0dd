"""What a person typed or said, word by word, as terms the index knows: with a share that says how sure the way there is.

A word is looked for as it stands, as a synonym, in another language, as a form of a verb, as a compound, as the beginning of a longer
word and with slips of the finger. Which documents hold a term is the business of `search_index`.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from glueckauf.catalogue.rules.compounds import Compounds
from glueckauf.catalogue.rules.function_words import FUNCTION_WORDS
from glueckauf.catalogue.rules.slips import Vocabulary
from glueckauf.catalogue.rules.synonyms import Synonyms
from glueckauf.catalogue.rules.words import PARTICLES, folded, foreign_stems, infinitives, participles, stem, words

PART, RING = "+", "="  # marks of terms: a word inside a compound, a group of synonyms
ABBREVIATED = re.compile(r"\b(\w+)\.(?=\S|\s*\w|\s*$)")
SHORTEST_BEGINNING = 3
MOST_LONGER = 40
MOST_WORDS = 40
FORM, FOREIGN, SYNONYM, INSIDE, LONGER = 0.95, 0.9, 0.85, 0.55, 0.7
SLIPS = (1.0, 0.8, 0.65)


@dataclass(slots=True, kw_only=True)
class Asked:
    """One word of a query. `ways`: terms with their share; `meant`: the known word a slip led to."""

    word: str
    ways: dict[str, float] = field(default_factory=dict)
    meant: str = ""

    def add(self, ways: dict[str, float], share: float = 1.0) -> None:
        """More ways, each as sure as the surest that leads there."""
        for term, surety in ways.items():
            self.ways[term] = max(self.ways.get(term, 0.0), surety * share)


class Reader:
    """Turns queries into what the index can look up. `terms`: all that it holds; `vocabulary`: the words they come from."""

    def __init__(self, terms: Container[str], vocabulary: Iterable[str], synonyms: Synonyms) -> None:
        vocabulary = set(vocabulary)
        self.terms = terms
        self.synonyms = synonyms
        self.compounds = Compounds(vocabulary)
        self.spelling = Vocabulary(vocabulary)
        self.roots = {stem(w) for w in vocabulary}
        self.sorted = sorted(self.roots)

    def read(self, text: str) -> list[Asked]:
        """The telling words, each once. A word that is nowhere near a known one has no way."""
        short = {w for said in ABBREVIATED.findall(text.lower()) for w in words(said)}
        found: dict[str, Asked] = {}
        typed = self._particles_back(self._joined(words(text)[:MOST_WORDS]))
        for word in self._telling(typed):
            for asked in self._asked(word, is_short=word in short):
                found.setdefault(asked.word, asked)
        return list(found.values())

    def spoken(self, phrase: str) -> list[str]:
        """The telling words of a phrase of the index: "ich ziehe um" is umziehen here as in a query."""
        return self._telling(self._particles_back(words(phrase)))

    def _telling(self, typed: list[str]) -> list[str]:
        """Small words go, where others are left."""
        return [w for w in typed if folded(w) not in FUNCTION_WORDS] or typed

    def _joined(self, typed: list[str]) -> list[str]:
        """ "hunde steuer" is hundesteuer, "an melden" is anmelden, where that is a known word."""
        found: list[str] = []
        for word in typed:
            if found and len(found[-1]) + len(word) >= 6 and self._is_known(found[-1] + word):
                found[-1] += word
            else:
                found.append(word)
        return found

    def _particles_back(self, typed: list[str]) -> list[str]:
        """ "melde meinen Hund an": anmelden."""
        found = list(typed)
        for at in [i for i, w in enumerate(typed) if w in PARTICLES]:
            for before in reversed(range(at)):
                verb = self._form_of(typed[at] + typed[before])
                if verb and folded(typed[before]) != folded(typed[at]):
                    found[before], found[at] = verb, ""
                    break
        return [w for w in found if w]

    def _form_of(self, word: str) -> str:
        """The known verb this is a form of."""
        return next((verb for verb in (word, *infinitives(word)) if stem(verb) in self.roots), "")

    def _is_known(self, word: str) -> bool:
        return stem(word) in self.terms

    def _asked(self, word: str, *, is_short: bool) -> list[Asked]:
        """The word, or its parts where it is an unknown compound."""
        asked = Asked(word=word)
        asked.add(self._exactly(word))
        for verb in participles(word):
            asked.add(self._exactly(verb), FORM)
        if is_short:
            asked.add(self._longer(word))
        if asked.ways:
            return [asked]
        for verb in infinitives(word):
            asked.add(self._exactly(verb), FORM)
        if asked.ways:
            return [asked]
        pieces = self.compounds.pieces(word)
        if pieces and all(p in self.compounds.known for p in pieces):
            return [part for piece in pieces for part in self._asked(piece, is_short=False)]
        self._guess(asked)
        if asked.ways or len(pieces) < 2:
            return [asked]
        return [part for piece in pieces for part in self._asked(piece, is_short=False)]

    def _exactly(self, word: str) -> dict[str, float]:
        """The word itself, what means the same, and compounds that contain it."""
        root = stem(word)
        ways = {root: 1.0, PART + root: INSIDE}
        for ring in self.synonyms.rings_of(word):
            ways |= {RING + ring: SYNONYM, PART + RING + ring: SYNONYM * INSIDE}
        ways |= {foreign: FOREIGN for foreign in foreign_stems(word)}
        return {term: share for term, share in ways.items() if term in self.terms}

    def _guess(self, asked: Asked) -> None:
        """Slips of the finger and beginnings of longer words."""
        for known, count in self.spelling.near(asked.word):
            asked.add(self._exactly(known), SLIPS[count])
            asked.meant = asked.meant or known
        asked.add(self._longer(asked.word))

    def _longer(self, word: str) -> dict[str, float]:
        """Terms that begin with it: the shortest."""
        root = folded(word)
        if len(root) < SHORTEST_BEGINNING:
            return {}
        found: list[str] = []
        for beginning in {root, stem(word)}:
            at = bisect_left(self.sorted, beginning)
            while at < len(self.sorted) and self.sorted[at].startswith(beginning):
                found.append(self.sorted[at])
                at += 1
        return {term: LONGER for term in sorted(found, key=len)[:MOST_LONGER] if term in self.terms}
