"""kommunen/<city>/<leistung>.yaml, and the worked examples of beispiele.yaml."""

from typing import Literal

from pydantic import Field

from glueckauf.catalogue.rules.schema.amount import Value
from glueckauf.catalogue.rules.schema.codes import Slug
from glueckauf.catalogue.rules.schema.deciding import Deadlines
from glueckauf.catalogue.rules.schema.fee import Fee
from glueckauf.catalogue.rules.schema.leistung import Law
from glueckauf.forms.schema import Frozen, Key, Words


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
