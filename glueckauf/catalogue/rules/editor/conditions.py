"""Conditions as rows of a form: „Nur wenn [alle] gelten: [Feld] [Vergleich] [Wert]“, with groups inside groups, and back to the tree.

Row and group have a number each in the names of their inputs: `when-0-field`, `when-1-join`, `when-1-0-value`. What the form cannot show
(a denial of a denial, more than four levels) stays as it is: its JSON travels with the form and is read as a German sentence.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from glueckauf.catalogue.rules.editor.numerals import amount, day
from glueckauf.catalogue.rules.editor.posted import Posted, first, line, many
from glueckauf.catalogue.rules.editor.tree import Answer
from glueckauf.forms.conditions import Fields, phrase
from glueckauf.forms.schema import Condition

READ: TypeAdapter[Condition] = TypeAdapter(Condition)
DEEPEST, MOST_PARTS = 4, 40
JOINS = {
    "all": "alles davon gilt",
    "any": "mindestens eines davon gilt",
    "not_all": "nicht alles davon gilt",
    "none": "nichts davon gilt",
}
COMPARISONS = {
    "is": "ist",
    "is_not": "ist nicht",
    "in": "ist eines von",
    "not_in": "ist keines von",
    "at_least": "ist mindestens",
    "less_than": "ist kleiner als",
    "not_at_least": "ist nicht mindestens",
    "not_less_than": "ist nicht kleiner als",
    "includes": "gewählt ist",
    "not_includes": "nicht gewählt ist",
    "contains": "enthält eines dieser Worte",
    "not_contains": "enthält keines dieser Worte",
    "answered": "ist beantwortet",
    "unanswered": "ist nicht beantwortet",
}
EQUAL = ("is", "is_not")
AMONG = ("in", "not_in")
ORDER = ("at_least", "less_than", "not_at_least", "not_less_than")
GIVEN = ("answered", "unanswered")
BY_TYPE = {
    "yesno": (*EQUAL, *GIVEN),
    "consent": (*EQUAL, *GIVEN),
    "choice": (*EQUAL, *AMONG, *GIVEN),
    "choices": ("includes", "not_includes", *ORDER, *GIVEN),
    "integer": (*EQUAL, *ORDER, *GIVEN),
    "number": (*EQUAL, *ORDER, *GIVEN),
    "money": (*EQUAL, *ORDER, *GIVEN),
    "date": (*EQUAL, *ORDER, *GIVEN),
    "group": (*ORDER, *GIVEN),
    "file": (*ORDER, *GIVEN),
    "appointment": GIVEN,
    "address": GIVEN,
    "place": GIVEN,
    "period": GIVEN,
}
TEXTS = (*EQUAL, *AMONG, "contains", "not_contains", *GIVEN)
LISTS = {"in": "in", "not_in": "in", "contains": "contains", "not_contains": "contains"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison as the form shows it. `values`: what is picked or typed, as people write it."""

    name: str
    field: str
    comparison: str
    values: tuple[str, ...] = ()
    answer: Answer | None = None
    error: str = ""

    @property
    def value(self) -> str:
        """In one input."""
        return ", ".join(self.values)

    @property
    def comparisons(self) -> tuple[tuple[str, str], ...]:
        """What can be asked about this kind of answer, and what is asked now."""
        known = BY_TYPE.get(self.answer.type, TEXTS) if self.answer else tuple(COMPARISONS)
        return tuple((key, text) for key, text in COMPARISONS.items() if key in known or key == self.comparison)

    @property
    def picks(self) -> tuple[tuple[str, str], ...]:
        """What can be picked; empty: it is typed."""
        if self.answer is None or self.comparison in (*ORDER, *GIVEN):
            return ()
        if self.answer.type in ("yesno", "consent"):
            return (("yes", "Ja"), ("no", "Nein"))
        return self.answer.options

    @property
    def takes_value(self) -> bool:
        """Whether it compares with something."""
        return self.comparison not in GIVEN

    @property
    def is_many(self) -> bool:
        """Several can be picked."""
        return self.comparison in AMONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part the form cannot show: its JSON, and how it reads."""

    name: str
    json: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that hold together in one of four ways."""

    name: str
    join: str = "all"
    parts: tuple["Row | Group | Kept", ...] = ()
    is_top: bool = False
    can_nest: bool = True

    @property
    def joins(self) -> tuple[tuple[str, str], ...]:
        """The four ways."""
        return tuple(JOINS.items())

    @property
    def add_row(self) -> str:
        """The button for one more comparison."""
        return f"row:{self.name}"

    @property
    def add_group(self) -> str:
        """The button for a group inside."""
        return f"group:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What conditions of a place may ask about, and the fields by path for reading aloud."""

    answers: tuple[Answer, ...]
    fields: Fields = field(repr=False)

    def answer(self, path: str) -> Answer | None:
        """By its path."""
        return next((answer for answer in self.answers if answer.path == path), None)


