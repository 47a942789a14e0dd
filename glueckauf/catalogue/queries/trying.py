"""The answers a preview starts with: those of a worked example, and which conditions of a step hold for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.letter_sample import cases_of
from glueckauf.catalogue.rules.editor import conditions, preview
from glueckauf.catalogue.rules.editor.conditions import Asked
from glueckauf.catalogue.rules.editor.posted import german
from glueckauf.catalogue.rules.editor.tree import askable, dicts, fields_of, understood
from glueckauf.forms import complete
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import Condition
from glueckauf.forms.visible import settled

NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`choices`: number and name of each example. `chosen`: the one whose answers these are, NOBODY: there are none."""

    choices: tuple[tuple[int, str], ...]
    chosen: int
    answers: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A condition of a step: what hangs on it, how it reads, and whether it holds for these answers."""

    label: str
    sentence: str
    holds: bool


def trial(draft: Drafted, wanted: str, *, today: date) -> Trial:
    """With the example of that number; the first one unless another, or nobody, is wanted."""
    cases = dicts(cases_of(draft))
    choices = tuple((at, german(case.get("name")) or f"Beispiel {at + 1}") for at, case in enumerate(cases))
    chosen = int(wanted) if wanted.isdecimal() and len(wanted) < 4 and int(wanted) < len(cases) else NOBODY if wanted or not cases else 0
    raw = cases[chosen].get("values") if chosen != NOBODY else None
    form, postcodes = preview.form(draft.sections), frozenset(draft.kommune.postcodes)
    values = complete.shaped(form, raw, today=today, postcodes=postcodes) if isinstance(raw, dict) else {}
    return Trial(choices=choices, chosen=chosen, answers=settled(form, values))


def standing(draft: Drafted, section: int, answers: Mapping[str, Any]) -> tuple[Standing, ...]:
    """The conditions of one step: its own, then those of its fields. Inside a group each item has its own answers: left out."""
    sections = draft.sections
    asked = Asked(answers=askable(sections), fields=understood(sections))
    hanging = [sections[section], *fields_of(sections[section])] if section < len(sections) else []
    found = [(raw, condition) for raw in hanging if (condition := read(raw.get("when"))) is not None]
    return tuple(
        Standing(
            label=german(raw.get("title") or raw.get("label")),
            sentence=conditions.said(raw.get("when"), asked),
            holds=holds(condition, answers),
        )
        for raw, condition in found
    )


def read(tree: Any) -> Condition | None:
    """None where there is none, or none yet."""
    try:
        return conditions.READ.validate_python(tree) if tree else None
    except (ValidationError, RecursionError):
        return None
