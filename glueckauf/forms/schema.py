"""The form language: what a form in leistung.yaml may say. Frozen, extra keys forbidden: a typo names its exact path.

A form is a list of sections (one theme, one page each) of fields. A field has a type from a closed list, a label in German and
perhaps English, and perhaps a condition under which it is asked. Values of a filled form are plain JSON, see VALUE SHAPES.

VALUE SHAPES by type: text name email phone iban plate = str · integer = int · number = decimal as str · money = cents as int ·
date = ISO str · yesno consent = bool · choice = key · choices = list of keys · address = {street, house_number, postcode, city} ·
place = {street, number_from, number_to, side, length_m, width_m} (numbers as decimal str, side even, odd or both) ·
period = {first, last} ISO · file = list of document keys, empty: handed in later · appointment = {slot, starts, minutes, where}: id of the
slot, UTC instant as ISO, length, place, all str · group = list of {field key: value}. An unanswered
field is absent. In a draft `_typed` keeps texts that were not understood (inputs.TYPED); complete.answers leaves them out.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

KEY = r"^[a-z][a-z0-9_]*$"
# Names and ids the page around a form uses itself: a field of that name would press its buttons or catch its links.
RESERVED = frozenset({"add", "remove", "remove_file", "upload", "refresh", "back", "later", "ziel", "version", "page"}) | {
    *("inhalt", "fehler", "stand", "neues", "gespeichert", "feld")
}
Key = Annotated[str, Field(pattern=KEY, max_length=40)]


class Frozen(BaseModel):
    """Base of all schema classes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Frozen):
    """A sentence for people, in German and where we have it in English. In YAML either a plain string or {de, en}."""

    de: str
    en: str = ""

    def in_language(self, code: str) -> str:
        """English if asked for and known, else German."""
        return self.en if code.startswith("en") and self.en else self.de

    def __str__(self) -> str:
        return self.de


def as_text(value: Any) -> Any:
    """A plain string is German."""
    return {"de": value} if isinstance(value, str) else value


Words = Annotated[Text, BeforeValidator(as_text)]


class All(Frozen):
    """Every part holds."""

    all: tuple["Condition", ...]


class AnyOf(Frozen):
    """At least one part holds."""

    any: tuple["Condition", ...]


class Not(Frozen):
    """The part does not hold."""

    not_: "Condition" = Field(alias="not")


class Test(Frozen):
    """One question about one answer. Exactly one of the comparisons is given. A test on an unanswered field fails (except answered: false).

    `field` is a key, or group.key for "any item of the group", or address.city for a part. Numbers and days compare as such, money in
    cents as it is stored, a group or a list of choices by its number of entries.
    """

    field: str
    is_: str | None = Field(None, alias="is")
    in_: tuple[str, ...] | None = Field(None, alias="in")
    at_least: str | None = None
    less_than: str | None = None
    includes: str | None = None
    contains: tuple[str, ...] | None = Field(None, description="A text contains one of these phrases, capitals ignored.")
    answered: bool | None = None

    @model_validator(mode="after")
    def one_comparison(self) -> "Test":
        """A test without or with two comparisons is a mistake of the author."""
        parts = (self.is_, self.in_, self.at_least, self.less_than, self.includes, self.contains, self.answered)
        given = [v for v in parts if v is not None]
        if len(given) != 1:
            raise ValueError("a test needs exactly one of: is, in, at_least, less_than, includes, contains, answered")
        return self


Condition = All | AnyOf | Not | Test


class FieldBase(Frozen):
    """What every field has."""

    key: Key
    label: Words
    hint: Words | None = None
    why: Words | None = Field(None, description="Shown folded as 'Warum wir das fragen'.")
    optional: bool = False
    when: Condition | None = None
    autocomplete: str = ""
    width: Literal["full", "half", "short"] = "full"
    fim: str = Field("", description="Identity of the element in FIM XDatenfelder it came from: F00000043V1.0.")
    codelist: str = Field("", description="Versioned name of a code list the answers are codes of, also while the list is missing.")


class TextField(FieldBase):
    """Free text in DIN 91379 letters."""

    type: Literal["text"]
    max_length: int = 200
    lines: int = 1
    pattern: str = Field("", description="Regular expression for the whole value, anchored by us.")
    pattern_hint: Words | None = Field(None, description="What to do when the pattern does not fit.")
    reader: str = Field("", description="Who reads the text and says what is wrong with it: a name that a domain registers.")


class NameField(FieldBase):
    """Part of a person's name: DIN 91379 letters for names, nothing else."""

    type: Literal["name"]
    max_length: int = 120


class SimpleField(FieldBase):
    """Types without options."""

    type: Literal["email", "phone", "iban", "plate", "yesno", "consent"]


class NumberField(FieldBase):
    """integer, number (decimal) or money (euros typed, cents kept). Limits of money are in euros. Without a minimum it is zero."""

    type: Literal["integer", "number", "money"]
    minimum: str | None = None
    maximum: str | None = None
    decimals: int = 2
    unit: str = ""


class DateField(FieldBase):
    """A day in three inputs. Limits are ISO days or today, today+14 (calendar days), today-18y (the same day 18 years ago)."""

    type: Literal["date"]
    earliest: str = ""
    latest: str = ""


class PeriodField(FieldBase):
    """First and last day."""

    type: Literal["period"]
    earliest: str = ""
    latest: str = ""
    longest_days: int | None = None


class Option(Frozen):
    """One choice."""

    key: Key
    label: Words
    hint: Words | None = None
    code: str = Field("", description="Code in the code list, where it differs from the key.")


