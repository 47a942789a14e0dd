"""A filled form as people check it: every question that was asked with its answer, and where to change it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from glueckauf.forms import inputs, visible
from glueckauf.forms.inputs import Values
from glueckauf.forms.schema import FormSchema, GroupField, ItemField, Section
from glueckauf.forms.shown import Upload
from glueckauf.forms.validators.kinds import KINDS


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer. `text` may have several lines; `anchor` is the id of the input to go to; `is_answered`: not only „keine Angabe“."""

    label: str
    text: str
    path: str
    anchor: str = ""
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class SummarySection:
    """One step of the form."""

    title: str
    key: str
    rows: tuple[SummaryRow, ...]


def summary(form: FormSchema, values: Values, language: str = "de", uploads: Iterable[Upload] = ()) -> tuple[SummarySection, ...]:
    """All sections that are asked. With `uploads`, documents are named by their file names instead of counted."""
    names = {upload.key: upload.filename for upload in uploads}
    counting = visible.settled(form, values)
    with override(language):
        return tuple(Reader(section, counting, language, names).section() for section in visible.sections(form, counting))


def headline(form: FormSchema, values: Values, path: str) -> str:
    """The first line of one answer in German: at key, at key.part of an address, or at group.key, where the first item speaks for all."""
    key, _dot, inner = path.partition(".")
    field = next((field for section in form.sections for field in section.fields if field.key == key), None)
    value = values.get(key)
    if field is not None and field.type == "group":
        item = next(iter(inputs.items_of(value)), {})
        field, value = next((inside for inside in field.fields if inside.key == inner), None), item.get(inner)
    if field is None or value is None or field.type in {"group", "info"}:
        return ""
    with override("de"):
        return KINDS[field.type].say(field, value).partition("\n")[0]


class Reader:
    """One section read aloud."""

    def __init__(self, section: Section, values: Values, language: str, names: dict[str, str]) -> None:
        self.of, self.values, self.language, self.names = section, values, language, names
        self.typed = inputs.typed_of(values)

    def section(self) -> SummarySection:
        """Its rows in order; a section that asks nothing has none."""
        rows: list[SummaryRow] = []
        for field in visible.fields(self.of, self.values):
            if field.type == "group":
                rows += self.group(field)
            elif field.type != "info":
                rows.append(self.row(field, field.key, self.values.get(field.key), field.label.in_language(self.language)))
        return SummarySection(self.of.title.in_language(self.language), self.of.key, tuple(rows))

    def group(self, group: GroupField) -> list[SummaryRow]:
        """A row per answer of each item: „Person 2: Name“."""
        items = inputs.items_of(self.values.get(group.key))
        if not items:
            return [SummaryRow(group.label.in_language(self.language), _("keine Angabe"), group.key, group.key, is_answered=False)]
        rows = []
        for at, item in enumerate(items):
            for field in visible.item_fields(group, item, self.values):
                if field.type == "info":
                    continue
                label = f"{group.item.in_language(self.language)} {at + 1}: {field.label.in_language(self.language)}"
                rows.append(self.row(field, f"{group.key}-{at}-{field.key}", item.get(field.key), label))
        return rows

    def row(self, field: ItemField, name: str, value: Any, label: str) -> SummaryRow:
        """One answer; what was not understood is quoted as typed."""
        text = self.said(field, name, value)
        anchor = inputs.anchor(self.of, name)
        return SummaryRow(label, text or _("keine Angabe"), name, anchor, is_answered=bool(text))

    def said(self, field: ItemField, name: str, value: Any) -> str:
        """The answer in words; empty if there is none."""
        if value is None:
            typed = inputs.of_field(field, name, None, self.typed)
            return " ".join(text for texts in typed.values() for text in texts if text)
        if field.type == "file" and isinstance(value, list) and self.names and value:
            return "\n".join(self.names.get(key, _("Dokument")) for key in value)
        return KINDS[field.type].say(field, value) if field.type != "info" else ""
