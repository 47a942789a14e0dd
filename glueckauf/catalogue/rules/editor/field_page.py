"""The page of one field or section: everything its form shows, from the draft or as it was posted, and the new value when it is saved."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from glueckauf.catalogue.rules.editor import conditions, fields
from glueckauf.catalogue.rules.editor.conditions import Asked, Group
from glueckauf.catalogue.rules.editor.posted import Posted, german, line, shown_words, words
from glueckauf.catalogue.rules.editor.tree import (
    FORM,
    Place,
    all_keys,
    askable,
    dicts,
    fields_of,
    find_field,
    find_section,
    sections_of,
    understood,
)

NEW_ROWS = 1
NEW_FIELD, NEW_SECTION = "Neue Frage", "Neuer Abschnitt"
BEGINNING = re.compile(r"neue_frage(_\d+)?|neuer_abschnitt(_\d+)?")


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One answer of a choice."""

    number: int
    key: str
    label: str
    english: str
    hint: str = ""
    hint_english: str = ""

    @property
    def remove_label(self) -> str:
        """For readers of the screen."""
        return f"Antwort {self.number + 1} entfernen"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """A field or a section. `errors` by the name of the input."""

    path: str
    place: Place
    value: dict[str, Any] = field(repr=False)
    asked: Asked = field(repr=False)
    condition: Group
    errors: dict[str, str]
    options: tuple[OptionRow, ...] = ()
    nachweise: tuple[tuple[str, str], ...] = ()
    siblings: int = 1
    section_key: str = ""
    taken: frozenset[str] = frozenset()
    is_named: bool = False

    @property
    def is_section(self) -> bool:
        """A section, no field."""
        return self.place.field is None

    @property
    def title(self) -> str:
        """What people read."""
        return german(self.value.get("title" if self.is_section else "label")) or str(self.value.get("key", ""))

    @property
    def kind(self) -> str:
        """Type of the field."""
        return str(self.value.get("type", ""))

    @property
    def is_group(self) -> bool:
        """Holds fields of its own."""
        return self.kind == "group"

    @property
    def ask_word(self) -> str:
        """How the first input is called."""
        return "Text" if self.kind == "info" else "Frage"

    @property
    def is_more_open(self) -> bool:
        """Something is wrong in what is folded away."""
        return any(i.fault for i in self.more)

    @property
    def faults(self) -> dict[str, str]:
        """By names a template can say: label_de."""
        return {name.replace("-", "_"): text for name, text in self.errors.items()}

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """What it could be; in a group no further group."""
        return tuple((key, text) for key, text in fields.KINDS.items() if self.place.inner is None or key not in fields.ONCE)

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """German and English of label, hint, why, title and intro."""
        return {name: shown_words(self.value.get(name)) for name in ("label", "hint", "why", "title", "intro")}

    @property
    def inputs(self) -> tuple[fields.Input, ...]:
        """Attributes that stand open."""
        return self.shown_inputs(is_more=False)

    @property
    def more(self) -> tuple[fields.Input, ...]:
        """Attributes that are folded away."""
        return self.shown_inputs(is_more=True)

    def shown_inputs(self, *, is_more: bool) -> tuple[fields.Input, ...]:
        """With what is wrong about each."""
        found = (i for i in fields.inputs(self.value, self.nachweise) if i.of.is_more is is_more)
        return tuple(replace(i, fault=self.errors.get(i.of.name, "") or self.errors.get(f"{i.of.name}-de", "")) for i in found)

    @property
    def part(self) -> str:
        """The dotted path of the draft, by keys: it stays right while others move around it."""
        return keyed(self.place, self.path, self.section_key)

    @property
    def has_options(self) -> bool:
        """A choice."""
        return self.kind in ("choice", "choices")

    @property
    def sentence(self) -> str:
        """The condition read back; while it is not complete, what is there already."""
        try:
            tree = conditions.tree_of(self.condition)
        except conditions.Wrong:
            return "Diese Bedingung ist noch nicht vollständig."
        return conditions.said(tree, self.asked)

    @property
    def has_condition(self) -> bool:
        """Asked only sometimes."""
        return bool(self.condition.parts)

    @property
    def can_up(self) -> bool:
        """Something stands before it in its list."""
        return self.place.position > 0

    @property
    def can_down(self) -> bool:
        """Something stands behind it in its list."""
        return self.place.position < self.siblings - 1


def page(content: Any, path: str, posted: Posted | None = None) -> PartPage | None:
    """The page for `section:key`, key or group.key; None: there is none."""
    sections = sections_of(content)
    if path.startswith("section:"):
        place = find_section(sections, path.removeprefix("section:"))
        value = sections[place.section] if place else {}
    else:
        found = find_field(sections, path)
        place, value = found if found else (None, {})
    if place is None:
        return None
    asked = Asked(answers=askable(sections, place), fields=understood(sections))
    shown = PartPage(
        path=path,
        place=place,
        value=value,
        asked=asked,
        condition=conditions.shown(value.get("when"), asked),
        errors={},
        options=option_rows(value),
        nachweise=nachweise_of(content),
        siblings=len(siblings(sections, place)),
        section_key=str(sections[place.section].get("key", "")),
        taken=all_keys(sections),
        is_named=is_named_elsewhere(content, str(value.get("key", ""))),
    )
    return shown if posted is None else typed(shown, posted)