class ChoiceField(FieldBase):
    """One of (choice) or some of (choices)."""

    type: Literal["choice", "choices"]
    options: tuple[Option, ...]
    show_as: Literal["list", "select"] = "list"


class AddressField(FieldBase):
    """Street, number, postcode, town in one group."""

    type: Literal["address"]
    inside: bool = Field(False, description="Must lie in the Kommune (by its postcodes).")


class PlaceField(FieldBase):
    """A stretch of a street: street, number from-to, side, length x width in metres."""

    type: Literal["place"]
    ask_size: bool = True
    ask_side: bool = True


class FileField(FieldBase):
    """A Nachweis handed in with the form. `nachweis` names the entry under nachweise of the Leistung."""

    type: Literal["file"]
    nachweis: Key
    later: bool = Field(True, description="May be handed in later.")
    most: int = 5


class AppointmentField(FieldBase):
    """A free appointment of the office of the Leistung. Which are free, the page is told; it is kept while she fills in."""

    type: Literal["appointment"]
    minutes: int | None = Field(None, ge=5, le=240, description="How long one person takes. Empty: one slot, as the hours make it.")
    further: tuple[Key, ...] = Field((), description="integer fields asked before: how many more come. Their times adjoin hers.")


class InfoField(FieldBase):
    """A paragraph between fields; asks nothing."""

    type: Literal["info"]


class GroupField(FieldBase):
    """Repeating group of fields."""

    type: Literal["group"]
    item: Words = Field(description="What one item is called: Person, Hund.")
    fewest: int = 1
    most: int = 10
    fields: tuple["ItemField", ...]

    @model_validator(mode="after")
    def no_appointment_inside(self) -> "GroupField":
        """One Vorgang has one appointment."""
        if any(f.type == "appointment" for f in self.fields):
            raise ValueError("an appointment cannot be asked in a group")
        return self


ItemField = Annotated[
    TextField
    | NameField
    | SimpleField
    | NumberField
    | DateField
    | PeriodField
    | ChoiceField
    | AddressField
    | PlaceField
    | FileField
    | AppointmentField
    | InfoField,
    Field(discriminator="type"),
]
AnyField = Annotated[
    TextField
    | NameField
    | SimpleField
    | NumberField
    | DateField
    | PeriodField
    | ChoiceField
    | AddressField
    | PlaceField
    | FileField
    | AppointmentField
    | InfoField
    | GroupField,
    Field(discriminator="type"),
]


class Section(Frozen):
    """One theme, one page."""

    key: Key
    title: Words
    intro: Words | None = None
    when: Condition | None = None
    fim: str = Field("", description="Identity of the group in FIM XDatenfelder it came from.")
    fields: tuple[AnyField, ...]


class FormSchema(Frozen):
    """A whole form. Keys of fields are unique over all sections, so that a condition needs no path."""

    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def keys_are_unique(self) -> "FormSchema":
        """Two fields of one key would overwrite each other's answer."""
        keys = [f.key for s in self.sections for f in s.fields]
        inner = [f"{f.key}.{i.key}" for s in self.sections for f in s.fields if f.type == "group" for i in f.fields]
        double = sorted({k for k in keys + inner if (keys + inner).count(k) > 1})
        if double:
            raise ValueError(f"fields named twice: {', '.join(double)}")
        if taken := RESERVED.intersection(keys):
            raise ValueError(f"names the page needs itself: {', '.join(sorted(taken))}")
        return self

    @model_validator(mode="after")
    def conditions_look_back(self) -> "FormSchema":
        """A condition asks about earlier answers only: pages come in order, and what is asked is settled in one pass."""
        place = {field.key: at for at, (_, field) in enumerate(self.in_order())}
        for at, (section, field) in enumerate(self.in_order()):
            inner = field.fields if field.type == "group" else ()
            own = {f.key for f in inner}
            asked = keys_asked(section.when) | keys_asked(field.when) | {k for f in inner for k in keys_asked(f.when) - own}
            if late := sorted(key for key in asked if place.get(key, -1) >= at and key != field.key):
                raise ValueError(f"{section.key}.{field.key} depends on what is asked later: {', '.join(late)}")
        return self

    @model_validator(mode="after")
    def people_are_counted_before(self) -> "FormSchema":
        """How many come has to be known when free times are shown."""
        numbers: set[str] = set()
        for _, field in self.in_order():
            if field.type == "appointment" and (unknown := sorted(set(field.further) - numbers)):
                raise ValueError(f"{field.key}.further names no integer field asked before: {', '.join(unknown)}")
            numbers |= {field.key} if field.type == "integer" else set()
        return self

    def in_order(self) -> list[tuple[Section, AnyField]]:
        """All fields with their sections."""
        return [(section, field) for section in self.sections for field in section.fields]


def keys_asked(condition: Condition | None) -> frozenset[str]:
    """Keys of the fields a condition asks about, without their parts."""
    return frozenset(path.partition(".")[0] for path in paths_asked(condition))


def paths_asked(condition: Condition | None) -> frozenset[str]:
    """What a condition asks about, as it says it: `hunde.gefaehrlich`."""
    if condition is None:
        return frozenset()
    if isinstance(condition, Test):
        return frozenset({condition.field})
    if isinstance(condition, Not):
        return paths_asked(condition.not_)
    parts = condition.all if isinstance(condition, All) else condition.any
    return frozenset().union(*map(paths_asked, parts))


for model in (All, AnyOf, Not, GroupField, FormSchema):
    model.model_rebuild()
