"""A form as a draft holds it, plain JSON that may be wrong in places: where a field stands, and what lies before it.

Pages name sections and fields by key, never by number: a field keeps its address while others move around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.forms.schema import AnyField

READ: TypeAdapter[AnyField] = TypeAdapter(AnyField)
FORM = "leistung.form.sections"
PARTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "address": (("street", "Straße", "text"), ("postcode", "Postleitzahl", "text"), ("city", "Ort", "text")),
    "place": (("street", "Straße", "text"), ("length_m", "Länge in Metern", "number"), ("width_m", "Breite in Metern", "number")),
    "period": (("first", "erster Tag", "date"), ("last", "letzter Tag", "date")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section, a field or a field of a group stands."""

    section: int
    field: int | None = None
    inner: int | None = None

    @property
    def part(self) -> str:
        """The dotted path in the draft's content."""
        path = f"{FORM}.{self.section}"
        if self.field is not None:
            path += f".fields.{self.field}"
        return path if self.inner is None else f"{path}.fields.{self.inner}"

    @property
    def position(self) -> int:
        """Number in its own list."""
        return next(number for number in (self.inner, self.field, self.section) if number is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something a condition or a fee can ask about: the path it uses, the words people read, and what kind of answer it is."""

    path: str
    label: str
    type: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""


def sections_of(content: Any) -> list[dict[str, Any]]:
    """The sections of a draft's content; nothing where there is no form."""
    form = child(child(content, "leistung"), "form")
    return dicts(child(form, "sections"))


def child(value: Any, key: str) -> Any:
    """value[key], None where it is not there."""
    return value.get(key) if isinstance(value, dict) else None


def dicts(value: Any) -> list[dict[str, Any]]:
    """The dictionaries of a list, None replaced so that numbers stay right."""
    return [item if isinstance(item, dict) else {} for item in value] if isinstance(value, list) else []


def fields_of(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields of a section or group."""
    return dicts(part.get("fields"))


def walk(sections: list[dict[str, Any]]) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Every field in the order of the form, with the path a condition uses."""
    for at, section in enumerate(sections):
        for number, field in enumerate(fields_of(section)):
            key = str(field.get("key", ""))
            yield Place(at, number), key, field
            if field.get("type") == "group":
                for inside, inner in enumerate(fields_of(field)):
                    yield Place(at, number, inside), f"{key}.{inner.get('key', '')}", inner


def find_section(sections: list[dict[str, Any]], key: str) -> Place | None:
    """By its key."""
    return next((Place(at) for at, section in enumerate(sections) if section.get("key") == key), None)


def find_field(sections: list[dict[str, Any]], path: str) -> tuple[Place, dict[str, Any]] | None:
    """By key, or group.key."""
    return next(((place, field) for place, known, field in walk(sections) if known == path), None)


def all_keys(sections: list[dict[str, Any]]) -> frozenset[str]:
    """Keys that are taken, of sections, fields and fields of groups: one list for all is simplest to read."""
    return frozenset(str(s.get("key", "")) for s in sections) | {path.rpartition(".")[2] for _, path, _ in walk(sections)}


def understood(sections: list[dict[str, Any]]) -> dict[str, AnyField]:
    """The fields that are right, by path; the others are left out."""
    found: dict[str, AnyField] = {}
    for _, path, field in walk(sections):
        try:
            found[path] = READ.validate_python(field)
        except ValidationError:
            continue
    return found


def askable(sections: list[dict[str, Any]], before: Place | None = None) -> tuple[Answer, ...]:
    """What may be asked about at a place: earlier answers only, and in a group the earlier ones of the same item. None: all answers."""
    found: list[Answer] = []
    for place, path, field in walk(sections):
        if before is not None and not is_earlier(place, before):
            continue
        is_sibling = before is not None and before.inner is not None and place.inner is not None and place.field == before.field
        name = str(field.get("key", "")) if is_sibling and place.section == before.section else path  # type: ignore[union-attr]
        found += answers(name, field)
    return tuple(found)


def is_earlier(place: Place, before: Place) -> bool:
    """Whether a field stands before a section, a field or a field of a group."""
    if before.field is None:
        return place.section < before.section
    inside = place.inner if place.inner is not None else -1
    if (place.section, place.field) == (before.section, before.field):
        return before.inner is not None and place.inner is not None and inside < before.inner
    return (place.section, place.field or 0) < (before.section, before.field)


def answers(path: str, field: dict[str, Any]) -> list[Answer]:
    """The field itself, and parts of it that can be compared."""
    kind, label = str(field.get("type", "")), german(field.get("label")) or path
    if kind == "info":
        return []
    parts = [Answer(path=f"{path}.{key}", label=f"{label}: {name}", type=of) for key, name, of in PARTS.get(kind, ())]
    options = tuple((str(o.get("key", "")), german(o.get("label")) or str(o.get("key", ""))) for o in dicts(field.get("options")))
    return [Answer(path=path, label=label, type=kind, options=options, unit=str(field.get("unit", ""))), *parts]
