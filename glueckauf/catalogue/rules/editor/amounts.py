"""An amount of a fee as a formula people read: „Zahl der Hunde × ein Hund (168,00 €), mindestens …“."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.catalogue.rules.editor.conditions import said as condition_said
from glueckauf.catalogue.rules.editor.numerals import amount
from glueckauf.catalogue.rules.editor.posted import german

NOTHING = "noch nicht eingetragen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a formula names: the numbers of the city by key, and the answers."""

    values: Mapping[str, Any]
    asked: Asked


def said(tree: Any, names: Names) -> str:
    """The formula; a part that is none says so."""
    if not isinstance(tree, Mapping):
        return "?"
    for key, words in SAYINGS.items():
        if key in tree:
            try:
                return words(tree, names)
            except (TypeError, KeyError, IndexError, AttributeError):
                return "?"
    return "?"


def value_said(key: str, names: Names) -> str:
    """ein Hund (168,00 €)"""
    value = names.values.get(key)
    if not isinstance(value, Mapping):
        return f"? ({key})"
    return f"{german(value.get('label')) or key} ({number_said(value)})"


def number_said(value: Mapping[str, Any]) -> str:
    """168,00 €, 12 Tage, noch nicht eingetragen."""
    written = value.get("amount")
    if written in (None, ""):
        return NOTHING
    unit = str(value.get("unit", ""))
    return f"{euros(str(written))} €" if unit == "€" else f"{str(written).replace('.', ',')} {unit}".strip()


def euros(written: str) -> str:
    """1204.5 as 1.204,50."""
    cents = amount(written, in_cents=100)
    if cents is None:
        return written
    whole, rest = divmod(int(cents), 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02}"


def of(tree: Mapping[str, Any], key: str, names: Names) -> str:
    """„Wie viele?“"""
    path = str(tree[key])
    answer = names.asked.answer(path)
    return f"„{answer.label if answer else path}“"


def joined(tree: Mapping[str, Any], key: str, names: Names, sign: str) -> str:
    """a × (b + c)"""
    return sign.join(bracketed(part, names, sign) for part in tree[key])


def bracketed(tree: Any, names: Names, sign: str) -> str:
    """Brackets where + stands inside of × or a choice inside of anything."""
    words = said(tree, names)
    inside = {"sum", "minus", "choose", "steps", "largest", "smallest", "monthly"} & set(tree if isinstance(tree, Mapping) else ())
    plain = sign == " + " and inside <= {"sum"}
    return f"({words})" if inside and not plain else words


def bounded(tree: Mapping[str, Any], key: str, names: Names, word: str) -> str:
    """a, mindestens b"""
    parts = [said(part, names) for part in tree[key]]
    return ", ".join([parts[0], *(f"{word} {part}" for part in parts[1:])])


def chosen(tree: Mapping[str, Any], names: Names) -> str:
    """wenn …: a; sonst: b"""
    rows = [f"wenn {condition_said(branch['when'], names.asked)}: {said(branch['then'], names)}" for branch in tree["choose"]]
    return "; ".join([*rows, f"sonst: {said(tree['otherwise'], names)}"])


def stepped(tree: Mapping[str, Any], names: Names) -> str:
    """nach …: bis 1: a; darüber: b"""
    rows = [f"bis {str(step['up_to']).replace('.', ',')}: {said(step['then'], names)}" for step in tree["steps"]]
    return f"nach {said(tree['by'], names)}: " + "; ".join([*rows, f"darüber: {said(tree['otherwise'], names)}"])


SAYINGS: dict[str, Callable[[Mapping[str, Any], Names], str]] = {
    "number": lambda tree, names: str(tree["number"]).replace(".", ","),
    "value": lambda tree, names: value_said(str(tree["value"]), names),
    "answer": lambda tree, names: of(tree, "answer", names),
    "money": lambda tree, names: f"Euro aus {of(tree, 'money', names)}",
    "count": lambda tree, names: f"Zahl der Einträge bei {of(tree, 'count', names)}",
    "days": lambda tree, names: f"Tage von {of(tree, 'days', names)}",
    "weeks_begun": lambda tree, names: f"angefangene Wochen von {of(tree, 'weeks_begun', names)}",
    "months_begun": lambda tree, names: f"angefangene Monate von {of(tree, 'months_begun', names)}",
    "months_left_in_year": lambda tree, names: f"Monate ab {of(tree, 'months_left_in_year', names)} bis zum Jahresende",
    "area": lambda tree, names: f"begonnene m² von {of(tree, 'area', names)}",
    "arrived": lambda tree, names: f"Zahl der Einträge, bei denen {of(tree, 'arrived', names)} erreicht ist",
    "monthly": lambda tree, names: f"für jeden Monat ab {of(tree, 'since', names)} bis zum Jahresende: {said(tree['monthly'], names)}",
    "sum": lambda tree, names: joined(tree, "sum", names, " + "),
    "minus": lambda tree, names: joined(tree, "minus", names, " − "),
    "multiply": lambda tree, names: joined(tree, "multiply", names, " × "),
    "divide": lambda tree, names: joined(tree, "divide", names, " : "),
    "largest": lambda tree, names: bounded(tree, "largest", names, "mindestens"),
    "smallest": lambda tree, names: bounded(tree, "smallest", names, "höchstens"),
    "choose": chosen,
    "steps": stepped,
}
