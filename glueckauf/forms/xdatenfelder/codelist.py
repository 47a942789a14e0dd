"""Code lists in genericode 1.0, as the XRepository gives them: uploaded by an editor, they turn a text field into a choice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glueckauf.forms.xdatenfelder.document import Element, Malformed, children, name_of, only, parsed, place_of, required, text, words
from glueckauf.forms.xdatenfelder.imported import unique_key
from glueckauf.forms.xdatenfelder.tree import Value

OWN_LISTS = "urn:x-glueckauf:codeliste:"  # lists an export of ours makes for choices that never had one
MOST_ENTRIES = 2000
LONG = 7  # more options than these are a select
NAME_COLUMNS = re.compile(r"name|bezeichnung|beschreibung|label|text", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A list with its names: the plain one and that of this version."""

    identification: str
    version_uri: str
    name: str
    entries: tuple[Value, ...]

    def is_called(self, uri: str) -> bool:
        """Whether a field refers to this list."""
        return bool(uri) and uri in (self.version_uri, self.identification)


def read(content: bytes) -> CodeList:
    """A genericode file. The first column is taken as the code unless a key is named, the first column called name as the words."""
    root = parsed(content)
    if name_of(root) != "CodeList":
        raise Malformed(place_of(root), "Das ist keine Codeliste im Format genericode.")
    head = required(root, "Identification")
    columns = [str(column.get("Id")) for outer in children(root, "ColumnSet") for column in children(outer, "Column")]
    if not columns:
        raise Malformed(place_of(root), "Die Codeliste hat keine Spalten.")
    code = key_column(root, columns)
    name = next((column for column in columns if column != code and NAME_COLUMNS.search(column)), columns[-1])
    rows = [cells(row, columns) for outer in children(root, "SimpleCodeList") for row in children(outer, "Row")]
    if not rows or len(rows) > MOST_ENTRIES:
        raise Malformed(place_of(root), f"Die Codeliste hat {len(rows)} Einträge. Möglich sind 1 bis {MOST_ENTRIES}.")
    help_ = "hilfe" if "hilfe" in columns else ""
    return CodeList(
        identification=text(head, "CanonicalUri"),
        version_uri=text(head, "CanonicalVersionUri"),
        name=text(head, "LongName") or text(head, "ShortName"),
        entries=tuple(Value(code=row.get(code, ""), name=row.get(name, "") or row.get(code, ""), help=row.get(help_, "")) for row in rows),
    )


def key_column(root: Element, columns: list[str]) -> str:
    """The column that is a key."""
    keys = [key for outer in children(root, "ColumnSet") for key in children(outer, "Key")]
    refs = [str(ref.get("Ref")) for key in keys for ref in children(key, "ColumnRef")]
    return next((ref for ref in refs if ref in columns), columns[0])


def cells(row: Element, columns: list[str]) -> dict[str, str]:
    """Texts of a row by column. A cell without a reference belongs to the column after the one before."""
    found: dict[str, str] = {}
    at = -1
    for cell in children(row, "Value"):
        ref = cell.get("ColumnRef")
        at = columns.index(ref) if ref in columns else at + 1
        if at < len(columns):
            found[columns[at]] = words(only(cell, "SimpleValue"))
    return found


def options(entries: tuple[Value, ...]) -> list[dict[str, Any]]:
    """Options of a choice. The code of the list stays beside our key."""
    taken: set[str] = set()
    found = []
    for entry in entries:
        key = unique_key(entry.code, taken, first="c")
        hint = {"hint": entry.help} if entry.help else {}
        found.append({"key": key, "label": entry.name or entry.code, **hint, **({"code": entry.code} if entry.code != key else {})})
    return found


def as_choice(field: Mapping[str, Any], entries: tuple[Value, ...]) -> dict[str, Any]:
    """A field as a choice; what only texts have is left out."""
    kept = {key: value for key, value in field.items() if key not in ("max_length", "lines", "pattern", "pattern_hint")}
    shown = {"show_as": "select"} if len(entries) > LONG else {}
    return {**kept, "type": "choice", "options": options(entries), **shown}


def with_options(sections: list[dict[str, Any]], codelist: CodeList) -> list[dict[str, Any]]:
    """The sections with every field that waits for this list turned into a choice."""
    return [{**section, "fields": [filled(field, codelist) for field in section["fields"]]} for section in sections]


def filled(field: dict[str, Any], codelist: CodeList) -> dict[str, Any]:
    """One field, and those inside a group."""
    if field["type"] == "group":
        return {**field, "fields": [filled(inner, codelist) for inner in field["fields"]]}
    return as_choice(field, codelist.entries) if codelist.is_called(field.get("codelist", "")) else field
