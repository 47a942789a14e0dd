"""What kommunen/<city>/kommune.yaml may say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

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
    street: str = Field("", description="With house number. Empty: to be entered.")
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

    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    name: str


class KommuneData(Frozen):
    """One city as its folder says."""

    key: Slug
    name: str
    full_name: str = Field(description="Stadt Bochum")
    locative: str = Field(description="in Bochum, in Mülheim an der Ruhr")
    prefix: str = Field(pattern=r"^[A-Z]{2}$", description="First letters of its Vorgangsnummern.")
    ars: str = Field(pattern=r"^\d{12}$")
    postcodes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{5}$")], ...]
    colours: tuple[Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")], ...] = Field(
        description="Of the band at the top, as #rrggbb."
    )
    court: Court
    local_court: Court | None = Field(None, description="Amtsgericht for civil status: § 49 PStG.")
    widerspruch_address: str = Field(description="Body and seat as a Rechtsbehelfsbelehrung names them.")
    offices: tuple[Office, ...]
    days_off: tuple[DayOff, ...] = ()
    imprint: str = Field("", description="Who answers for the page. Empty: to be entered.")
    privacy_officer: str = Field("", description="How to reach the data protection officer. Empty: to be entered.")
    open: tuple[str, ...] = Field((), description="What the city has to check or enter before its first real letter.")

    def office(self, key: str) -> Office:
        """The office with that key. Raises KeyError: the loader of the Leistungen checks that it exists."""
        found = next((o for o in self.offices if o.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    @model_validator(mode="after")
    def nothing_twice(self) -> "KommuneData":
        """An office or postcode named twice is a slip of the pen."""
        keys = [o.key for o in self.offices]
        for what, names in (("offices", keys), ("postcodes", list(self.postcodes))):
            if double := sorted({n for n in names if names.count(n) > 1}):
                raise ValueError(f"{what} named twice: {', '.join(double)}")
        return self
