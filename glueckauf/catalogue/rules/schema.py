"""What leistung.yaml may say. Frozen, extra keys forbidden. The form itself is forms.schema; a fee is an amount tree, see below.

Numbers are strings until pydantic converts them: the loader reads every YAML scalar as text. A number without a source is not
guessed: a value says `to_be_entered`, and page and clerk's fee step work without it.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from glueckauf.forms.schema import Condition, FormSchema, Frozen, Key, Words

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Mode(StrEnum):
    """Who decides (notes: § 35a VwVfG, § 155(4) AO): alone in favour, prepared for a person, or another body."""

    AUTOMATIC = "A"
    PREPARED = "P"
    HANDOVER = "H"


class Outcome(StrEnum):
    """How a Vorgang ends. Only a Bescheid carries a Rechtsbehelfsbelehrung."""

    BESCHEID = "bescheid"
    BESCHEINIGUNG = "bescheinigung"
    AUSKUNFT = "auskunft"
    TERMIN = "termin"
    MITTEILUNG = "mitteilung"
    POST = "post"
    HANDOVER = "handover"


class Remedy(StrEnum):
    """§ 110 JustG NRW: Klage for nearly all, Widerspruch for municipal taxes. Court of § 49 PStG for civil status. None: no act."""

    WIDERSPRUCH = "widerspruch"
    KLAGE = "klage"
    AMTSGERICHT = "amtsgericht"
    NONE = "none"


class Regime(StrEnum):
    """Law that counts announcement and deadlines."""

    VWVFG_NRW = "vwvfg-nrw"
    AO = "ao"
    SGB_X = "sgb-x"


class FeeKind(StrEnum):
    """Closed type of fees. Paying first needs a computed one."""

    NONE = "none"
    COMPUTED = "computed"
    BY_PERSON = "by_person"
    TO_BE_ENTERED = "to_be_entered"


class Leika(Frozen):
    """Key in the national catalogue, or the reason why there is none."""

    key: str = Field("", pattern=r"^(99\d{12})?$")
    typ: str = ""
    ozg_id: str = ""
    none: str = Field("", description="Reason; exactly one of key and none is given.")

    @model_validator(mode="after")
    def key_or_reason(self) -> "Leika":
        """No silent gaps."""
        if bool(self.key) == bool(self.none):
            raise ValueError("give either a key or the reason why there is none")
        return self


class Law(Frozen):
    """A legal basis as shown to people. `since` is the day this wording holds from."""

    text: str
    since: str = ""
    source: str = ""
    open: str = Field("", description="What is not certain yet; such a rule is never printed as certain.")


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


class FeeLine(Frozen):
    """One position of the fee, in euros. Its own law and remedy: one Bescheid may need both texts."""

    key: Key
    text: Words
    amount: Amount
    when: Condition | None = None
    law: str
    remedy: Remedy = Remedy.KLAGE


class Fee(Frozen):
    """Fee rule. lines only for computed; `due` is a sentence on when to pay."""

    kind: FeeKind
    lines: tuple[FeeLine, ...] = ()
    pay_first: bool = False
    by_person_when: Condition | None = Field(None, description="Answers for which a person sets the fee; the lines are then a proposal.")
    yearly: FeeLine | None = Field(None, description="What is due each following year, for taxes.")
    due: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def consistent(self) -> "Fee":
        """Paying first needs a computed fee."""
        if (self.kind == FeeKind.COMPUTED) != bool(self.lines):
            raise ValueError("a computed fee has lines, no other has")
        if self.pay_first and self.kind != FeeKind.COMPUTED:
            raise ValueError("pay_first needs a computed fee")
        return self


class Nachweis(Frozen):
    """A document that may be needed: named, with reason, accepted forms and an example."""

    key: Key
    label: Words
    why: Words
    accepts: Words
    when: Condition | None = None
    most_pages: int = 20


class Promise(Frozen):
    """The city's own word: decided within n working days from complete documents. Pauses while the citizen is asked."""

    working_days: int
    open: str = Field("", description="Who set it, while the city has not.")


class Fiction(Frozen):
    """Deemed granted by law n months after 'complete on'. Never paused by us. `extend_months`: one reasoned extension."""

    months: int
    law: str
    extend_months: int = 0


class Deadlines(Frozen):
    """All clocks of the Leistung."""

    promise: Promise | None = None
    fiction: Fiction | None = None
    reply_working_days: int = Field(10, description="Days a Nachforderung gives by default, in working days of NRW.")


class Condition_(Frozen):
    """An Auflage a clerk can pick."""

    key: Key
    text: Words


class Letters(Frozen):
    """Typst templates in the folder of the Leistung, by what was decided. Empty: that ending does not exist."""

    grant: str = ""
    refuse: str = ""
    close: str = ""
    receipt: str = Field("", description="For outcomes that are not an act: receipt of a trade notice.")