def keyed(place: Place, path: str, section_key: str) -> str:
    """leistung.form.sections.person.fields.hunde.fields.rasse"""
    found = f"{FORM}.{section_key}"
    if place.field is None:
        return found
    return f"{found}.fields.{path.replace('.', '.fields.')}"


def is_named_elsewhere(content: Any, key: str) -> bool:
    """Whether a condition, a fee or anything else speaks of this key."""
    text = json.dumps(content)
    return text.count(f'"{key}"') > 1 or f'.{key}"' in text or f'"{key}.' in text


def siblings(sections: list[dict[str, Any]], place: Place) -> list[dict[str, Any]]:
    """The list it stands in."""
    if place.field is None:
        return sections
    around = fields_of(sections[place.section])
    return around if place.inner is None else fields_of(around[place.field])


def nachweise_of(content: Any) -> tuple[tuple[str, str], ...]:
    """Key and name of the documents of the Leistung."""
    leistung = content.get("leistung") if isinstance(content, dict) else None
    rows = dicts(leistung.get("nachweise")) if isinstance(leistung, dict) else []
    return tuple((str(row.get("key", "")), german(row.get("label"))) for row in rows)


def option_rows(value: dict[str, Any]) -> tuple[OptionRow, ...]:
    """The answers, and an empty row for one more."""
    rows = dicts(value.get("options"))
    shown = [
        OptionRow(at, str(row.get("key", "")), *shown_words(row.get("label")), *shown_words(row.get("hint"))) for at, row in enumerate(rows)
    ]
    return (*shown, *(OptionRow(len(rows) + more, "", "", "") for more in range(max(NEW_ROWS, 2 - len(rows)))))


def typed(page: PartPage, posted: Posted) -> PartPage:
    """The page with what was posted in place of what is stored, and what is wrong about it."""
    group = acted(conditions.posted(posted, page.asked), line(posted, "tun"))
    errors = dict(conditions.faults(group))
    if page.is_section:
        value = section_from(page.value, posted)
        errors |= {} if german(value.get("title")) else {"title-de": "Geben Sie dem Abschnitt eine Überschrift."}
    else:
        value = fields.field_from(page.value, posted) if page.place.inner is None else fields.field_from(page.value, posted, item=True)
        if value.get("type") in ("choice", "choices") and line(posted, "options"):
            value["options"] = fields.options_from(page.value.get("options"), posted)
        errors |= fields.faults(value)
    value = {key: part for key, part in value.items() if key != "when"} | renamed(page, value)
    if not errors and (tree := conditions.tree_of(group)) is not None:
        value["when"] = tree
    return replace(page, value=value, condition=group, errors=errors, options=option_rows(value))


def renamed(page: PartPage, value: dict[str, Any]) -> dict[str, str]:
    """A new field gets its key from its first words; later it keeps it, whatever the words become."""
    before, words_ = str(page.value.get("key", "")), german(value.get("title" if page.is_section else "label"))
    if not BEGINNING.fullmatch(before) or not words_ or words_ in (NEW_FIELD, NEW_SECTION) or page.is_named:
        return {}
    return {"key": fields.key_from(words_, page.taken - {before}, otherwise="abschnitt" if page.is_section else "feld")}


def section_from(before: dict[str, Any], posted: Posted) -> dict[str, Any]:
    """A section with new words; its fields stay."""
    found = {**before, "title": words(posted, "title"), "intro": words(posted, "intro")}
    return {key: part for key, part in found.items() if part != "" or key == "title"}


def acted(group: Group, deed: str) -> Group:
    """Buttons of the condition: row:when-1 adds a row to that group, group:when a group, drop:when-0 takes a part away."""
    verb, _, name = deed.partition(":")
    if verb == "drop":
        return without(group, name)
    if verb in ("row", "group"):
        return with_more(group, name, verb)
    return group


def without(group: Group, name: str) -> Group:
    """The group without the part of that name."""
    parts = tuple(without(part, name) if isinstance(part, Group) else part for part in group.parts if part.name != name)
    return replace(group, parts=parts)


def with_more(group: Group, name: str, verb: str) -> Group:
    """One more row, or a group with one row, at the end of the group of that name."""
    if group.name != name:
        return replace(group, parts=tuple(with_more(p, name, verb) if isinstance(p, Group) else p for p in group.parts))
    number = max((int(part.name.rpartition("-")[2]) for part in group.parts), default=-1) + 1
    inside = f"{name}-{number}"
    row = conditions.Row(name=inside if verb == "row" else f"{inside}-0", field="", comparison="is")
    return replace(group, parts=(*group.parts, row if verb == "row" else Group(name=inside, join="any", parts=(row,))))


def new_field(content: Any, label: str = NEW_FIELD) -> dict[str, Any]:
    """A field to begin with."""
    return {"key": fields.key_from(label, all_keys(sections_of(content))), "type": "text", "label": label}


def new_section(content: Any, title: str = NEW_SECTION) -> dict[str, Any]:
    """A section to begin with."""
    return {"key": fields.key_from(title, all_keys(sections_of(content)), otherwise="abschnitt"), "title": title, "fields": []}
