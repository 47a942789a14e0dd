"""Between stored values and the inputs of a page: names, texts, and what was typed but not understood.

Names: field key, parts joined by `-` (`seit-day`, `anschrift-street`), items of a group by number (`personen-0-name`); the hidden input
`personen-items` says how many items the page showed. A path in an error is such a name, perhaps without its last part.

An invalid text has no value. It is kept under values[TYPED] as {input name: [text]}, stored with the draft and shown again; a later
visit to the page shows it too. Field keys begin with a letter, so nothing collides. `complete.answers` leaves it out.
"""

from collections.abc import Collection, Mapping
from typing import Any

from glueckauf.forms.schema import AnyField, FileField, FormSchema, GroupField, ItemField, Section
from glueckauf.forms.validators.kinds import KINDS

TYPED = "_typed"
ITEMS = "-items"
Values = Mapping[str, Any]
Texts = dict[str, list[str]]


def typed_of(values: Values) -> Texts:
    """What was typed and not understood, by input name."""
    typed = values.get(TYPED)
    return typed if isinstance(typed, dict) else {}


def of_section(section: Section, values: Values) -> Texts:
    """Texts of all inputs of a section, by name."""
    typed = typed_of(values)
    texts: Texts = {}
    for field in section.fields:
        texts |= of_field(field, field.key, values.get(field.key), typed)
    return texts


def of_field(field: AnyField, name: str, value: Any, typed: Texts) -> Texts:
    """Texts of the inputs of one field: from its value, else from what was typed."""
    if field.type == "group":
        return of_group(field, name, value, typed)
    if field.type == "info":
        return {}
    kind = KINDS[field.type]
    if value is not None:
        return {name + suffix: texts for suffix, texts in kind.show(field, value).items()}
    return {name + suffix: texts for suffix in kind.suffixes(field) if isinstance(texts := typed.get(name + suffix), list)}


def of_group(group: GroupField, name: str, value: Any, typed: Texts) -> Texts:
    """The number of items and the texts of each."""
    items = items_of(value)
    texts = {name + ITEMS: [str(len(items))]}
    for at, item in enumerate(items):
        for field in group.fields:
            texts |= of_field(field, f"{name}-{at}-{field.key}", item.get(field.key), typed)
    return texts


def items_of(value: Any) -> list[Values]:
    """Items of a stored group, whatever was stored."""
    return [item if isinstance(item, Mapping) else {} for item in listed(value)]


def listed(value: Any) -> list[Any]:
    """The value if it is a list, else nothing."""
    return value if isinstance(value, list) else []


def names_of(field: ItemField, name: str) -> tuple[str, ...]:
    """Names of all inputs of a field that is no group."""
    return () if field.type == "info" else tuple(name + suffix for suffix in KINDS[field.type].suffixes(field))


def file_fields(section: Section) -> tuple[tuple[str, FileField], ...]:
    """File fields of a section with their paths, also those in items of groups: where uploads of its page may arrive."""
    found: list[tuple[str, FileField]] = []
    for field in section.fields:
        if field.type == "file":
            found.append((field.key, field))
        elif field.type == "group":
            inner = [f for f in field.fields if f.type == "file"]
            found += [(f"{field.key}-{at}-{f.key}", f) for at in range(field.most if inner else 0) for f in inner]
    return tuple(found)


def takes_files(form: FormSchema) -> bool:
    """Whether any question of the form can be answered with a file."""
    return any(file_fields(section) for section in form.sections)


def documents(section: Section, values: Values) -> dict[str, list[str]]:
    """Keys of the documents among the answers of a section, by path."""
    found: dict[str, list[str]] = {}
    for field in section.fields:
        if field.type == "file":
            found[field.key] = keys_of(values.get(field.key))
        elif field.type == "group":
            inner = [f for f in field.fields if f.type == "file"]
            for at, item in enumerate(items_of(values.get(field.key)) if inner else ()):
                found |= {f"{field.key}-{at}-{f.key}": keys_of(item.get(f.key)) for f in inner}
    return found


def keys_of(value: Any) -> list[str]:
    """Keys of documents in a stored answer, whatever was stored."""
    return [key for key in listed(value) if isinstance(key, str)]


def with_documents(form: FormSchema, values: Values, known: Collection[str]) -> dict[str, Any]:
    """The values with those documents only that are still there. A Nachweis that has lost all is unanswered, not promised for later."""
    kept = dict(values)
    for field in (f for s in form.sections for f in s.fields if f.key in values):
        if field.type == "file":
            keep(kept, field.key, known)
        elif field.type == "group":
            items = [dict(item) for item in items_of(values[field.key])]
            for inner in (f for f in field.fields if f.type == "file"):
                for item in items:
                    keep(item, inner.key, known)
            kept[field.key] = items if isinstance(values[field.key], list) else values[field.key]
    return kept


def keep(answers: dict[str, Any], key: str, known: Collection[str]) -> None:
    """Only known documents stay in one answer."""
    before = keys_of(answers.get(key))
    there = [document for document in before if document in known]
    if there:
        answers[key] = there
    elif before:
        del answers[key]


def locate(section: Section, path: str) -> tuple[AnyField | None, str, str]:
    """Field a path belongs to, the name of that field's inputs, and what the path adds to it: `-postcode`."""
    key, *rest = path.split("-")
    field: AnyField | None = next((f for f in section.fields if f.key == key), None)
    name = key
    if field is not None and field.type == "group" and len(rest) >= 2:
        inner = next((f for f in field.fields if f.key == rest[1]), None)
        field, name = inner, "-".join((key, *rest[:2]))
    return field, name, path[len(name) :]


def anchor(section: Section, path: str) -> str:
    """Id of the input to go to for a path: the first of a date, the first choice of a list. `anchor(section, "seit")` is `seit-day`."""
    field, name, suffix = locate(section, path)
    if field is None or field.type in ("group", "info", "file", "consent", "appointment"):
        return path
    if field.type == "yesno":
        return f"{name}-ja"
    if field.type in ("choice", "choices"):
        return name if is_select(field) else f"{name}-{field.options[0].key}" if field.options else name
    return name + next((s for s in KINDS[field.type].suffixes(field) if s.startswith(suffix)), suffix)


def is_select(field: AnyField) -> bool:
    """Shown as a select: only one answer of a choice can be picked there."""
    return field.type == "choice" and field.show_as == "select"
