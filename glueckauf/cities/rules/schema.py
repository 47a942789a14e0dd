"""What kommunen/<city>/kommune.yaml may say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class Frozen(BaseModel):
    """Base: frozen, a typo names its path."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(Frozen):
    """Opening on one weekday, or visibly not entered."""

    day: Literal["mo", "tu", "we", "th", "fr", "sa"]
    opens: str
    closes: str


class Office(Frozen):
    """A part of the town hall that answers for some Leistungen."""

    key: Slug
    name: str
    unit: str = ""
    street: str
    postcode: str = Field("", pattern=r"^(\d{5})?$")
    phone: str = "115"
    email: str = ""
    hours: tuple[Hours, ...] = Field((), description="Empty: to be entered.")
    source: str
    year: str
    open: str = Field("", description="What has to be checked before the first real letter.")


class Court(Frozen):
    """Where a Klage goes: § 17 JustG NRW."""

    name: str
    street: str
    postcode_town: str
    source: str
    open: str = ""


class DayOff(Frozen):
    """A local day off of the offices, e.g. Rosenmontag. Not a holiday by law."""

    day: str
    name: str


class KommuneData(Frozen):
    """One city as its folder says."""

    key: Slug
    name: str
    full_name: str = Field(description="Stadt Bochum")
    locative: str = Field(description="in Bochum, in Mülheim an der Ruhr")
    prefix: str = Field(pattern=r"^[A-Z]{2}$", description="First letters of its Vorgangsnummern.")
    ars: str = Field(pattern=r"^\d{12}$")
    postcodes: tuple[str, ...]
    colours: tuple[str, ...] = Field(description="Of the band at the top, as #rrggbb.")
    court: Court
    widerspruch_address: str
    offices: tuple[Office, ...]
    days_off: tuple[DayOff, ...] = ()
    imprint: str
    privacy_officer: str
