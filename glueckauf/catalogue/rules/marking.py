"""Which words of a title or a sentence answer what was typed: plain pieces of text, so that a template marks them and escapes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glueckauf.catalogue.rules.words import WORD

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows the terms of a query. `terms_of`: those of a word, as the index has them."""

    terms: frozenset[str]
    terms_of: Callable[[str], set[str]]

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The text in pieces, with whether each answers. Put together they are the text."""
        return tuple(self._pieces(text)) if self.terms else ((text, False),)

    def _pieces(self, text: str) -> Iterator[Piece]:
        plain_from = 0
        for word in WORD.finditer(text):
            if not self.terms.isdisjoint(self.terms_of(word[0].lower())):
                yield from ((text[plain_from : word.start()], False),) if plain_from < word.start() else ()
                yield word[0], True
                plain_from = word.end()
        if plain_from < len(text):
            yield text[plain_from:], False
