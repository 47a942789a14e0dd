"""What a letter is told: the JSON `daten` that a template reads. Frozen, a typo names its path. Fields and example: docs/letters.md.

Amounts are cents, days are ISO text; brief.typ writes both for people. Every string is text and never markup: what a citizen typed
cannot change the letter. `values` is free: whatever the template of a Leistung wants to name.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from glueckauf.cities.rules.schema import Office, TenantData

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Line = Annotated[str, StringConstraints(max_length=200)]


class Frozen(BaseModel):
    """Base: frozen, a typo names its path."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sender(Frozen):
    """The Kommune as its letters name it."""

    name: str = Field(description="Stadt Bochum")
    office: str
    unit: str = ""
    address: str = Field(description="In one line, as on the envelope: Musterplatz 1, 44787 Bochum")
    phone: str = ""
    email: str = ""
    colours: tuple[str, ...] = Field(("#1b1d1f",), description="Of the band at the top, as #rrggbb.")
    head: str = Field("", description="Whose letter it is by law: Der Oberbürgermeister")


class FeeLine(Frozen):
    """One row of the table of fees."""

    text: str
    cents: int
    law: str = ""
    due: str = Field("", description="When it is to be paid, as text: 4. Januar 2027")


class Fee(Frozen):
    """What is to be paid. No lines: nothing is."""

    lines: tuple[FeeLine, ...] = ()
    total_cents: int | None = Field(None, description="Printed below the lines when there are several.")
    pay: tuple[str, ...] = Field((), description="How to pay, until when, with which Kassenzeichen.")


class Remedy(Frozen):
    """The result of rules.belehrung. Empty texts: the letter is no administrative act and carries none."""

    texts: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()
    version: str = ""


class AnswerSection(Frozen):
    """A section of the form with its answers, for the last page."""

    title: str
    rows: tuple[tuple[str, str], ...]


class Figure(Frozen):
    """A drawing with the words and the numbers that say the same."""

    title: str
    svg: str
    alt: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Grounds(Frozen):
    """What a check computed in favour of the reader."""

    title: str
    reasons: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


class Daten(Frozen):
    """All a template may read as `daten`."""

    kommune: Sender
    recipient: tuple[Line, ...] = Field(min_length=1, max_length=8, description="Lines of the address field, no blank ones.")
    number: str = Field(description="Vorgangsnummer")
    date: Day
    subject: str = Field(min_length=1, description="The headline: Hundesteuerbescheid für Ihren Hund")
    salutation: str = "Guten Tag,"
    access_code: str = Field("", description="Code with which documents are handed in later without an account.")
    references: tuple[tuple[str, str], ...] = Field((), max_length=6, description="More rows of the info block: Kassenzeichen, Auskunft.")
    decisions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    fee: Fee = Fee()
    remedy: Remedy = Remedy()
    signed_by: str = Field("", description="Who decided: M. Beispiel. Empty: decided automatically, see `automatic`.")
    automatic: str = Field("", description="Sentence that says so, with its law.")
    footer: tuple[str, ...] = Field((), max_length=3, description="Up to three blocks at the end: account, opening hours, how to hand in.")
    answers: tuple[AnswerSection, ...] = ()
    grounds: tuple[Grounds, ...] = Field((), description="What checks computed, on a page of its own after the letter.")
    values: dict[str, Any] = {}


def sender(owner: TenantData, office: Office, *, head: str = "") -> Sender:
    """The city or operator and one of its offices as letters name them."""
    return Sender(
        name=owner.full_name,
        office=office.name,
        unit=office.unit,
        address=", ".join(filter(None, (office.street, f"{office.postcode} {owner.seat}".strip()))),
        phone=office.phone,
        email=office.email,
        colours=owner.colours,
        head=head,
    )
