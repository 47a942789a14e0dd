"""What a page shows of a field, ready for its template: words in one language, texts of the inputs, errors, ids. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A document at a file field. A refused one has `ok` False and says why; its key is then in no answer, `path` says where it belongs."""

    key: str
    path: str
    filename: str
    size_text: str
    detail: str = ""
    problem_text: str = ""
    ok: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One input of text."""

    value: str
    kind: str = "text"
    inputmode: str = ""
    autocomplete: str = "off"
    lines: int = 1
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One option."""

    id: str
    value: str
    label: str
    is_picked: bool
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """Options of a choice. The select of a part of a place has them too."""

    options: tuple[Pick, ...]
    is_many: bool = False
    has_hints: bool = False
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
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
class Parts:
    """Inputs in rows. `is_wrong`: one of them has an error of its own."""

    rows: tuple[tuple[Part, ...], ...]
    is_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A file field: what is there, and what can still be done."""

    uploads: tuple[Upload, ...]
    can_upload: bool
    can_be_later: bool
    is_later: bool
    has_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a repeating group."""

    name: str
    title: str
    fields: tuple["Shown", ...]
    can_go: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A repeating group. `what` is what one item is called."""

    items: tuple[Item, ...]
    what: str
    can_add: bool


Body = Line | Picks | Parts | Documents | Items | tuple["Shown", ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One field. `decides` and `depends` name the fields that hang on it and those it hangs on, for refreshing while typing."""

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
