"""Groups of words that mean the same to whoever asks a town hall: hund, köter, dog, köpek. The first word of a group names it."""

from collections.abc import Iterable

from glueckauf.catalogue.rules.words import foreign_stems, stem


class Synonyms:
    """Which groups a word belongs to, in whatever form it was typed."""

    def __init__(self, groups: Iterable[tuple[str, ...]] = ()) -> None:
        self.groups = tuple(groups)
        self.found: dict[str, tuple[str, ...]] = {}
        for group in self.groups:
            for word in group:
                for form in (stem(word.lower()), *foreign_stems(word.lower())):
                    known = self.found.get(form, ())
                    self.found[form] = known if group[0] in known else (*known, group[0])

    def rings_of(self, word: str) -> tuple[str, ...]:
        """First words of its groups. What a German stem knows is not looked for in other languages."""
        if found := self.found.get(stem(word)):
            return found
        return next((self.found[form] for form in foreign_stems(word) if form in self.found), ())
