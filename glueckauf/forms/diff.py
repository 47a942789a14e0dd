"""What changed: between two revisions of a form, and between two versions of the answers (two tabs, a correction)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from glueckauf.forms import conditions
from glueckauf.forms.inputs import Values
from glueckauf.forms.schema import AnyField, FormSchema, Frozen, Section
from glueckauf.forms.summary import summary


class ChangeKind(StrEnum):
    """What happened to a part of the form."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a form. `path` is section.field, with .key for a field of a group; `attribute` names what changed, e.g. label."""

    kind: ChangeKind
    path: str
    label: str
    attribute: str = ""
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """The change in German, for the editor."""
        return SENTENCES[self.kind].format(change=self, what=ATTRIBUTES.get(self.attribute, self.attribute))


SENTENCES = {
    ChangeKind.ADDED: "„{change.label}“ ist neu.",
    ChangeKind.REMOVED: "„{change.label}“ ist entfallen.",
    ChangeKind.MOVED: "„{change.label}“ steht an einer anderen Stelle.",
    ChangeKind.CHANGED: "„{change.label}“: {what} ist jetzt „{change.after}“, vorher „{change.before}“.",
}
ATTRIBUTES = {
    "title": "die Überschrift",
    "intro": "die Einleitung",
    "label": "die Frage",
    "hint": "der Hinweis",
    "why": "die Begründung",
    "optional": "freiwillig",
    "when": "die Bedingung",
    "type": "die Art des Feldes",
    "options": "die Auswahl",
    "minimum": "das Kleinste",
    "maximum": "das Größte",
    "earliest": "der früheste Tag",
    "latest": "der späteste Tag",
    "max_length": "die größte Länge",
}
NESTED = frozenset({"fields"})


def changes(old_form: FormSchema, new_form: FormSchema) -> tuple[Change, ...]:
    """Every change from one revision to the next, in the order of the new form; what was removed comes last."""
    found = list(compared(sections_by_path(old_form), sections_by_path(new_form), old_form, new_form))
    return (*found, *compared(fields_by_path(old_form), fields_by_path(new_form), old_form, new_form))


Parts = Mapping[str, Section | AnyField]


def sections_by_path(form: FormSchema) -> dict[str, Section | AnyField]:
    """Sections by key."""
    return {section.key: section for section in form.sections}


def fields_by_path(form: FormSchema) -> dict[str, Section | AnyField]:
    """Fields by section.field and section.group.field."""
    found: dict[str, Section | AnyField] = {}
    for section in form.sections:
        for field in section.fields:
            found[f"{section.key}.{field.key}"] = field
            if field.type == "group":
                found |= {f"{section.key}.{field.key}.{inner.key}": inner for inner in field.fields}
    return found


def compared(old: Parts, new: Parts, old_form: FormSchema, new_form: FormSchema) -> Iterator[Change]:
    """Added, changed and moved parts of one level, then the removed ones."""
    common = [path for path in old if path in new]
    moved = moved_paths(common, [path for path in new if path in old])
    for path, part in new.items():
        if path not in old:
            yield Change(kind=ChangeKind.ADDED, path=path, label=label_of(part))
            continue
        if path in moved:
            yield Change(kind=ChangeKind.MOVED, path=path, label=label_of(part))
        yield from attribute_changes(path, old[path], part, old_form, new_form)
    for path, part in old.items():
        if path not in new:
            yield Change(kind=ChangeKind.REMOVED, path=path, label=label_of(part))


def moved_paths(before: list[str], after: list[str]) -> set[str]:
    """The fewest paths whose move explains the new order: those outside a longest common run."""
    place = {path: at for at, path in enumerate(before)}
    best: list[list[str]] = []
    for path in after:
        runs = [run for run in best if place[run[-1]] < place[path]]
        best.append([*longest(runs), path])
    return set(after) - set(longest(best))


def longest(runs: list[list[str]]) -> list[str]:
    """The longest run, if there is one."""
    return max(runs, key=len) if runs else []


def attribute_changes(
    path: str, old: Section | AnyField, new: Section | AnyField, old_form: FormSchema, new_form: FormSchema
) -> Iterator[Change]:
    """Attributes that differ; those of nested fields are reported at their own paths."""
    names = [*type(new).model_fields, *(n for n in type(old).model_fields if n not in type(new).model_fields)]
    for name in names:
        before, after = getattr(old, name, None), getattr(new, name, None)
        if name not in NESTED and before != after:
            yield Change(
                kind=ChangeKind.CHANGED,
                path=path,
                label=label_of(new),
                attribute=name,
                before=words(before, old_form),
                after=words(after, new_form),
            )


def label_of(part: Section | AnyField) -> str:
    """What people read."""
    return (part.title if isinstance(part, Section) else part.label).de


def words(value: Any, form: FormSchema) -> str:
    """An attribute as a person reads it: a condition as its sentence, options by their labels."""
    if isinstance(value, conditions.AllOf | conditions.AnyOf | conditions.Not | conditions.Test):
        return conditions.sentence(value, form)
    if value is None or value == "":
        return "nichts"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        return ", ".join(words(part, form) for part in value)
    if isinstance(value, Frozen) and hasattr(value, "label"):
        return str(value.label)
    return str(value)


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that differs. Empty: not asked or not answered in that version."""

    label: str
    a: str
    b: str
    path: str


def compare(form: FormSchema, values_a: Values, values_b: Values, language: str = "de") -> tuple[Difference, ...]:
    """Answers that differ between two versions, as people read them."""
    rows_a, rows_b = rows(form, values_a, language), rows(form, values_b, language)
    return tuple(
        Difference(label, rows_a.get(path, ("", ""))[1], rows_b.get(path, ("", ""))[1], path)
        for path, (label, _text) in in_order(rows_a, rows_b)
        if rows_a.get(path, ("", ""))[1] != rows_b.get(path, ("", ""))[1]
    )


def rows(form: FormSchema, values: Values, language: str) -> dict[str, tuple[str, str]]:
    """Label and text of every answer by path."""
    found = (row for section in summary(form, values, language) for row in section.rows)
    return {row.path: (row.label, row.text if row.is_answered else "") for row in found}


def in_order(a: Mapping[str, tuple[str, str]], b: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, tuple[str, str]]]:
    """Rows of the first, then those only the second has."""
    return (dict(b) | dict(a)).items()
