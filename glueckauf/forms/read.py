"""Reads the POST of one section: values, errors, and what was typed where it could not be understood. Nothing typed is lost.

Only visible fields can be wrong. A hidden field keeps its answer for the case that it is shown again; it does not count
(complete.answers). Keys of documents never come from the POST: the view that stored the uploads names them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glueckauf.forms import inputs, visible
from glueckauf.forms.conditions import holds
from glueckauf.forms.inputs import ITEMS, TYPED
from glueckauf.forms.schema import AnyField, GroupField, ItemField, Section
from glueckauf.forms.validators.kind import Limits
from glueckauf.forms.validators.kinds import KINDS

MOST_TEXTS = 60  # posted under one name; more are no browser's
SHORT, PER_LETTER = 500, 2  # typed text that is kept: this many letters, or twice what the field takes
ITEM_COUNT = re.compile("[0-9]{1,3}")
Values = Mapping[str, Any]


class Post(Protocol):
    """What a QueryDict can do that is needed here."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """All texts posted under a name."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at a path and what to do. `is_new`: the question only appeared through this POST, nobody has overlooked it."""

    path: str
    text: str
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The whole form's values with this section merged in. Store them even if there are errors.

    `focus`: name of the first input of an item that was added, or of the group one was removed from; then errors are not shown.
    `moved`: items of groups that changed their place, "personen-2-" to "personen-1-", and to "" the one that was removed.
    """

    values: dict[str, Any]
    errors: tuple[FieldError, ...]
    moved: Mapping[str, str]
    focus: str = ""

    @property
    def raw(self) -> dict[str, list[str]]:
        """Texts that were not understood, by input name. They are part of `values`."""
        return inputs.typed_of(self.values)


def section(
    section: Section,
    post: Post,
    files_by_field: Mapping[str, Sequence[str]],
    values_before: Values,
    *,
    today: date,
    postcodes: frozenset[str] = frozenset(),
) -> Read:
    """Reads one section. `files_by_field`: path of a file field to all its document keys now; paths that are absent keep theirs."""
    reader = Reader(post, files_by_field, inputs.typed_of(values_before), Limits(today=today, postcodes=postcodes))
    counting = {key: value for key, value in values_before.items() if key != TYPED}
    shown = {field.key for field in visible.fields(section, counting)}
    kept = reader.fields(section.fields, Spot("", "", shown=frozenset(shown)), values_before, counting)
    own = {field.key for field in section.fields}
    values = {key: value for key, value in values_before.items() if key not in own and key != TYPED} | kept
    typed = {name: texts for name, texts in inputs.typed_of(values_before).items() if name.partition("-")[0] not in own} | reader.typed
    return Read(values=values | ({TYPED: typed} if typed else {}), errors=tuple(reader.errors), focus=reader.focus, moved=reader.moved)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where fields stand: prefix of their posted names, prefix they get (differs after an item was removed), keys the page showed."""

    source: str
    target: str
    shown: frozenset[str]


