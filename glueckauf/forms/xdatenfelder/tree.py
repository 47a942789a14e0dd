"""A Stammdatenschema as values: groups and fields with their cardinalities, the same for XDatenfelder 2 and 3."""

from dataclasses import dataclass
from enum import StrEnum


class Art(StrEnum):
    """Feldart, codes of XDatenfelder 3.0.0; version 2 has the first three."""

    INPUT = "input"
    SELECT = "select"
    LABEL = "label"
    HIDDEN = "hidden"
    LOCKED = "locked"


class Typ(StrEnum):
    """Datentyp, codes of XDatenfelder 3.0.0; version 2 has no text_latin, time and datetime."""

    TEXT = "text"
    TEXT_LATIN = "text_latin"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    BOOL = "bool"
    NUM = "num"
    NUM_INT = "num_int"
    NUM_CURRENCY = "num_currency"
    FILE = "file"
    OBJ = "obj"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Id and version of an element in the FIM collection."""

    id: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.id}V{self.version}" if self.version else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Praezisierung: what an answer must keep to, as the file says it."""

    min_length: str = ""
    max_length: str = ""
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRule:
    """A rule in words or script: for a person, never evaluated."""

    identity: Identity
    name: str
    words: str
    script: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One entry of a list of values."""

    code: str
    name: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What fields and groups share."""

    identity: Identity
    name: str
    label: str
    hint: str = ""
    law: str = ""
    rules: tuple[FreeRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum(Part):
    """A field."""

    art: Art
    typ: Typ
    precision: Precision = Precision()
    content: str = ""
    prefill: str = ""
    codelist: str = ""
    values: tuple[Value, ...] = ()
    file_limits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Part):
    """A group; the schema itself is one too."""

    inside: tuple["Place", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A position in a group: how often, by which law, and what stands there. `most` None: any number."""

    least: int
    most: int | None
    law: str
    element: Datum | Group

    @property
    def repeats(self) -> bool:
        """More than one entry is possible."""
        return self.most is None or self.most > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A whole file."""

    version: str
    root: Group
    is_schema: bool
