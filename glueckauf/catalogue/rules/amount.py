"""The amount tree: evaluates it and says each step in plain German. No amount is ever negative: every leaf is at least 0.

A part is its number with its words. Words join with × + and :, brackets only where + meets × or :.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from glueckauf.catalogue.rules import schema
from glueckauf.catalogue.rules.schema import Amount, Value
from glueckauf.core.money import euros, to_cents
from glueckauf.forms.conditions import answers_to, holds

Month = tuple[int, int]
ZERO, ONE, CENTS = Decimal(0), Decimal(1), Decimal(100)
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What an amount is computed from. `open` collects the numbers that were needed and are not entered; `month` is set inside monthly."""

    values: Mapping[str, Value]
    answers: Mapping[str, Any]
    open: set[str] = field(default_factory=set)
    month: Month | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A number and how it came about. `is_sum`: needs brackets in a product. `is_reckoned`: more than one number stands behind it."""

    number: Decimal
    words: str
    is_sum: bool = False
    is_reckoned: bool = False
    is_plain: bool = False


def evaluate(amount: Amount, case: Case) -> Part:
    """The amount for this case."""
    return RULES[type(amount)](amount, case)


def fixed(amount: schema.Fixed, case: Case) -> Part:
    """A constant."""
    return counted(amount.number)


def of_value(amount: schema.OfValue, case: Case) -> Part:
    """A number of the city; one that is not entered is noted and counts as 0, so that all gaps are found at once."""
    value = case.values.get(amount.value)
    if value is None or value.amount is None:
        case.open.add(amount.value)
        return Part(number=ZERO, words="?")
    return Part(number=value.amount, words=money(value.amount) if value.unit == "€" else f"{plain(value.amount)} {value.unit}".strip())


def of_answer(amount: schema.OfAnswer, case: Case) -> Part:
    """A number somebody typed."""
    return counted(sum((number(a) for a in answers_to(amount.answer, case.answers)), ZERO))


def of_money(amount: schema.OfMoney, case: Case) -> Part:
    """Cents somebody typed, as euros."""
    found = sum((number(a) for a in answers_to(amount.money, case.answers)), ZERO) / CENTS
    return Part(number=found, words=money(found))


def count_of(amount: schema.CountOf, case: Case) -> Part:
    """How many items were given."""
    found = case.answers.get(amount.count)
    return counted(Decimal(len(found)) if isinstance(found, list | tuple) else ZERO)


def days_of(amount: schema.DaysOf, case: Case) -> Part:
    """Length of a period: days with both ends, or begun weeks or months."""
    key = amount.days or amount.weeks_begun or amount.months_begun
    found = case.answers.get(key) or {}
    first, last = day(found.get("first")), day(found.get("last"))
    if first is None or last is None or last < first:
        return Part(number=ZERO, words="0 Tage")
    days = (last - first).days + 1
    if amount.days:
        return unit(days, "Tag", "Tage")
    if amount.weeks_begun:
        return unit(-(-days // 7), "angefangene Woche", "angefangene Wochen")
    return unit(months_begun(first, last), "angefangener Monat", "angefangene Monate")


def months_begun(first: date, last: date) -> int:
    """Begun months: 15 January to 14 February is one, to 15 February two. A 31st ends a short month with its last day (§ 188(3) BGB)."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + (1 if last.day >= first.day else 0) or 1


def months_left(amount: schema.MonthsLeft, case: Case) -> Part:
    """From the month of the date to December."""
    found = day(next(iter(answers_to(amount.months_left_in_year, case.answers)), None))
    return unit(13 - found.month if found else 0, "Monat", "Monate")


def area_of(amount: schema.AreaOf, case: Case) -> Part:
    """Length times width, begun square metres."""
    place = case.answers.get(amount.area) or {}
    area = number(place.get("length_m")) * number(place.get("width_m"))
    whole = area.to_integral_value(rounding=ROUND_CEILING)
    return Part(number=whole, words=f"{plain(whole)}{NBSP}m²")


def arrived(amount: schema.Arrived, case: Case) -> Part:
    """Items whose date is in or before the month at hand."""
    days = [d for d in map(day, answers_to(amount.arrived, case.answers)) if d]
    return counted(Decimal(sum(1 for d in days if case.month is None or (d.year, d.month) <= case.month)))


def total(amount: schema.Sum, case: Case) -> Part:
    """a + b; what is 0 is not mentioned."""
    parts = [evaluate(a, case) for a in amount.sum]
    return added([p for p in parts if p.number] or parts[:1])


def added(parts: list[Part]) -> Part:
    """Sum of parts. Plain counts add up to one plain count."""
    if not parts:
        return counted(ZERO)
    if len(parts) == 1:
        return parts[0]
    found = sum((p.number for p in parts), ZERO)
    if all(p.is_plain for p in parts):
        return counted(found)
    return Part(number=found, words=" + ".join(p.words for p in parts), is_sum=True, is_reckoned=True)