# --- tree to rows -----------------------------------------------------------------------------------------------------------


def shown(tree: Any, asked: Asked, name: str = "when") -> Group:
    """The condition of a draft as a group of rows; nothing: an empty group."""
    if not tree:
        return Group(name=name, is_top=True)
    found = node(tree, name, asked, 0)
    if isinstance(found, Group):
        return Group(name=name, join=found.join, parts=found.parts, is_top=True)
    return Group(name=name, parts=(node(tree, f"{name}-0", asked, 1),), is_top=True)


def node(tree: Any, name: str, asked: Asked, level: int) -> Row | Group | Kept:
    """One part."""
    if not isinstance(tree, Mapping):
        return kept(tree, name, asked)
    inner, is_denied = (tree["not"], True) if set(tree) == {"not"} else (tree, False)
    if not isinstance(inner, Mapping):
        return kept(tree, name, asked)
    for key in ("all", "any"):
        if set(inner) == {key} and isinstance(inner[key], list) and level < DEEPEST:
            join = {("all", False): "all", ("any", False): "any", ("all", True): "not_all", ("any", True): "none"}[key, is_denied]
            parts = tuple(node(part, f"{name}-{at}", asked, level + 1) for at, part in enumerate(inner[key]))
            return Group(name=name, join=join, parts=parts, can_nest=level + 2 < DEEPEST)
    return row_of(inner, is_denied, name, asked) or kept(tree, name, asked)


def row_of(test: Mapping[str, Any], is_denied: Any, name: str, asked: Asked) -> Row | None:
    """A comparison; None if the form has no row for it."""
    rest = [key for key in test if key != "field"]
    if len(rest) != 1 or not isinstance(test.get("field"), str):
        return None
    path, key, value = test["field"], rest[0], test[rest[0]]
    answer = asked.answer(path)
    if key == "answered":
        is_answered = (str(value).lower() in ("true", "yes", "1", "on")) is not is_denied
        return Row(name=name, field=path, comparison="answered" if is_answered else "unanswered", answer=answer)
    comparison = f"not_{key}" if is_denied and key != "is" else "is_not" if is_denied else key
    if comparison not in COMPARISONS:
        return None
    values = value if isinstance(value, list) else [value]
    said = tuple(spoken(str(item), answer) for item in values)
    return Row(name=name, field=path, comparison=comparison, values=said, answer=answer)


def kept(tree: Any, name: str, asked: Asked) -> Kept:
    """As it stands."""
    return Kept(name=name, json=json.dumps(tree, ensure_ascii=False), sentence=said(tree, asked))


def said(tree: Any, asked: Asked) -> str:
    """The condition as a German sentence; what is not one says so."""
    if not tree:
        return "immer"
    try:
        return phrase(READ.validate_python(tree), asked.fields)
    except (ValidationError, RecursionError):
        return "Diese Bedingung ist noch nicht vollständig."


def spoken(value: str, answer: Answer | None) -> str:
    """As people write it: 12,50 for 1250 cents, 1.5.2027 for a day, a comma in a number; keys of options stay keys."""
    kind = answer.type if answer else ""
    if kind in ("yesno", "consent"):
        return {"true": "yes", "ja": "yes", "false": "no", "nein": "no"}.get(value.lower(), value.lower())
    if kind == "money" and value.lstrip("-").isdecimal():
        return f"{Decimal(value) / 100:.2f}".replace(".", ",")
    if kind == "date" and len(value) == 10 and value[4] == value[7] == "-":
        return f"{int(value[8:])}.{int(value[5:7])}.{value[:4]}" if value.replace("-", "").isdecimal() else value
    return value.replace(".", ",") if kind in ("integer", "number") else value


# --- rows to tree -----------------------------------------------------------------------------------------------------------


