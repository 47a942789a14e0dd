"""Fees: the amount tree of a Leistung with the numbers of a city and the answers of a person, in Decimal, with each step in words.

A number that is not entered yet is never guessed: the result then names it and has no total. Every line rounds once, half up.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from glueckauf.catalogue.rules.amount import Case, evaluate
from glueckauf.catalogue.rules.schema import Fee, FeeKind, FeeLine, Leistung, Remedy, Value
from glueckauf.catalogue.rules.sums_in_english import in_english
from glueckauf.core.money import to_cents
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One position. `explanation` says how it was reckoned: "2 Monate × 168,00 € : 12"; empty where the amount stands by itself."""

    key: str
    text: Text
    cents: int
    law: str
    remedy: Remedy
    explanation: Text

    def as_json(self) -> dict[str, Any]:
        """Plain values; the text in German, as it stands in the letter."""
        return {**asdict(self), "text": str(self.text), "remedy": str(self.remedy), "explanation": str(self.explanation)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeResult:
    """What it costs. `total_cents` only for none (0) and computed. For by_person, `lines` and `proposed_cents` are what the rule gives.

    `open`: keys of the city's numbers that are not entered yet, for to_be_entered.
    """

    kind: FeeKind
    total_cents: int | None = None
    lines: tuple[Line, ...] = ()
    yearly_cents: int | None = None
    yearly: Line | None = None
    open: tuple[str, ...] = ()
    proposed_cents: int | None = None

    def as_json(self) -> list[dict[str, Any]]:
        """The lines as plain values, for a row and a letter."""
        return [line.as_json() for line in self.lines]


def compute(fee: Fee, values_of_city: Mapping[str, Value], answers: Mapping[str, Any]) -> FeeResult:
    """The fee for these answers. Answers that are missing count as 0, so ask it about complete forms, or call the result a preview."""
    if fee.kind == FeeKind.NONE:
        return FeeResult(kind=FeeKind.NONE, total_cents=0)
    if fee.kind != FeeKind.COMPUTED:
        return FeeResult(kind=fee.kind)
    case = Case(values=values_of_city, answers=answers)
    lines = tuple(reckoned(line, case) for line in fee.lines if holds(line.when, answers))
    yearly = reckoned(fee.yearly, case) if fee.yearly and holds(fee.yearly.when, answers) else None
    if case.open:
        return FeeResult(kind=FeeKind.TO_BE_ENTERED, open=tuple(sorted(case.open)))
    total = sum(line.cents for line in lines)
    if fee.by_person_when is not None and holds(fee.by_person_when, answers):
        return FeeResult(kind=FeeKind.BY_PERSON, lines=lines, yearly=yearly, proposed_cents=total)
    return FeeResult(kind=FeeKind.COMPUTED, total_cents=total, lines=lines, yearly=yearly, yearly_cents=yearly.cents if yearly else None)


def reckoned(line: FeeLine, case: Case) -> Line:
    """One position, rounded to cents."""
    found = evaluate(line.amount, case)
    return Line(
        key=line.key,
        text=line.text,
        cents=to_cents(found.number),
        law=line.law,
        remedy=line.remedy,
        explanation=Text(de=found.words, en=in_english(found.words)) if found.is_reckoned else Text(de=""),
    )


def set_by_person(leistung: Leistung, *, total_cents: int, yearly_cents: int | None = None, reason: str) -> FeeResult:
    """The fee as a clerk sets it, on one line that keeps name, law and remedy of the Leistung: a tax stays a tax, with a Widerspruch."""
    if not total_cents and not yearly_cents:
        return FeeResult(kind=FeeKind.NONE, total_cents=0)
    rule = next(iter(leistung.fee.lines), None)
    line = Line(
        key="set",
        text=rule.text if rule else Text(de="Gebühr", en="Fee"),
        cents=total_cents,
        law=rule.law if rule else "",
        remedy=rule.remedy if rule else leistung.decision.remedy,
        explanation=Text(de=reason),
    )
    return FeeResult(kind=FeeKind.COMPUTED, total_cents=total_cents, lines=(line,), yearly_cents=yearly_cents)