def difference(amount: schema.Difference, case: Case) -> Part:
    """a − b, never below 0; taking nothing away is not mentioned."""
    whole, less = evaluate(amount.minus[0], case), evaluate(amount.minus[1], case)
    found = max(whole.number - less.number, ZERO)
    if whole.is_plain and less.is_plain:
        return counted(found)
    if not less.number:
        return whole
    return Part(number=found, words=f"{whole.words} − {bracketed(less)}", is_sum=True, is_reckoned=True)


def product(amount: schema.Product, case: Case) -> Part:
    """a × b; a plain 1 is not mentioned."""
    parts = [evaluate(a, case) for a in amount.multiply]
    found = ONE
    for part in parts:
        found *= part.number
    said = [p for p in parts if not (p.is_plain and p.number == ONE)] or parts[:1]
    if len(said) == 1:
        return replace(said[0], number=found)
    return Part(number=found, words=" × ".join(bracketed(p) for p in said), is_reckoned=True)


def quotient(amount: schema.Quotient, case: Case) -> Part:
    """a : b."""
    over, under = evaluate(amount.divide[0], case), evaluate(amount.divide[1], case)
    return Part(number=over.number / under.number, words=f"{bracketed(over)} : {under.words}", is_reckoned=True)


def largest(amount: schema.Largest, case: Case) -> Part:
    """The first, but at least the others."""
    return bounded([evaluate(a, case) for a in amount.largest], max, "mindestens")


def smallest(amount: schema.Smallest, case: Case) -> Part:
    """The first, but at most the others."""
    return bounded([evaluate(a, case) for a in amount.smallest], min, "höchstens")


def bounded(parts: list[Part], choose: Callable[..., Decimal], word: str) -> Part:
    """15,00 €, mindestens 60,00 €."""
    if not parts:
        return counted(ZERO)
    found = choose(p.number for p in parts)
    words = ", ".join([parts[0].words, *(f"{word} {p.words}" for p in parts[1:])])
    return Part(number=found, words=words, is_sum=True, is_reckoned=True)


def chosen(amount: schema.Choose, case: Case) -> Part:
    """The first branch whose condition holds; the others are not even looked at."""
    return evaluate(next((b.then for b in amount.choose if holds(b.when, case.answers)), amount.otherwise), case)


def stepped(amount: schema.Steps, case: Case) -> Part:
    """The row for the size."""
    size = evaluate(amount.by, case).number
    return evaluate(next((s.then for s in amount.steps if size <= s.up_to), amount.otherwise), case)


def monthly(amount: schema.Monthly, case: Case) -> Part:
    """Month by month; equal months in a row are said together: 2 Monate × 168,00 € : 12."""
    days = sorted(d for d in map(day, answers_to(amount.since, case.answers)) if d)
    if not days:
        return counted(ZERO)
    first, last = (days[0].year, days[0].month), (days[-1].year, 12)
    each = [evaluate(amount.monthly, replace(case, month=at)) for at in months(first, last)]
    runs = [(part, len(list(run))) for part, run in groupby(each)]
    return added([during(part, count) for part, count in runs])


def months(first: Month, last: Month) -> list[Month]:
    """All months from first to last."""
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(index // 12, index % 12 + 1) for index in range(start, min(end, start + 1200) + 1)]


def during(part: Part, count: int) -> Part:
    """The same amount for some months."""
    span = unit(count, "Monat", "Monate")
    return Part(number=part.number * count, words=f"{span.words} × {bracketed(part)}", is_reckoned=True)


def bracketed(part: Part) -> str:
    """In brackets where it is a sum."""
    return f"({part.words})" if part.is_sum else part.words


def counted(found: Decimal) -> Part:
    """A bare number."""
    found = max(found, ZERO)
    return Part(number=found, words=plain(found), is_plain=True)


def unit(count: int, one: str, many: str) -> Part:
    """1 Tag, 14 Tage."""
    return Part(number=Decimal(count), words=f"{count}{NBSP}{one if count == 1 else many}")


def plain(found: Decimal) -> str:
    """12 or 2,5."""
    text = f"{found.normalize():f}"
    return text.replace(".", ",")


def money(found: Decimal) -> str:
    """168,00 €."""
    return euros(to_cents(found))


def number(answer: object) -> Decimal:
    """A typed number, at least 0; 0 where there is none."""
    if isinstance(answer, bool) or not isinstance(answer, int | str | Decimal):
        return ZERO
    try:
        found = Decimal(answer)
    except InvalidOperation:
        return ZERO
    return max(found, ZERO) if found.is_finite() else ZERO


def day(answer: object) -> date | None:
    """An ISO day."""
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


RULES: dict[type, Callable[[Any, Case], Part]] = {
    schema.Fixed: fixed,
    schema.OfValue: of_value,
    schema.OfAnswer: of_answer,
    schema.OfMoney: of_money,
    schema.CountOf: count_of,
    schema.DaysOf: days_of,
    schema.MonthsLeft: months_left,
    schema.AreaOf: area_of,
    schema.Arrived: arrived,
    schema.Sum: total,
    schema.Difference: difference,
    schema.Product: product,
    schema.Quotient: quotient,
    schema.Largest: largest,
    schema.Smallest: smallest,
    schema.Choose: chosen,
    schema.Steps: stepped,
    schema.Monthly: monthly,
}
