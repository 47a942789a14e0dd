"""What kommunen/<city>/kommune.yaml and netzbetreiber/<operator>/netzbetreiber.yaml may say."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self

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


class TenantData(Frozen):
    """A body that owns Vorgänge, as its folder says: a city, or the operator of its networks."""

    key: Slug
    name: str
    full_name: str = Field(description="As letters say it: Stadt Bochum.")
    locative: str = Field(description="in Bochum, in Mülheim an der Ruhr, im Netz von Muster")
    prefix: str = Field(pattern=r"^[A-Z]{2}$", description="First letters of its Vorgangsnummern.")
    colours: tuple[Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")], ...] = Field(
        description="Of the band at the top, as #rrggbb."
    )
    offices: tuple[Office, ...]
    days_off: tuple[DayOff, ...] = ()
    imprint: str = Field("", description="Who answers for the page. Empty: to be entered.")
    privacy_officer: str = Field("", description="How to reach the data protection officer. Empty: to be entered.")
    open: tuple[str, ...] = Field((), description="What has to be checked or entered before the first real letter.")

    @property
    def seat(self) -> str:
        """The town of its offices."""
        return self.name

    def office(self, key: str) -> Office:
        """The office with that key. Raises KeyError: the loader of the Leistungen checks that it exists."""
        found = next((o for o in self.offices if o.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    @model_validator(mode="after")
    def offices_once(self) -> Self:
        """An office named twice is a slip of the pen."""
        require_once("offices", [o.key for o in self.offices])
        return self


def require_once(what: str, names: Sequence[str]) -> None:
    """Raises ValueError with those named twice."""
    if double := sorted({n for n in names if names.count(n) > 1}):
        raise ValueError(f"{what} named twice: {', '.join(double)}")


class KommuneData(TenantData):
    """One city as its folder says."""

    ars: str = Field(pattern=r"^\d{12}$")
    postcodes: tuple[Annotated[str, StringConstraints(pattern=r"^\d{5}$")], ...]
    court: Court
    local_court: Court | None = Field(None, description="Amtsgericht for civil status: § 49 PStG.")
    widerspruch_address: str = Field(description="Body and seat as a Rechtsbehelfsbelehrung names them.")
    contributor: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="Address GovData gave it as a provider of data. Empty: its open data names none."
    )

    @model_validator(mode="after")
    def postcodes_once(self) -> Self:
        """A postcode named twice is a slip of the pen."""
        require_once("postcodes", list(self.postcodes))
        return self


class Network(StrEnum):
    """What an operator runs in a city."""

    POWER = "power"
    GAS = "gas"
    HEAT = "heat"
    WATER = "water"


class Served(Frozen):
    """A city in which the operator runs these networks."""

    kommune: Slug
    networks: tuple[Network, ...]
    source: str
    open: str = Field("", description="What is not certain yet.")


class OperatorData(TenantData):
    """An operator of networks as its folder says. It answers by private law: no act, no remedy."""

    town: str = Field(description="Of its offices, where they name no other.")
    website: str = Field("", pattern=r"^(https://\S+)?$")
    serves: tuple[Served, ...]

    @model_validator(mode="after")
    def cities_once(self) -> Self:
        """A city named twice is a slip of the pen."""
        require_once("serves", [s.kommune for s in self.serves])
        return self

    @property
    def seat(self) -> str:
        """The town of its offices."""
        return self.town

    def runs(self, network: Network, kommune: str) -> bool:
        """Whether that network of that city is its."""
        return any(s.kommune == kommune and network in s.networks for s in self.serves)