class Decision(Frozen):
    """How it ends."""

    outcome: Outcome
    regime: Regime = Regime.VWVFG_NRW
    remedy: Remedy
    refusal_remedy: Remedy | None = Field(None, description="Against a refusal, where it differs: refusing a certificate is an act.")
    four_eyes: bool = False
    automatic_when: Condition | None = Field(None, description="Mode A: answers for which no person is needed, all checks green given.")
    letters: Letters
    conditions: tuple[Condition_, ...] = ()
    reasons_to_refuse: tuple[Condition_, ...] = ()

    @property
    def remedy_against_refusal(self) -> Remedy:
        """What a refusal names; the main remedy unless the Leistung says otherwise."""
        return self.refusal_remedy or self.remedy


class EffectRule(Frozen):
    """What a grant causes: kind and the answers that fill it. The inverse is `<kind>-ende` unless named."""

    kind: Slug
    object: str = Field(description="Key of the answer naming the object, e.g. a place.")
    interval: str = Field("", description="Key of a period answer.")
    value: str = ""


class Retention(Frozen):
    """How long the Akte is kept after its end."""

    years: int
    law: str
    open: str = ""


class Next(Frozen):
    """What people need next; a Leistung of ours or a sentence."""

    leistung: Slug | None = None
    text: Words


class Leistung(Frozen):
    """One service definition after the city's changes were merged in."""

    key: Slug
    name: Words
    short: Words = Field(description="One sentence under the headline.")
    action: Words = Field(description="Word on the start button: Jetzt anmelden.")
    leika: Leika
    topic: Slug
    audience: tuple[Literal["citizen", "company"], ...]
    search: tuple[str, ...] = Field(description="Everyday words and phrases, also English and Turkish.")
    law: tuple[Law, ...]
    mode: Mode
    office: Slug
    trust: Literal["none", "10", "20", "eid"]
    minutes: int
    offered: bool = True
    not_offered: Words | None = None
    form: FormSchema
    applicant: dict[Literal["name", "first_name", "email", "address", "subject"], str] = Field(
        description="Which answers name the applicant, for letter head and worklist: {name: nachname, email: email, …}."
    )
    nachweise: tuple[Nachweis, ...] = ()
    values: dict[Key, Value] = {}
    fee: Fee
    checks: tuple[Slug, ...] = ()
    deadlines: Deadlines
    decision: Decision
    effects: tuple[EffectRule, ...] = ()
    retention: Retention
    privacy: Words = Field(description="Art. 13 GDPR in two sentences; the full notice is built from law, office and retention.")
    next: tuple[Next, ...] = ()

    @model_validator(mode="after")
    def refers_to_what_exists(self) -> "Leistung":
        """Fields, Nachweise and values that are referred to must exist."""
        fields = {f.key: f for s in self.form.sections for f in s.fields}
        missing = [v for v in self.applicant.values() if v.split(".")[0] not in fields]
        nachweise = {n.key for n in self.nachweise}
        missing += [f.nachweis for f in fields.values() if f.type == "file" and f.nachweis not in nachweise]
        if missing:
            raise ValueError(f"refers to what does not exist: {', '.join(missing)}")
        if self.offered == bool(self.not_offered):
            raise ValueError("not_offered says why, exactly when offered is no")
        return self


class CityChange(Frozen):
    """kommunen/<city>/<leistung>.yaml: only what this city changes."""

    offered: bool = True
    not_offered: Words | None = None
    office: Slug | None = None
    without: tuple[str, ...] = Field(
        (), description="Keys of fields and Nachweise this city does not ask for; field.option for one option."
    )
    values: dict[Key, Value] = {}
    fee: Fee | None = Field(None, description="Fee rule of this city in place of the shared one.")
    law: tuple[Law, ...] = Field((), description="Added after the shared ones.")
    deadlines: Deadlines | None = None
    due: Words | None = None
    note: Words | None = Field(None, description="A paragraph of this city on the service page.")


class Expected(Frozen):
    """What an example must give."""

    fee: str = Field(description="Cents, or to_be_entered, by_person, none.")
    missing: tuple[str, ...] = Field((), description="Paths of fields or keys of Nachweise that are missing.")
    findings: dict[Slug, Literal["ok", "conditions", "no", "unknown"]] = {}
    decision: Literal["automatic", "person", "incomplete"]


class Example(Frozen):
    """A filled-in form and what comes of it; run as a test."""

    name: str
    kommune: Slug
    day: str
    values: dict[str, object]
    handed_in: tuple[Key, ...] = Field((), description="Nachweise that lie with the Antrag.")
    expect: Expected


for model in (Sum, Difference, Product, Quotient, Largest, Smallest, Branch, Choose, Step, Steps, Monthly, FeeLine, Fee, Leistung):
    model.model_rebuild()
