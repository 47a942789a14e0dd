"""What a page shows of a field, ready for its template: words in one language, texts of the inputs, errors, ids. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


class Looked:
    """Templates ask for [name] before they ask for .name; answering saves an exception per lookup, a sixth of a page's time."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document at a file field (any object with these attributes will do). A refused one is not ok and says why; its key is then in no
    answer, so `field` says where it belongs: the field's path.
    """

    key: str
    field: str
    filename: str
    size_text: str
    detail: str = ""
    problem: str = ""
    ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Looked):
    """One input of text."""

    value: str
    kind: str = "text"
    inputmode: str = ""
    autocomplete: str = "off"
    lines: int = 1
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Pick(Looked):
    """One option."""

    id: str
    value: str
    label: str
    is_picked: bool
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks(Looked):
    """Options of a choice. The select of a part of a place has them too."""

    options: tuple[Pick, ...]
    is_many: bool = False
    has_hints: bool = False
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Looked):
    """One input of an address, a place or a day, with its own label."""

    name: str
    label: str
    value: str
    error: str = ""
    described_by: str = ""
    is_wrong: bool = False
    is_optional: bool = False
    css: str = ""
    inputmode: str = ""
    autocomplete: str = "off"
    most: int = 0
    options: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts(Looked):
    """Inputs in rows. `is_wrong`: one of them has an error of its own."""

    rows: tuple[tuple[Part, ...], ...]
    is_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Looked):
    """A file field: what is there, and what can still be done."""

    uploads: tuple[Upload, ...]
    can_upload: bool
    can_be_later: bool
    is_later: bool
    has_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Looked):
    """One item of a repeating group."""

    name: str
    title: str
    fields: tuple["Shown", ...]
    can_go: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(Looked):
    """A repeating group. `what` is what one item is called."""

    items: tuple[Item, ...]
    what: str
    can_add: bool


@dataclass(frozen=True, slots=True)
class PickDay(Looked):
    """A day with its free times. `is_open`: unfolded."""

    title: str
    day: str
    picks: tuple[Pick, ...]
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Looked):
    """Free appointments by day. `is_set_up`: the office takes any at all; `is_flat`: one time a day, so nothing to unfold."""

    is_set_up: bool
    days: tuple[PickDay, ...]
    picked: str = ""
    picked_value: str = ""
    is_flat: bool = False


class FreeTime(Protocol):
    """What a free appointment must say of itself."""

    @property
    def slot(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def minutes(self) -> int: ...

    @property
    def where(self) -> str: ...


class FreeDay(Protocol):
    """A day of them."""

    @property
    def day(self) -> date: ...

    @property
    def times(self) -> Sequence[FreeTime]: ...


class Free(Protocol):
    """All that can be booked now."""

    @property
    def is_set_up(self) -> bool: ...

    @property
    def days(self) -> Sequence[FreeDay]: ...


Body = Calendar | Line | Picks | Parts | Documents | Items | tuple["Shown", ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Looked):
    """One field. `decides` and `depends` name the fields that hang on it and those it hangs on, for refreshing while typing.

    `frame` is the id around a field that comes and goes, `swaps` what a change here brings up to date, as htmx wants it.
    """

    template: str
    name: str
    label: str
    body: Body
    hint: str = ""
    why: str = ""
    is_optional: bool = False
    error: str = ""
    described_by: str = ""
    css: str = ""
    decides: str = ""
    depends: str = ""
    frame: str = ""
    swaps: str = ""

    @classmethod
    def place(cls, frame: str) -> "Shown":
        """Nothing yet, where a field may appear."""
        return cls(template="formlanguage/place.html", name="", label="", body=None, frame=frame)
