"""A draft of an own service from a FIM Stammdatenschema: its form and its documents; all else is the beginning of any new service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from glueckauf.catalogue.actions.editing import save_part, start_draft
from glueckauf.catalogue.queries.drafted import drafted
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.catalogue.rules.editor.tree import find_field
from glueckauf.core.db import writing
from glueckauf.forms.xdatenfelder import CodeList, Imported, read, read_codelist
from glueckauf.identity.rules.actor import Clerk


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTaken:
    """A code list that came with the schema: how many codes it has, and which questions got them as answers."""

    name: str
    codes: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The draft that was begun, and what the files held."""

    draft_id: int
    name: str
    imported: Imported
    lists: tuple[ListTaken, ...]


def begin_from_fim(content: bytes, *, codelists: Sequence[bytes] = (), name: str, slug: str, by: Clerk, at: datetime) -> Taken:
    """`codelists`: genericode files for its choices. Raises Malformed with place and reason; then there is no draft."""
    found = read(content, codelists)
    called = name or found.name
    with writing(by):
        draft = start_draft(slug, kind=DraftKind.OWN, by=by, at=at)
        leistung = drafted(by, draft.pk).leistung
        sections = [*leistung["form"]["sections"], *found.sections] if not has_person(found) else found.sections
        leistung = {**leistung, "name": called, "search": [called], "form": {"sections": without_doubles(sections)}}
        if found.nachweise:
            leistung["nachweise"] = list(found.nachweise)
        leistung["applicant"] = {role: key for role, key in leistung["applicant"].items() if find_field(leistung["form"]["sections"], key)}
        save_part(draft.pk, part="leistung", value=leistung, seen=draft.current, by=by, at=at)
    return Taken(draft_id=draft.pk, name=called, imported=found, lists=tuple(list_taken(read_codelist(file), found) for file in codelists))


def list_taken(codelist: CodeList, found: Imported) -> ListTaken:
    """What became of one list."""
    fields = [field for section in found.sections for field in section.get("fields", [])]
    every = [inner for field in fields for inner in (field, *field.get("fields", []))]
    asked = tuple(german(field.get("label")) for field in every if codelist.is_called(str(field.get("codelist", ""))))
    return ListTaken(name=codelist.name or codelist.identification, codes=len(codelist.entries), questions=asked)


def has_person(found: Imported) -> bool:
    """The file asks for a name itself."""
    return any(field.get("type") == "name" for section in found.sections for field in section.get("fields", []))


def without_doubles(sections: list[dict[str, object]]) -> list[dict[str, object]]:
    """Two sections of one key: the later one gets a number."""
    taken: set[str] = set()
    result = []
    for section in sections:
        key = str(section["key"])
        number = 2
        while key in taken:
            key, number = f"{section['key']}_{number}", number + 1
        taken.add(key)
        result.append({**section, "key": key})
    return result
