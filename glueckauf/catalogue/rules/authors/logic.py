"""Whether a condition can hold at all, or cannot fail: decided by trying answers that stand for all others (samples), in form order.

A field that is not asked has no answer; one that is asked and not optional has one, as in a form that can be handed in. Where trying would
take too long nothing is claimed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from glueckauf.catalogue.rules.authors.samples import Some, samples
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import All, AnyField, Condition, FormSchema, ItemField, Not, Test, keys_asked

MOST_TRIALS = 1500


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with the conditions under which it is asked."""

    field: AnyField | ItemField
    whens: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """`can_hold` and `can_fail` are true as soon as one example was found; `is_known`: everything was tried."""

    can_hold: bool
    can_fail: bool
    is_known: bool

    @property
    def never(self) -> bool:
        """No answers make it hold."""
        return self.is_known and not self.can_hold

    @property
    def always(self) -> bool:
        """No answers make it fail."""
        return self.is_known and not self.can_fail


def in_order(form: FormSchema) -> dict[str, Asked]:
    """All fields outside of groups, by key, in the order of the form."""
    return {f.key: Asked(f, tuple(w for w in (s.when, f.when) if w is not None)) for s, f in form.in_order()}


def within(group: Any, known: Mapping[str, Asked]) -> dict[str, Asked]:
    """What a condition inside a group sees: the fields of the form, then those of its item."""
    own = {f.key: Asked(f, (f.when,) if f.when is not None else ()) for f in group.fields}
    return {key: value for key, value in known.items() if key not in own} | own


def fate(condition: Condition, known: Mapping[str, Asked], *, hidden: bool = True) -> Fate:
    """Of one condition. `hidden`: fields may be left unasked by their own conditions."""
    chain = needed(condition, known) if hidden else [known[k] for k in known if k in keys_asked(condition)]
    return tried(condition, tuple(chain) if hidden else tuple(Asked(a.field, ()) for a in chain))


def needed(condition: Condition, known: Mapping[str, Asked]) -> list[Asked]:
    """The fields it asks about and those that decide whether they are asked, in the order of the form."""
    keys, more = set(), set(keys_asked(condition))
    while more:
        keys |= more
        more = {k for key in more if key in known for when in known[key].whens for k in keys_asked(when)} - keys
    return [asked for key, asked in known.items() if key in keys]


@lru_cache(maxsize=4096)
def tried(condition: Condition, chain: tuple[Asked, ...]) -> Fate:
    """All combinations, until both outcomes were seen."""
    tests = [*tests_of(condition), *(t for asked in chain for when in asked.whens for t in tests_of(when))]
    trial = Trial(condition, chain, {a.field.key: samples(a.field, about(a.field.key, tests)) for a in chain})
    trial.go(0, {})
    is_all = not any(isinstance(found, Some) for found in trial.answers.values())
    return Fate(trial.can_hold, trial.can_fail, trial.left > 0 and is_all)


@dataclass(slots=True)
class Trial:
    """One search, deepest first."""

    condition: Condition
    chain: tuple[Asked, ...]
    answers: Mapping[str, list[Any]]
    can_hold: bool = False
    can_fail: bool = False
    left: int = MOST_TRIALS
    values: dict[str, Any] = field(default_factory=dict)

    def go(self, at: int, values: dict[str, Any]) -> None:
        """From this field on."""
        if self.left <= 0 or (self.can_hold and self.can_fail):
            return
        if at == len(self.chain):
            self.left -= 1
            if holds(self.condition, values):
                self.can_hold = True
            else:
                self.can_fail = True
            return
        asked = self.chain[at]
        key = asked.field.key
        if not all(holds(when, values) for when in asked.whens):
            self.go(at + 1, values)
            return
        for answer in self.answers[key]:
            self.go(at + 1, values | {key: answer})
        if asked.field.optional:
            self.go(at + 1, values)


def about(key: str, tests: Iterable[Test]) -> list[Test]:
    """Tests of one field or its parts."""
    return [t for t in tests if t.field.partition(".")[0] == key]


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every single question."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_of(condition.not_)
    else:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from tests_of(part)


def conjuncts(conditions: Iterable[Condition]) -> list[Condition]:
    """What must hold at the same time, one by one."""
    found: list[Condition] = []
    for condition in conditions:
        found += conjuncts(condition.all) if isinstance(condition, All) else [condition]
    return found


def core(conditions: list[Condition], known: Mapping[str, Asked], *, hidden: bool = True) -> list[Condition]:
    """A smallest part of them that still never holds."""
    left = list(conditions)
    for part in conditions:
        rest = [c for c in left if c is not part]
        if rest and fate(All(all=tuple(rest)), known, hidden=hidden).never:
            left = rest
    return left
