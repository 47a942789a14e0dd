"""The tree beside the form: sections, fields and fields of groups, each with its address, its tags and whether something is wrong there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.catalogue.rules.editor.tree import FORM, Place, fields_of

LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the tree. `path` names it in addresses: section:person, hunde, hunde.rasse."""

    path: str
    label: str
    part: str
    tags: tuple[tuple[str, str], ...] = ()
    is_here: bool = False
    is_wrong: bool = False
    entries: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the tree marks: where the reader is, which paths of the content are wrong, which fields are new or changed."""

    here: str = ""
    wrong: Collection[str] = ()
    new: Collection[str] = ()
    changed: Collection[str] = ()


def outline(sections: list[dict[str, Any]], marks: Marks) -> tuple[Entry, ...]:
    """All of it, in order."""
    return tuple(section_entry(section, at, marks) for at, section in enumerate(sections))


def section_entry(section: dict[str, Any], at: int, marks: Marks) -> Entry:
    """A section with its fields."""
    key = str(section.get("key", ""))
    entries = tuple(field_entry(field, Place(at, number), "", marks) for number, field in enumerate(fields_of(section)))
    own = f"{FORM}.{at}."
    is_wrong = any(path.startswith(own) and not path.startswith(f"{own}fields.") for path in marks.wrong)
    return Entry(
        path=f"section:{key}",
        label=german(section.get("title")) or key,
        part=Place(at).part,
        tags=conditional(section),
        is_here=marks.here == f"section:{key}",
        is_wrong=is_wrong,
        entries=entries,
    )


def field_entry(field: dict[str, Any], place: Place, before: str, marks: Marks) -> Entry:
    """A field, with those inside of a group."""
    key = f"{before}{field.get('key', '')}"
    inner = fields_of(field) if field.get("type") == "group" else []
    entries = tuple(field_entry(item, Place(place.section, place.field, number), f"{key}.", marks) for number, item in enumerate(inner))
    return Entry(
        path=key,
        label=short(german(field.get("label")) or key),
        part=place.part,
        tags=(*newness(key, marks), *conditional(field)),
        is_here=marks.here == key,
        is_wrong=touches(place.part, marks.wrong, inside=bool(inner)),
        entries=entries,
    )


def short(label: str) -> str:
    """A line of the tree; a whole paragraph shows its beginning."""
    return label if len(label) <= LONGEST else f"{label[:LONGEST].rsplit(' ', 1)[0]} …"


def newness(key: str, marks: Marks) -> tuple[tuple[str, str], ...]:
    """neu or geändert, against what is published."""
    if key in marks.new:
        return (("new", "neu"),)
    return (("new", "geändert"),) if key in marks.changed else ()


def conditional(part: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Asked only sometimes."""
    return (("", "bedingt"),) if part.get("when") else ()


def touches(part: str, wrong: Iterable[str], *, inside: bool) -> bool:
    """A problem at the field itself; those of fields inside of a group are theirs."""
    own = [path for path in wrong if path == part or path.startswith(f"{part}.")]
    return any(not inside or not path.startswith(f"{part}.fields.") for path in own)