class Wrong(Exception):
    """Rows that make no condition yet; `errors` name the input and what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("condition")
        self.errors = dict(errors)


def posted(form: Posted, asked: Asked, name: str = "when") -> Group:
    """The rows as they were posted, errors beside them. Empty rows stay: the page decides what to do with them."""
    found = group_of(form, name, asked, 0, [MOST_PARTS])
    return Group(name=name, join=found.join, parts=found.parts, is_top=True)


def group_of(form: Posted, name: str, asked: Asked, level: int, left: list[int]) -> Group:
    """A group and what stands in it."""
    parts: list[Row | Group | Kept] = []
    for number in numbers(form, name):
        left[0] -= 1
        if left[0] < 0:
            break
        inside = f"{name}-{number}"
        if f"{inside}-kept" in form:
            parts.append(kept_again(form, inside, asked))
        elif f"{inside}-join" in form and level < DEEPEST - 1:
            parts.append(group_of(form, inside, asked, level + 1, left))
        elif f"{inside}-field" in form:
            parts.append(row_again(form, inside, asked))
    join = line(form, f"{name}-join")
    return Group(name=name, join=join if join in JOINS else "all", parts=tuple(parts), can_nest=level + 2 < DEEPEST)


def numbers(form: Posted, name: str) -> list[int]:
    """Which rows there are directly below."""
    found = set()
    for key in form:
        if key.startswith(f"{name}-"):
            head = key[len(name) + 1 :].partition("-")[0]
            if head.isdecimal() and len(head) < 4:
                found.add(int(head))
    return sorted(found)


def kept_again(form: Posted, name: str, asked: Asked) -> Kept:
    """What travelled with the form; anybody could have changed it on the way, so it is only JSON until the schema reads it."""
    try:
        tree = json.loads(first(form, f"{name}-kept")[:20_000])
    except (ValueError, RecursionError):
        tree = {}
    return kept(tree, name, asked)


def row_again(form: Posted, name: str, asked: Asked) -> Row:
    """A row with what is wrong about it."""
    path, comparison = line(form, f"{name}-field"), line(form, f"{name}-comparison") or "is"
    comparison = comparison if comparison in COMPARISONS else "is"
    answer = asked.answer(path)
    allowed = BY_TYPE.get(answer.type, TEXTS) if answer else tuple(COMPARISONS)
    if comparison not in allowed:
        comparison = allowed[0]
    texts = [value for value in many(form, f"{name}-value") if value]
    if comparison in (*AMONG, "contains", "not_contains") and len(texts) == 1 and not (answer and answer.options):
        texts = [part.strip() for part in texts[0].split(",") if part.strip()]
    row = Row(name=name, field=path, comparison=comparison, values=tuple(texts), answer=answer)
    return Row(name=name, field=path, comparison=comparison, values=tuple(texts), answer=answer, error=fault(row))


def fault(row: Row) -> str:
    """What is missing or cannot be read; empty: nothing. An empty row is no fault, it is left out."""
    if not row.field:
        return ""
    if row.answer is None:
        return "Diese Frage steht nicht vor dem Feld. Wählen Sie eine andere."
    if not row.takes_value:
        return ""
    if not row.values:
        return "Wählen Sie eine Antwort." if row.picks else "Tragen Sie einen Wert ein."
    if row.picks and any(value not in dict(row.picks) for value in row.values):
        return "Wählen Sie eine Antwort, die es bei dieser Frage gibt."
    if not row.picks and any(stored(value, row) is None for value in row.values):
        return "Tragen Sie einen Tag ein, zum Beispiel 1.5.2027." if row.answer.type == "date" else "Tragen Sie eine Zahl ein."
    return ""


def tree_of(group: Group) -> Any:
    """The tree the file holds; None: no condition. Raises Wrong with the names of the inputs."""
    if errors := dict(faults(group)):
        raise Wrong(errors)
    return branch(group)


def faults(group: Group) -> Iterable[tuple[str, str]]:
    """Inputs that are wrong, with what to do."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from faults(part)
        elif isinstance(part, Row) and part.error:
            yield f"{part.name}-value" if part.answer else f"{part.name}-field", part.error


def branch(group: Group) -> Any:
    """A group as all, any, or their denial. One part that simply holds needs no group around it."""
    parts = [found for part in group.parts if (found := leaf(part)) is not None]
    if not parts:
        return None
    if len(parts) == 1 and group.join in ("all", "any"):
        return parts[0]
    tree: Any = {"any" if group.join in ("any", "none") else "all": parts}
    return {"not": tree} if group.join in ("not_all", "none") else tree


def leaf(part: Row | Group | Kept) -> Any:
    """One part; None where it says nothing."""
    if isinstance(part, Group):
        return branch(part)
    if isinstance(part, Kept):
        return json.loads(part.json) or None
    if not part.field:
        return None
    return test_of(part)


def test_of(row: Row) -> dict[str, Any]:
    """A row as a test, with a denial around it where the comparison denies."""
    if row.comparison in GIVEN:
        return {"field": row.field, "answered": "true" if row.comparison == "answered" else "false"}
    is_denied = row.comparison.startswith("not_") or row.comparison == "is_not"
    key = "is" if row.comparison in EQUAL else row.comparison.removeprefix("not_")
    values = [stored(value, row) or "" for value in row.values]
    test = {"field": row.field, key: values if key in ("in", "contains") else values[0]}
    return {"not": test} if is_denied else test


def stored(value: str, row: Row) -> str | None:
    """As the form keeps answers; None: it cannot be read."""
    kind = row.answer.type if row.answer else ""
    if row.picks:
        return value
    if kind == "date":
        return day(value)
    if kind in ("integer", "number", "money", "group", "file", "choices"):
        return amount(value, in_cents=100 if kind == "money" else 1)
    return value
