"""Words as the search compares them: lower case, umlauts folded, German stem, without marks. One function for texts and for queries.

Mueller, Müller and Muller give the same; so do köpek and kopek. Compounds are split by the catalogue's own words.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

WORD = re.compile(r"\w+")
LINKS = ("", "s", "n", "en", "es", "e")
SHORTEST_PART = 4
STOP = frozenset(
    WORD.findall(
        "ich wir du sie er es man mein meine meinen meinem meiner ein eine einen einem einer der die das den dem des und oder "
        "in im an am auf aus bei für mit nach von vom vor zu zum zur wie wo was wann wer möchte will muss kann darf brauche bitte "
        "ist sind habe haben the a an my i to for in of how do bir için ve"
    )
)
held = threading.local()  # a stemmer serves one thread at a time


def words(text: str) -> list[str]:
    """Lower-case words in composed letters. Lower case first: the stemmer treats capitals differently."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """What is compared."""
    if not hasattr(held, "stemmer"):
        held.stemmer = Stemmer.Stemmer("german")
    return without_marks(held.stemmer.stemWord(word))


def without_marks(word: str) -> str:
    """ş as s, é as e, the dotless ı as i."""
    parts = unicodedata.normalize("NFD", word.replace("ı", "i").replace("ß", "ss"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def telling(text: str) -> list[str]:
    """The words that say something; all of them where only small words were typed."""
    found = words(text)
    return [w for w in found if w not in STOP] or found


class Compounds:
    """Splits German compounds by a vocabulary: hundesteuerbescheid into hundesteuer and bescheid."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.known = {folded(w) for w in vocabulary if len(w) >= SHORTEST_PART and not w.isdigit()}

    def parts(self, word: str) -> tuple[str, ...]:
        """Known words inside, as they stand in the vocabulary; the word itself is not one. An unknown beginning or end is passed over."""
        whole = folded(word)
        return tuple(self._from_start(whole, whole) or self._to_end(whole))

    def _from_start(self, rest: str, whole: str) -> list[str]:
        """Longest known beginning first, then what follows it."""
        for end in range(len(rest), SHORTEST_PART - 1, -1):
            head = rest[:end]
            if head in self.known and head != whole:
                return [head, *self._from_start(self._unlinked(rest[end:]), whole)]
        return []

    def _to_end(self, whole: str) -> list[str]:
        """Known words up to the end, after an unknown beginning."""
        for start in range(1, len(whole) - SHORTEST_PART + 1):
            found = self._from_start(whole[start:], whole)
            if found and whole.endswith(found[-1]):
                return found
        return []

    def _unlinked(self, rest: str) -> str:
        """Without the linking letters, where a known word begins after them."""
        for link in LINKS:
            after = rest[len(link) :]
            if rest.startswith(link) and any(after.startswith(known) for known in self.known):
                return after
        return rest


def folded(word: str) -> str:
    """Umlauts written out: for comparing letters, not stems."""
    return without_marks(word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def trigrams(word: str) -> frozenset[str]:
    """Three letters at a time, with blanks before and after as PostgreSQL's pg_trgm does."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared trigrams of all: 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def is_one_slip(one: str, other: str) -> bool:
    """One letter wrong, missing, too many, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :])
