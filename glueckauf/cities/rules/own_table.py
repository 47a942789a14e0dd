"""kommunen/ruhr.yaml: the municipalities of the Ruhr as our own table of facts. Strict: a typo names its path."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from glueckauf.cities.rules import gazetteer
from glueckauf.cities.rules.schema import Frozen

Postcode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]


class OwnRegion(Frozen):
    """A Land, Regierungsbezirk or Kreis."""

    code: str = Field(pattern=r"^(\d{2}|\d{3}|\d{5})$")
    level: str = Field(pattern="^(land|bezirk|kreis)$")
    name: str
    seat: str = ""


class OwnFormer(Frozen):
    """A place that was a municipality of its own once."""

    name: str
    into: str = Field(pattern=r"^\d{12}$")
    since: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    open: str = ""


class OwnKommune(Frozen):
    """One municipality. `bulk`: postcodes of large customers, where nobody lives."""

    ars: str = Field(pattern=r"^\d{12}$")
    ags: str = Field(pattern=r"^\d{8}$")
    name: str
    kind: str = Field(pattern="^(kreisfreie-stadt|stadt|gemeinde)$")
    inhabitants: int = Field(gt=0)
    seat: Postcode
    postcodes: tuple[Postcode, ...]
    bulk: tuple[Postcode, ...] = ()


class OwnTable(Frozen):
    """The file."""

    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    source: str
    regions: tuple[OwnRegion, ...]
    former: tuple[OwnFormer, ...] = ()
    kommunen: tuple[OwnKommune, ...]

    @model_validator(mode="after")
    def fits(self) -> "OwnTable":
        """Keys are unique, and every former place leads to a municipality of the table."""
        keys = [k.ars for k in self.kommunen]
        if double := sorted({k for k in keys if keys.count(k) > 1}):
            raise ValueError(f"kommunen named twice: {', '.join(double)}")
        if lost := sorted({f.name for f in self.former} - {f.name for f in self.former if f.into in keys}):
            raise ValueError(f"former places that lead nowhere: {', '.join(lost)}")
        return self


EMPTY = OwnTable(date="0001-01-01", source="", regions=(), kommunen=())


def municipalities(table: OwnTable) -> dict[str, gazetteer.Municipality]:
    """By ARS."""
    return {
        k.ars: gazetteer.Municipality(
            ars=k.ars,
            ags=k.ags,
            name=short(k.name),
            full_name=k.name,
            kind=k.kind,
            inhabitants=k.inhabitants,
            seat=k.seat,
            postcodes=k.postcodes,
            bulk=k.bulk,
        )
        for k in table.kommunen
    }


def short(name: str) -> str:
    """Bochum, Stadt -> Bochum."""
    return name.partition(",")[0].strip()
