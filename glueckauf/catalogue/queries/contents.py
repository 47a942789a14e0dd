"""What a draft begins with: the plain content of folders, of the edition in effect, of a copy."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from glueckauf.catalogue.queries.editions import in_effect
from glueckauf.catalogue.queries.examples import FILE
from glueckauf.catalogue.queries.folders import CITY_EXAMPLES, Definition, defined, definition, offered, read_source
from glueckauf.catalogue.rules.drafting import DraftKind, EditionInEffect, Written
from glueckauf.catalogue.rules.plain import plain
from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.errors import NotFound
from glueckauf.core.strict_yaml import Source

Content = dict[str, Any]


def folder_of(slug: str) -> Path | None:
    """Of a Leistung that all cities share."""
    folder = Path(settings.GLUECKAUF.leistungen) / slug
    return folder if "/" not in slug and (folder / "leistung.yaml").is_file() else None


def shared_definition(slug: str) -> Definition:
    """What all cities share. Raises NotFound and Broken."""
    folder = folder_of(slug)
    if folder is None:
        raise NotFound
    return definition(folder)


def edition_of(kommune: str, slug: str, day: date) -> EditionInEffect | None:
    """What the city released and is in effect."""
    return in_effect(day).get((kommune, slug))


def change_of(kommune: str, slug: str, day: date) -> Content:
    """What the city changes today: its edition, else its file."""
    edition = edition_of(kommune, slug, day)
    if edition is not None and edition.kind is DraftKind.OVERRIDE:
        return dict(edition.content["change"])
    return file_change(kommune, slug)


def file_change(kommune: str, slug: str) -> Content:
    """kommunen/<city>/<slug>.yaml as it stands."""
    path = Path(settings.GLUECKAUF.kommunen) / kommune / f"{slug}.yaml"
    return dict(read_source(path).value) if path.is_file() else {}


def file_examples(kommune: str, slug: str) -> Content:
    """Examples of the city's own, if it has a file of them."""
    path = Path(settings.GLUECKAUF.kommunen) / kommune / f"{slug}{CITY_EXAMPLES}.yaml"
    return {"examples": read_source(path).value} if path.is_file() else {}


def override_of(kommune: str, slug: str, day: date) -> Content:
    """What a draft of the city's changes begins with: its edition, else its files."""
    edition = edition_of(kommune, slug, day)
    if edition is not None and edition.kind is DraftKind.OVERRIDE:
        return dict(edition.content)
    return {"change": file_change(kommune, slug)} | file_examples(kommune, slug)


def content_in_effect(kommune: str, slug: str, day: date) -> Content:
    """What the city has of its own today, for files: its edition, else what it changes by file. Raises NotFound for nothing."""
    edition = edition_of(kommune, slug, day)
    if edition is not None:
        return dict(edition.content)
    found = override_of(kommune, slug, day)
    if not found["change"] and folder_of(slug) is None:
        raise NotFound
    return found


def own_content(edition: EditionInEffect) -> Content:
    """A copy of an own service."""
    return dict(edition.content)


def copied(slug: str, new_slug: str, city: KommuneData, day: date) -> Content:
    """A service as this city offers it today, as a service of its own. Raises NotFound and Broken."""
    edition = edition_of(city.key, slug, day)
    if edition is not None and edition.kind is DraftKind.OWN:
        content = own_content(edition)
        return content | {"leistung": dict(content["leistung"]) | {"key": new_slug}}
    shared = shared_definition(slug)
    change = change_of(city.key, slug, day)
    found = offered(shared, city, Written(change, f"kommunen/{city.key}/{slug}.yaml"))
    return {
        "leistung": plain(found.leistung.model_copy(update={"key": new_slug})),
        "texts": {**shared.texts, **found.change.texts},
        "letters": dict(found.letters),
        "examples": [case for case in shared_examples(slug) if case.get("kommune") == city.key],
    }


def shared_examples(slug: str) -> list[Content]:
    """beispiele.yaml of a folder, as plain values."""
    folder = folder_of(slug)
    path = folder / FILE if folder else None
    if path is None or not path.exists():
        return []
    found = read_source(path).value
    return [case for case in found if isinstance(case, dict)] if isinstance(found, list) else []


def source_of(content: Content, slug: str) -> Source:
    """An own service's main part, with paths for its problems."""
    return Written(content.get("leistung", {}), f"entwurf/{slug}/leistung.yaml")


def definition_of(content: Content, slug: str) -> Definition:
    """An own service from its content. Raises Broken."""
    return defined(slug, source_of(content, slug), content.get("texts", {}), content.get("letters", {}), place=f"entwurf/{slug}")


def plain_of(leistung: Leistung) -> Content:
    """A Leistung as an author would write it."""
    found: Content = plain(leistung)
    return found
