"""A section of a draft as citizens would see it, even while other parts of the form are wrong."""

from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.rules.editor.field_page import PartPage
from glueckauf.catalogue.rules.editor.tree import READ, Place, fields_of
from glueckauf.forms.schema import AnyField, FormSchema, Section


def section(sections: list[dict[str, Any]], place: Place, page: PartPage | None = None) -> Section | None:
    """The section with what is right in it; with `page`, its field as typed, shown whatever its condition says. None: nothing to see."""
    if place.section >= len(sections):
        return None
    raw = sections[place.section]
    fields = [field_shown(field, Place(place.section, at), page) for at, field in enumerate(fields_of(raw))]
    head = page.value if page is not None and page.is_section else raw
    try:
        found = Section.model_validate({"key": raw.get("key"), "title": head.get("title"), "intro": head.get("intro"), "fields": ()})
    except ValidationError:
        return None
    return found.model_copy(update={"fields": tuple(field for field in fields if field is not None)})


def field_shown(raw: dict[str, Any], place: Place, page: PartPage | None) -> AnyField | None:
    """One field; the edited one, or the group it is in, as typed and always asked."""
    if page is None or page.place.field != place.field or page.is_section:
        return understood(raw)
    if page.place.inner is None:
        return understood({key: part for key, part in page.value.items() if key != "when"})
    inner = [
        {key: part for key, part in page.value.items() if key != "when"} if at == page.place.inner else field
        for at, field in enumerate(fields_of(raw))
    ]
    return understood({key: part for key, part in raw.items() if key != "when"} | {"fields": inner})


def understood(raw: dict[str, Any]) -> AnyField | None:
    """The field, without those of its own that are wrong; None if it is wrong itself."""
    if raw.get("type") == "group":
        raw = raw | {"fields": [field for field in fields_of(raw) if understood(field) is not None]}
    try:
        return READ.validate_python(raw)
    except ValidationError:
        return None


def form(sections: list[dict[str, Any]]) -> FormSchema:
    """All sections with what is right in them; conditions that cannot be are left out with their fields."""
    found = [shown for at in range(len(sections)) if (shown := section(sections, Place(at))) is not None]
    try:
        return FormSchema.model_validate(FormSchema.model_construct(sections=tuple(found)).model_dump(by_alias=True))
    except ValidationError:
        return FormSchema.model_construct(sections=tuple(found))
