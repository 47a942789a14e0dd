"""Where: names of municipalities and postcodes inside what people type ("hund anmelden bochum", "44787 parkausweis", "Muelheim")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from glueckauf.catalogue.rules.slips import slips
from glueckauf.catalogue.rules.words import folded

WORD = re.compile(r"\w+")
POSTCODE = re.compile(r"\d{5}")
# Parts of names that say nothing by themselves, and words that lead to a place.
JOINING = frozenset({"an", "der", "am", "im", "ruhr", "see", "rhein", "lippe", "stadt"})
LEADING = frozenset({"in", "aus", "bei", "nach", "fuer", "stadt", "the", "city", "of"})
# Names that are everyday words too: they need a word before them that leads to a place.
EVERYDAY = frozenset({"wetter", "kamen", "alpen", "selm", "rees"})
LONG_ENOUGH = 7  # short names with a slip resemble too much else


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A municipality by key; `names`: as people call it."""

    key: str
    names: tuple[str, ...]
    postcodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Split:
    """Keys of the places a text names, and the rest of it as it was typed."""

    keys: tuple[str, ...]
    rest: str


class Places:
    """Finds places in texts."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_words: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.by_postcode: dict[str, tuple[str, ...]] = {}
        self.names: dict[str, str] = {}
        for place in places:
            self.names.setdefault(place.key, place.names[0])
            for name in place.names:
                said = tuple(folded(word) for word in WORD.findall(name.lower()))
                self._add(said, place.key)
                if said[0] not in JOINING and (len(said) == 1 or said[1] in JOINING):
                    self._add(said[:1], place.key)
            for code in place.postcodes:
                self.by_postcode[code] = (*self.by_postcode.get(code, ()), place.key)
        self.longest = max(map(len, self.by_words), default=0)

    def _add(self, said: tuple[str, ...], key: str) -> None:
        known = self.by_words.get(said, ())
        self.by_words[said] = known if key in known else (*known, key)

    def split(self, text: str) -> Split:
        """A postcode of elsewhere is taken out too, because it names no Leistung either."""
        typed = [(folded(m.group().lower()), m.start(), m.end()) for m in WORD.finditer(text)]
        keys: list[str] = []
        gone: list[tuple[int, int]] = []
        at = 0
        while at < len(typed):
            found, length = self._at(tuple(word for word, _, _ in typed[at : at + self.longest]))
            is_led = at > 0 and typed[at - 1][0] in LEADING
            if not length or (length == 1 and typed[at][0] in EVERYDAY and not is_led):
                at += 1
                continue
            keys += found
            first = at - 1 if is_led else at
            gone.append((typed[first][1], typed[at + length - 1][2]))
            at += length
        return Split(tuple(dict.fromkeys(keys)), without(text, gone))

    def _at(self, said: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
        """The places that begin here, and in how many words: the longest name, a postcode, or a name with a slip."""
        for length in range(len(said), 0, -1):
            if keys := self.by_words.get(said[:length]):
                return keys, length
        if POSTCODE.fullmatch(said[0]):
            return self.by_postcode.get(said[0], ()), 1
        return (keys, 1) if (keys := self._misspelt(said[0])) else ((), 0)

    @lru_cache(maxsize=4096)  # noqa: B019 - places live as long as the process
    def _misspelt(self, word: str) -> tuple[str, ...]:
        if len(word) < LONG_ENOUGH:
            return ()
        near = (
            keys for name, keys in self.by_words.items() if len(name) == 1 and len(name[0]) >= LONG_ENOUGH and slips(word, name[0], 1) == 1
        )
        return next(near, ())


def without(text: str, gone: list[tuple[int, int]]) -> str:
    """The text without these stretches, blanks single."""
    kept, at = [], 0
    for start, end in gone:
        kept.append(text[at:start])
        at = end
    return " ".join(" ".join([*kept, text[at:]]).split()).strip(" ,;.-:()")
