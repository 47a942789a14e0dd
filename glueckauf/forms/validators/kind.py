"""What every type of field can do, and the few values passed around for it.

A field has one or more inputs; `Typed` maps their suffix to the texts posted under it: "" for the only input of a text, "-day" for
the first of a date. `read` turns that into a value of schema.VALUE SHAPES or errors, `show` turns a value back into texts (any JSON:
stored answers may be old or foreign), and read(show(value)) gives the value again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from glueckauf.forms.schema import FieldBase

LONGEST_TYPED = 100_000
Typed = Mapping[str, Sequence[str]]
F_contra = TypeVar("F_contra", bound=FieldBase, contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an answer is judged by besides its field: the day, and the postcodes of the Kommune (empty: unknown, nothing is refused)."""

    today: date
    postcodes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood. None and no errors: nothing was typed. `errors` are pairs of suffix and text.

    A value beside errors is kept all the same: documents are not lost because there are too many.
    """

    value: Any = None
    errors: tuple[tuple[str, str], ...] = ()


NOTHING = Answer()


def wrong(text: str, suffix: str = "") -> Answer:
    """An answer that cannot be taken, for one reason."""
    return Answer(errors=((suffix, text),))


class Kind(Protocol[F_contra]):
    """A family of field types."""

    def suffixes(self, field: F_contra) -> tuple[str, ...]:
        """Suffixes of all inputs, in the order they are filled."""

    def read(self, field: F_contra, typed: Typed, limits: Limits) -> Answer:
        """The answer in what was typed."""

    def show(self, field: F_contra, value: Any) -> dict[str, list[str]]:
        """Texts for the inputs."""

    def say(self, field: F_contra, value: Any) -> str:
        """The answer as people read it, in the active language. Lines are separated by \\n."""

    def missing(self, field: F_contra) -> str:
        """What to do when nothing was answered."""


def one(typed: Typed, suffix: str = "") -> str:
    """The text of an input, trimmed. Browsers post one; of several the last counts, as everywhere in Django.

    Cut where every field has long refused it: what is read letter by letter must not cost a process its time.
    """
    texts = typed.get(suffix)
    return texts[-1][:LONGEST_TYPED].strip() if texts else ""


def text_of(value: Any) -> str:
    """A stored value as text, whatever it is."""
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)


def part_of(value: Any, key: str) -> str:
    """One part of a stored address, place or period as text."""
    return text_of(value.get(key)) if isinstance(value, Mapping) else ""
