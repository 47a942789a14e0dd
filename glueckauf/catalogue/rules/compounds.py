"""Splits German compounds by known words, longest first: hundesteuerbescheid into hundesteuer and bescheid."""

from collections.abc import Iterable

from glueckauf.catalogue.rules.words import folded

LINKS = ("", "s", "n", "en", "es", "e", "er")
SHORTEST_PART = 4


class Compounds:
    """Knows a vocabulary of whole words."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.known = {folded(w) for w in vocabulary if len(w) >= SHORTEST_PART and not w.isdigit()}
        self.longest = max(map(len, self.known), default=0)

    def parts(self, word: str) -> tuple[str, ...]:
        """Known words inside, as they stand in the vocabulary; the word itself is not one. An unknown beginning or end is passed over."""
        return tuple(piece for piece in self.pieces(word) if piece in self.known)

    def pieces(self, word: str) -> tuple[str, ...]:
        """The same with what is unknown before or after: hundesteuer and abmeldng. Empty where nothing is known."""
        whole = folded(word)
        if len(whole) < 2 * SHORTEST_PART - 1:
            return ()
        dead: set[int] = set()
        if found := self._cover(whole, 0, dead):
            return found
        for start in range(3, len(whole) - SHORTEST_PART + 1):
            if found := self._cover(whole, start, dead):
                return (whole[:start], *found)
        return self._beginning(whole)

    def _cover(self, whole: str, start: int, dead: set[int]) -> tuple[str, ...]:
        """Known words from `start` to the end without a gap; `dead`: beginnings from which there is no way."""
        if start in dead:
            return ()
        for end in range(min(len(whole), start + self.longest), start + SHORTEST_PART - 1, -1):
            head = whole[start:end]
            if head not in self.known or head == whole:
                continue
            if end == len(whole):
                return (head,)
            for link in LINKS:
                if whole.startswith(link, end) and (rest := self._cover(whole, end + len(link), dead)):
                    return (head, *rest)
        dead.add(start)
        return ()

    def _beginning(self, whole: str) -> tuple[str, ...]:
        """The longest known beginning, and what follows it."""
        for end in range(len(whole) - 1, SHORTEST_PART - 1, -1):
            if whole[:end] in self.known:
                return (whole[:end], whole[end:])
        return ()
