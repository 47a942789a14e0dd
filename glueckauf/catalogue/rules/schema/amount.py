"""Amounts: a tree of numbers, answers and arithmetic that says what something costs, in euros. Evaluated by rules.amount.

A number without a source is not guessed: a value says `to_be_entered`, and page and clerk's fee step work without it.
"""

from decimal import Decimal

from pydantic import Field, model_validator

from glueckauf.forms.schema import Condition, Frozen, Key, Words


class Value(Frozen):
    """A number of a city with source and year, or visibly not entered yet."""

    label: Words | None = Field(None, description="What the number is, for the table on the service page; a city inherits it.")
    amount: Decimal | None = Field(None, ge=0)
    unit: str = Field("", description="€ or a word such as Tage; a city inherits it.")
    source: str = ""
    year: str = ""
    to_be_entered: str = Field("", description="Where the number will come from, e.g. Hundesteuersatzung.")

    @model_validator(mode="after")
    def number_with_source(self) -> "Value":
        """A number needs its source; a gap needs its name."""
        if (self.amount is None) != bool(self.to_be_entered):
            raise ValueError("give an amount or to_be_entered")
        if self.amount is not None and not (self.source and self.year):
            raise ValueError("an amount needs source and year")
        return self


class Fixed(Frozen):
    """A constant that is arithmetic (12 months), never a tariff."""

    number: Decimal = Field(ge=0)


class OfValue(Frozen):
    """A value of the city by its key."""

    value: Key


class OfAnswer(Frozen):
    """A numeric answer as it is; absent counts as 0."""

    answer: str


class OfMoney(Frozen):
    """An answer of type money, in euros; absent counts as 0."""

    money: str


class CountOf(Frozen):
    """Number of items of a repeating group."""

    count: str


class DaysOf(Frozen):
    """Days of a period, both ends counted; or weeks or months begun."""

    days: str = ""
    weeks_begun: str = ""
    months_begun: str = ""


class MonthsLeft(Frozen):
    """Months of a date's calendar year from its month on: November gives 2."""

    months_left_in_year: str


class Arrived(Frozen):
    """Items of a group whose date (group.key) lies in or before the month that `monthly` is at; outside of it all that have a date."""

    arrived: str


class Monthly(Frozen):
    """The amount of each month, added up: from the month of the earliest date (key or group.key) to December of the latest one's year."""

    monthly: "Amount"
    since: str


class AreaOf(Frozen):
    """Length x width of a place, in m², rounded up to full m²."""

    area: str


class Sum(Frozen):
    """a + b + …"""

    sum: tuple["Amount", ...]


class Difference(Frozen):
    """a - b, never below 0: the copies after the first."""

    minus: tuple["Amount", "Amount"]


class Product(Frozen):
    """a x b x …"""

    multiply: tuple["Amount", ...]


class Quotient(Frozen):
    """a / b."""

    divide: tuple["Amount", Fixed]

    @model_validator(mode="after")
    def by_something(self) -> "Quotient":
        """Nothing is divided by zero."""
        if not self.divide[1].number:
            raise ValueError("divides by zero")
        return self


class Largest(Frozen):
    """The largest: minimum fees."""

    largest: tuple["Amount", ...]


class Smallest(Frozen):
    """The smallest: caps."""

    smallest: tuple["Amount", ...]


class Branch(Frozen):
    """One line of a table."""

    when: Condition
    then: "Amount"


class Choose(Frozen):
    """First branch whose condition holds, else `otherwise`."""

    choose: tuple[Branch, ...]
    otherwise: "Amount"


class Step(Frozen):
    """One row of a table by size."""

    up_to: Decimal
    then: "Amount"


class Steps(Frozen):
    """By size: the first row whose `up_to` is not exceeded, else `otherwise`."""

    by: "Amount"
    steps: tuple[Step, ...]
    otherwise: "Amount"


Leaf = Fixed | OfValue | OfAnswer | OfMoney | CountOf | DaysOf | MonthsLeft | AreaOf | Arrived
Amount = Leaf | Sum | Difference | Product | Quotient | Largest | Smallest | Choose | Steps | Monthly


for model in (Sum, Difference, Product, Quotient, Largest, Smallest, Branch, Choose, Step, Steps, Monthly):
    model.model_rebuild()
