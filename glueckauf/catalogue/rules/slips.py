"""Slips of the finger: which known words lie one or two wrong letters away.

Comparing with every word costs milliseconds. So each pair of neighbouring letters has one long number whose bits are the words that contain
it; adding these numbers up bit by bit counts the pairs that all words share with the typed one at once, and only the few that share enough
are compared letter by letter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from glueckauf.catalogue.rules.words import folded

ONE_FROM, TWO_FROM = 4, 8  # letters a word must have before so many slips are forgiven
ALIKE = 0.45


class Vocabulary:
    """Known words, ready to be looked for with slips."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.words = sorted({w for w in vocabulary if len(w) >= ONE_FROM and not w.isdigit()})
        self.spelt = [folded(w) for w in self.words]
        holds: dict[str, int] = defaultdict(int)
        for at, word in enumerate(self.spelt):
            for pair in pairs(word):
                holds[pair] |= 1 << at
        self.holds = dict(holds)

    def near(self, typed: str) -> list[tuple[str, int]]:
        """Words within the slips that are forgiven for this length, with their number; the nearest only."""
        word = folded(typed)
        forgiven = (len(word) >= ONE_FROM) + (len(word) >= TWO_FROM)
        if not forgiven:
            return []
        candidates = self._sharing(word, max(1, len(word) - 2 * forgiven))
        found = [(self.words[at], slips(word, self.spelt[at], forgiven)) for at in candidates]
        least = min((count for _, count in found), default=forgiven + 1)
        return [(known, count) for known, count in found if count == least <= forgiven]

    def alike(self, typed: str, most: int = 3) -> list[str]:
        """What might have been meant where nothing is near: the most pairs of letters shared."""
        word = folded(typed)
        asked = set(pairs(word))
        candidates = self._sharing(word, max(2, int(ALIKE * len(asked))))
        likeness = {at: 2 * len(asked & set(pairs(self.spelt[at]))) / (len(asked) + len(self.spelt[at]) + 1) for at in candidates}
        best = sorted((at for at in likeness if likeness[at] >= ALIKE), key=lambda at: (-likeness[at], at))
        return [self.words[at] for at in best[:most]]

    def _sharing(self, word: str, least: int) -> Iterator[int]:
        """Places of the words that share at least so many pairs with it."""
        planes: list[int] = []  # plane i holds bit i of each word's count
        for carry in (self.holds.get(pair, 0) for pair in set(pairs(word))):
            for i, plane in enumerate(planes):
                planes[i], carry = plane ^ carry, plane & carry
                if not carry:
                    break
            if carry:
                planes.append(carry)
        return bits(at_least(planes, least))


def pairs(word: str) -> list[str]:
    """Neighbouring letters, the edges of the word included."""
    padded = f"^{word}$"
    return [padded[i : i + 2] for i in range(len(padded) - 1)]


def at_least(planes: Sequence[int], least: int) -> int:
    """The bits whose count, spread over the planes, is not below `least`."""
    if least >= 1 << len(planes):
        return 0
    more, same = 0, -1  # above the limit for certain; equal to it so far
    for i in reversed(range(len(planes))):
        if least >> i & 1:
            same &= planes[i]
        else:
            more |= same & planes[i]
            same &= ~planes[i]
    return more | same


def bits(number: int) -> Iterator[int]:
    """Places of the ones."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def slips(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, too many, or neighbours swapped; `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        before, row, above = row, [i + 1], before
        for j, b in enumerate(other):
            cost = min(before[j] + (a != b), before[j + 1] + 1, row[j] + 1)
            if i and j and a == other[j - 1] and one[i - 1] == b:
                cost = min(cost, above[j - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
