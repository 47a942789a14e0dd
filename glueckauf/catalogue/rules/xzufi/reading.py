"""An export of ours comes back as the values it was written from."""

import re
from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.xzufi import shape
from glueckauf.catalogue.rules.xzufi.shape import Json
from glueckauf.forms.xdatenfelder.document import Element, Malformed, name_of, parsed, place_of

OBJECTS = ("leistung", "organisationseinheit", "onlinedienst", "zustaendigkeit")
MOST_BYTES = 20_000_000
# Empty value of each object by the name of its element.
TEMPLATES: dict[str, Json] = {
    **dict.fromkeys(
        ("id", "gebiet_id", "leistung_id", "objekt_id", "gueltigkeit_gebiet_id", "referenz_leistungsschluessel"), shape.IDENTIFIER
    ),
    "referenz_leika": shape.RAW_CODE,
    "modul_text": shape.TEXT_MODULE,
    "herausgeber": shape.PUBLISHER,
    "versionsinformation": shape.VERSION_INFO,
    "versionsinformationen": shape.VERSION_INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a file holds, by kind of object."""

    version: str
    leistungen: tuple[Json, ...]
    units: tuple[Json, ...]
    online_services: tuple[Json, ...]
    responsibilities: tuple[Json, ...]


def read(content: bytes) -> Delivery:
    """A file of XZuFi 2.2.0 or 2.3.1 in the shape we write. Raises Malformed(place, reason)."""
    root = parsed(content, most=MOST_BYTES)
    namespace = str(root.tag).removeprefix("{").partition("}")[0]
    version = next((version for version, known in shape.NAMESPACES.items() if known == namespace), "")
    if not version:
        raise Malformed(place_of(root), f"Der Namensraum „{namespace[:80]}“ ist unbekannt. Wir lesen XZuFi 2.2.0 und 2.3.1.")
    found: dict[str, list[Json]] = {name: [] for name in OBJECTS}
    for element in root:
        if name_of(element) not in found:
            raise Malformed(place_of(element), f"„{name_of(element)}“ kennen wir hier nicht.")
        found[name_of(element)].append(top(element, version))
    leistungen, units, online, responsible = (tuple(found[name]) for name in OBJECTS)
    return Delivery(version=version, leistungen=leistungen, units=units, online_services=online, responsibilities=responsible)


def top(element: Element, version: str) -> Json:
    """An object; a Leistung has every property of its version."""
    if name_of(element) != "leistung":
        return filled(element, {}, frozenset({"name", "bezeichnung"}))
    empty: Json = {name: [] for name in shape.LISTS[version]} | dict.fromkeys(shape.SINGLE[version])
    return filled(element, empty, shape.LISTS[version])


def filled(element: Element, empty: Json, lists: frozenset[str]) -> Json:
    """Its properties over the empty ones."""
    found: Json = {name: list(value) if isinstance(value, list) else value for name, value in empty.items()}
    for child in element:
        name = snake(name_of(child))
        value = value_of(child, name)
        if name in lists or isinstance(empty.get(name), list):
            found.setdefault(name, []).append(value)
        elif found.get(name) not in (None, ""):
            raise Malformed(place_of(child), f"„{name_of(child)}“ steht hier zweimal.")
        else:
            found[name] = value
    return found


def value_of(element: Element, name: str) -> Any:
    """A text, a text in a language, or an object."""
    language = element.get("languageCode")
    if language is not None:
        return {"language_code": language, "_value": element.text or ""}
    if len(element):
        return filled(element, TEMPLATES.get(name, {}), frozenset())
    return element.text or ""


def snake(name: str) -> str:
    """referenzLeistungsschluessel -> referenz_leistungsschluessel"""
    return re.sub(r"[A-Z]", lambda found: f"_{found[0].lower()}", name)
