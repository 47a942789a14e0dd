"""Words and values of editing: kinds of drafts, an edition as it takes effect, content that was written without a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from glueckauf.core.strict_yaml import Source


class DraftKind(StrEnum):
    """A service of the city's own, or what it changes in one that all cities share."""

    OWN = "own"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInEffect:
    """A released state that wins over the folders. `content`: leistung, texts, letters, examples; or change."""

    id: int
    kommune: str
    slug: str
    number: int
    kind: DraftKind
    content: Mapping[str, Any] = field(repr=False)

    @property
    def file(self) -> str:
        """How a problem in it is named: editionen/bochum/hundesteuer-anmeldung/3."""
        return f"editionen/{self.kommune}/{self.slug}/{self.number}"


InEffect = Mapping[tuple[str, str], EditionInEffect]


class Written(Source):
    """A value that comes from the editor: problems have a path, but no line."""

    def __init__(self, value: Any, file: str) -> None:
        self.file, self.parts, self.value = file, 0, value
        self.places = {(): (1, 1)}


SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")


def is_slug(text: str) -> bool:
    """Whether an address of a Leistung may read so."""
    return SLUG.fullmatch(text) is not None
