"""Answers that stand for all answers of a field: one for each way in which the tests about it can come out.

Between two thresholds every number behaves the same, and so does every option nobody asks about. What is found with these few answers
therefore holds for all.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from glueckauf.forms.conditions import is_day, number
from glueckauf.forms.schema import AnyField, GroupField, ItemField, NumberField, Test

MOST = 24
ELSE = "anderes"


def samples(field: AnyField | ItemField, tests: Sequence[Test]) -> list[Any]:
    """Stored answers of this field; the tests ask about it or its parts."""
    if field.type == "choice":
        return options_of([o.key for o in field.options], wanted(tests))
    if field.type == "choices":
        return several([o.key for o in field.options], tests)
    if isinstance(field, NumberField):
        return numbers(field, tests)
    if isinstance(field, GroupField):
        return groups(field, tests)
    if field.type in ("address", "place", "period"):
        return in_parts(tests)
    return SIMPLE[field.type](tests) if field.type in SIMPLE else texts(tests)


def wanted(tests: Iterable[Test]) -> list[str]:
    """What tests compare with by name."""
    found: dict[str, None] = {}
    for test in tests:
        for word in (test.is_, test.includes, *(test.in_ or ())):
            if word is not None:
                found[word] = None
    return list(found)


def options_of(keys: list[str], words: list[str]) -> list[Any]:
    """Options that are asked about, and one that is not."""
    named = [key for key in keys if key in words]
    return [*named, *[key for key in keys if key not in words][:1]]


def several(keys: list[str], tests: Sequence[Test]) -> list[Any]:
    """Sets of options."""
    named = options_of(keys, wanted(tests))[:5]
    sets = [list(c) for size in range(1, len(named) + 1) for c in combinations(named, size)]
    counts = [t for t in thresholds(tests) if 0 < t <= len(keys)]
    return [*sets[:MOST], *(keys[: int(t)] for t in counts), keys]


def thresholds(tests: Iterable[Test]) -> list[Decimal]:
    """Numbers that tests compare with."""
    words = [w for t in tests for w in (t.at_least, t.less_than, t.is_, *(t.in_ or ())) if w is not None]
    return sorted({found for word in words if (found := number(word)) is not None})


def numbers(field: NumberField, tests: Sequence[Test]) -> list[Any]:
    """At, below and above each threshold, within the limits of the field."""
    scale = Decimal(100) if field.type == "money" else Decimal(1)
    low = (number(field.minimum or "0") or Decimal(0)) * scale
    high = None if field.maximum is None else (number(field.maximum) or Decimal(0)) * scale
    step = Decimal(1) if field.type != "number" else Decimal(1).scaleb(-field.decimals)
    around = [t + d for t in thresholds(tests) for d in (-step, Decimal(0), step)]
    found = sorted({v for v in (low, *around, *([high] if high is not None else [])) if v >= low and (high is None or v <= high)})
    if field.type == "number":
        return [str(value) for value in found]
    return [int(value) for value in found if value == value.to_integral_value()]


def days(tests: Sequence[Test]) -> list[Any]:
    """At, before and after each day."""
    words = [w for t in tests for w in (t.at_least, t.less_than, t.is_, *(t.in_ or ())) if w is not None and is_day(w)]
    found: set[str] = set()
    for word in words:
        try:
            day = date.fromisoformat(word)
        except ValueError:
            continue
        found |= {(day + timedelta(days=n)).isoformat() for n in (-1, 0, 1)}
    return sorted(found) or ["2026-06-15"]


def texts(tests: Sequence[Test]) -> list[Any]:
    """Each text that is asked for, each phrase, and something else."""
    phrases = [phrase for t in tests for phrase in (t.contains or ())]
    limits = [str(t + d) for t in thresholds(tests) for d in (-1, 0, 1)]
    return list(dict.fromkeys([*wanted(tests), *phrases, *limits, ELSE]))[:MOST]


def in_parts(tests: Sequence[Test]) -> list[Any]:
    """Parts of an address, place or period that are asked about."""
    parts = sorted({t.field.partition(".")[2] for t in tests} - {""})
    choices = [texts([t for t in tests if t.field.endswith(f".{part}")]) for part in parts]
    made = [dict(zip(parts, values, strict=True)) for values in product(*choices)]
    return made[:MOST] if parts else [{"street": ELSE}]


class Some(list[Any]):
    """Not all that would be needed: what is not found among them may still exist."""


def groups(field: GroupField, tests: Sequence[Test]) -> list[Any]:
    """Lists of items: each kind of item alone, two kinds together, and as many as tests count."""
    inner = {f.key: f for f in field.fields}
    asked = sorted({t.field.partition(".")[2] for t in tests if t.field.partition(".")[2] in inner})
    choices = [of_item(inner[key], [t for t in tests if t.field.endswith(f".{key}")]) for key in asked]
    kinds: list[dict[str, Any]] = [dict(zip(asked, values, strict=True)) or {ELSE: ELSE} for values in product(*choices)]
    found: list[Any] = [[kind] for kind in kinds[:MOST]] + [list(pair) for pair in combinations(kinds[:MOST], 2)]
    counts = [int(t) + d for t in thresholds(t for t in tests if "." not in t.field) for d in (-1, 0, 1)]
    found += [kinds[:1] * n for n in dict.fromkeys(counts) if n > 0]
    fitting = [items for items in found if max(1, field.fewest) <= len(items) <= field.most]
    fitting = fitting or [kinds[at : at + 1] * max(1, field.fewest) for at in range(len(kinds[:MOST]))]
    is_all = len(kinds) <= MOST and (field.most == 1 or sum("." in t.field for t in tests) <= 2)
    return fitting if is_all else Some(fitting)


def of_item(field: ItemField, tests: Sequence[Test]) -> list[Any]:
    """Answers inside an item; one that may be left out, or is not always asked, may be missing."""
    found = samples(field, tests)
    return [*found, None] if field.optional or field.when is not None else found


SIMPLE: dict[str, Callable[[Sequence[Test]], list[Any]]] = {
    "yesno": lambda tests: [True, False],
    "consent": lambda tests: [True, False],
    "file": lambda tests: [["dokument"], []],
    "date": days,
}