class Reader:
    """Collects what one POST gives while it walks over the fields."""

    def __init__(self, post: Post, files: Mapping[str, Sequence[str]], typed_before: inputs.Texts, limits: Limits) -> None:
        self.post, self.files, self.typed_before, self.limits = post, files, typed_before, limits
        self.typed: inputs.Texts = {}
        self.errors: list[FieldError] = []
        self.focus = ""
        self.moved: dict[str, str] = {}

    def fields(self, fields: Sequence[AnyField], spot: Spot, before: Values, counting: dict[str, Any]) -> dict[str, Any]:
        """Values of the fields; `counting` is brought up to date as the conditions of later fields need it."""
        kept: dict[str, Any] = {}
        for field in fields:
            is_asked = holds(field.when, counting)
            errors_so_far = len(self.errors)
            value = self.field(field, spot, before.get(field.key), counting)
            if not is_asked:
                del self.errors[errors_so_far:]
            if value is not None:
                kept[field.key] = value
            if is_asked and value is not None:
                counting[field.key] = value
            else:
                counting.pop(field.key, None)
        return kept

    def field(self, field: AnyField, spot: Spot, before: Any, counting: Values) -> Any:
        """Value of one field; its errors and texts are noted."""
        if field.type == "info":
            return None
        if field.type == "group":
            return self.group(field, spot, inputs.items_of(before), counting)
        texts = self.texts(field, spot, before)
        answer = KINDS[field.type].read(field, texts, self.limits)
        name = spot.target + field.key
        self.errors += [FieldError(name + suffix, text) for suffix, text in answer.errors]
        if answer.value is None and answer.errors:
            self.typed |= {name + suffix: [storable(text, field) for text in typed] for suffix, typed in texts.items()}
        if answer.value is None and not answer.errors and not field.optional:
            self.errors.append(FieldError(name, KINDS[field.type].missing(field), is_new=field.key not in spot.shown))
        return answer.value

    def texts(self, field: ItemField, spot: Spot, before: Any) -> dict[str, list[str]]:
        """Texts by suffix: as posted; for a field the page did not show, as it was before. Documents as the view says."""
        name = spot.source + field.key
        posted = {suffix: self.posted(name + suffix) for suffix in KINDS[field.type].suffixes(field)}
        if field.key not in spot.shown and not any(posted.values()):
            posted = {full[len(name) :]: texts for full, texts in inputs.of_field(field, name, before, self.typed_before).items()}
        if field.type == "file":
            posted[""] = list(self.files[name] if name in self.files else inputs.keys_of(before))
        return posted

    def posted(self, name: str) -> list[str]:
        """Texts posted under a name, not more than a browser sends."""
        return list(self.post.getlist(name)[-MOST_TEXTS:])

    def group(self, group: GroupField, spot: Spot, before: list[Values], counting: Values) -> Any:
        """Items of a group. One that was just added is empty; the one to be removed is not read."""
        name = spot.source + group.key
        count, is_shown = self.count_of(group, name), group.key in spot.shown
        if not count and not is_shown:
            count = len(before)
        sources = [at for at in range(min(count, group.most)) if f"{name}-{at}" not in self.post.getlist("remove")]
        if len(sources) < min(count, group.most):
            self.focus = name
            places = {at: f"{name}-{to}-" for to, at in enumerate(sources)}
            self.moved |= {f"{name}-{at}-": places.get(at, "") for at in range(count) if places.get(at) != f"{name}-{at}-"}
        shown = [self.shown_in_item(group, before, at, counting) if is_shown else frozenset[str]() for at in sources]
        if name in self.post.getlist("add") and len(sources) < group.most:
            self.focus = first_name(group, f"{name}-{len(sources)}-")
            sources, shown = [*sources, max(count, len(before))], [*shown, frozenset()]
        items = [
            self.item(group, Spot(f"{name}-{at}-", f"{name}-{to}-", keys), before[at] if at < len(before) else {}, counting)
            for to, (at, keys) in enumerate(zip(sources, shown, strict=True))
        ]
        return self.judged(group, name, items, count)

    def count_of(self, group: GroupField, name: str) -> int:
        """How many items the page had, as it says itself; without that, items are counted while they have any input."""
        said = self.posted(name + ITEMS)
        if said and ITEM_COUNT.fullmatch(said[-1]):
            return int(said[-1])
        count = 0
        while count <= group.most and any(
            self.post.getlist(n) for field in group.fields for n in inputs.names_of(field, f"{name}-{count}-{field.key}")
        ):
            count += 1
        return count

    def shown_in_item(self, group: GroupField, before: list[Values], at: int, counting: Values) -> frozenset[str]:
        """Keys of the fields the page showed in an item."""
        known = before[at] if at < len(before) else {}
        return frozenset(field.key for field in visible.item_fields(group, known, counting))

    def item(self, group: GroupField, spot: Spot, before: Values, counting: Values) -> dict[str, Any]:
        """One item. Its conditions see its own answers first."""
        return self.fields(group.fields, spot, before, visible.scope(group, before, counting))

    def judged(self, group: GroupField, name: str, items: list[dict[str, Any]], count: int) -> Any:
        """The items, if their number is right; an optional group in which nothing was typed is no answer."""
        is_empty = not any(items) and not any(typed.startswith(f"{name}-") for typed in self.typed)
        if group.optional and is_empty and not self.focus:
            self.errors = [error for error in self.errors if not error.path.startswith(f"{name}-")]
            return None
        if count > group.most:
            text = _("Möglich sind hier höchstens %(most)d Einträge. Bitte prüfen Sie Ihre Angaben.") % {"most": group.most}
            self.errors.append(FieldError(name, text))
        elif len(items) < group.fewest and not group.optional:
            text = ngettext("Bitte machen Sie hier eine Angabe.", "Bitte machen Sie hier mindestens %(fewest)d Angaben.", group.fewest)
            self.errors.append(FieldError(name, text % {"fewest": group.fewest}))
        return items or None


def first_name(group: GroupField, prefix: str) -> str:
    """Name of the first input of an item."""
    names = [name for field in group.fields for name in inputs.names_of(field, prefix + field.key)]
    return names[0] if names else prefix.rstrip("-")


def storable(text: str, field: ItemField) -> str:
    """A typed text that was not understood, as it is kept: bounded, and without what a database refuses."""
    most = field.max_length * PER_LETTER + SHORT if field.type in ("text", "name") else SHORT
    return text[:most].replace("\0", "").encode("utf-8", "replace").decode()
