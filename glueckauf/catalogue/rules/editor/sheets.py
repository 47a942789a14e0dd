"""Simple parts of a Leistung as sheets of inputs: what it is, who decides, which clocks run. From the draft's content and back to it.

A sheet writes only what it shows. What is empty, or says what is the default anyway, is left out, as an author would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from glueckauf.catalogue.rules.editor.keys import key_from
from glueckauf.catalogue.rules.editor.posted import Posted, german, line, many, shown_words, text, words
from glueckauf.catalogue.rules.editor.tree import dicts

Picks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One input. `path`: keys below the root. `shape`: words · long · line · lines · text · count · flag · pick · many · rows.

    `picks` may be the name of a list that the page brings, e.g. "offices". `columns` are those of rows: (key, label, shape); a shape
    that is neither words nor line is the name of such a list.
    """

    path: tuple[str, ...]
    label: str
    shape: str
    hint: str = ""
    picks: Picks | str = ()
    default: str = ""
    needed: str = ""
    columns: tuple[tuple[str, str, str], ...] = ()
    keyed: bool = False

    @property
    def name(self) -> str:
        """Of the input."""
        return "-".join(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Entries under one headline."""

    title: str
    entries: tuple[Entry, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One input of a row."""

    name: str
    label: str
    shape: str
    pair: tuple[str, str]
    picks: Picks = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry with what it says now."""

    of: Entry
    pair: tuple[str, str] = ("", "")
    picked: tuple[str, ...] = ()
    picks: Picks = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    keys: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_on(self) -> bool:
        """A flag that is set."""
        return self.pair[0] == "true"

    @property
    def numbered(self) -> tuple[tuple[int, str, tuple[Cell, ...]], ...]:
        """Rows with number and key."""
        return tuple((at, key, row) for at, (key, row) in enumerate(zip(self.keys, self.rows, strict=True)))


def get(root: Any, path: Sequence[str]) -> Any:
    """What stands at a path, None where nothing does."""
    for key in path:
        root = root.get(key) if isinstance(root, Mapping) else None
    return root


def put(root: Any, path: Sequence[str], value: Any) -> dict[str, Any]:
    """A copy with the value at the path; an empty value and what it leaves empty is gone."""
    found = dict(root) if isinstance(root, Mapping) else {}
    inner = value if len(path) == 1 else put(found.get(path[0]), path[1:], value)
    if inner in ("", None, [], {}):
        found.pop(path[0], None)
    else:
        found[path[0]] = inner
    return found


# --- to inputs ----------------------------------------------------------------------------------------------------------------


def shown(sheet: Sheet, root: Any, lists: Mapping[str, Picks], faults: Mapping[str, str] | None = None) -> tuple[Shown, ...]:
    """All inputs of a sheet."""
    return tuple(entry_shown(entry, get(root, entry.path), lists, (faults or {}).get(entry.name, "")) for entry in sheet.entries)


def entry_shown(entry: Entry, value: Any, lists: Mapping[str, Picks], fault: str) -> Shown:
    """One input."""
    picks = lists.get(entry.picks, ()) if isinstance(entry.picks, str) else entry.picks
    found = Shown(of=entry, picks=picks, fault=fault)
    if entry.shape in ("words", "long"):
        return replace(found, pair=shown_words(value))
    if entry.shape == "lines":
        items = value if isinstance(value, list) else []
        return replace(found, pair=("\n".join(map(str, items)), ""))
    if entry.shape == "many":
        picked = tuple(map(str, value)) if isinstance(value, list) else ()
        return replace(found, picked=picked, picks=reduce(with_unknown, picked, picks))
    if entry.shape == "rows":
        items = dicts(value)
        rows = tuple(cells(entry, at, item, lists) for at, item in enumerate([*items, {}]))
        return replace(found, rows=rows, keys=(*(str(item.get("key", "")) for item in items), ""))
    plain = "" if value is None else str(value)
    if entry.shape == "flag":
        plain = "true" if (plain or entry.default).lower() in ("true", "yes", "1", "on") else "false"
    picks = with_unknown(picks, plain) if entry.shape == "pick" else picks
    return replace(found, pair=(plain or entry.default, ""), picks=picks)


def with_unknown(picks: Picks, value: str) -> Picks:
    """A value of the file that the list does not know stays."""
    return picks if not value or value in dict(picks) else ((value, f"{value} (unbekannt)"), *picks)


def cells(entry: Entry, at: int, item: Mapping[str, Any], lists: Mapping[str, Picks]) -> tuple[Cell, ...]:
    """Inputs of one row."""
    return tuple(
        Cell(
            name=f"{entry.name}-{at}-{key}",
            label=label,
            shape=shape,
            pair=pair,
            picks=with_unknown(lists[shape], pair[0]) if shape in lists else (),
        )
        for key, label, shape in entry.columns
        for pair in (shown_words(item.get(key)),)
    )


# --- from what was posted -----------------------------------------------------------------------------------------------------


def written(sheet: Sheet, root: Any, posted: Posted) -> dict[str, Any]:
    """The root with what the sheet says."""
    found = dict(root) if isinstance(root, Mapping) else {}
    for entry in sheet.entries:
        found = put(found, entry.path, value_of(entry, get(root, entry.path), posted))
    return found


def value_of(entry: Entry, before: Any, posted: Posted) -> Any:
    """What was posted for one entry."""
    if entry.shape in ("words", "long"):
        return words(posted, entry.name)
    if entry.shape == "text":
        return text(posted, entry.name)
    if entry.shape == "lines":
        return [part.strip() for part in text(posted, entry.name).split("\n") if part.strip()]
    if entry.shape == "many":
        chosen, old = [value for value in many(posted, entry.name) if value], before if isinstance(before, list) else []
        return [*(value for value in old if value in chosen), *(value for value in chosen if value not in old)]
    if entry.shape == "rows":
        return rows_of(entry, before, posted)
    value = line(posted, entry.name)
    if entry.shape == "flag":
        value = "true" if value else "false"
        return "" if value == (entry.default or "false") else value
    return "" if value == entry.default else value


def rows_of(entry: Entry, before: Any, posted: Posted) -> list[dict[str, Any]]:
    """Rows that say something, in their order; what the page does not show of a row stays."""
    old = dicts(before)
    found: list[dict[str, Any]] = []
    taken = {str(item.get("key", "")) for item in old}
    for at in range(min(len(old) + 12, 300)):
        item = {
            key: words(posted, f"{entry.name}-{at}-{key}") if shape == "words" else line(posted, f"{entry.name}-{at}-{key}")
            for key, _, shape in entry.columns
        }
        if not german(item[entry.columns[0][0]]):
            continue
        hidden = {k: v for k, v in (old[at] if at < len(old) else {}).items() if k not in item}
        if entry.keyed and not hidden.get("key"):
            hidden["key"] = key_from(german(item[entry.columns[0][0]]), taken, otherwise="punkt")
            taken.add(hidden["key"])
        found.append(hidden | {key: value for key, value in item.items() if value})
    return found


def faults(sheet: Sheet, root: Any) -> dict[str, str]:
    """What is needed and empty, and numbers that are none."""
    found = {}
    for entry in sheet.entries:
        value = get(root, entry.path)
        if entry.needed and not german(value).strip():
            found[f"{entry.name}-de" if entry.shape in ("words", "long") else entry.name] = entry.needed
        if entry.shape == "count" and value and not str(value).isdecimal():
            found[entry.name] = "Tragen Sie eine ganze Zahl ein."
    return found
