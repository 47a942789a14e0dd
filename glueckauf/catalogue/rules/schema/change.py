"""kommunen/<city>/<leistung>.yaml, and the worked examples of beispiele.yaml."""

from typing import Literal

from pydantic import Field

from glueckauf.catalogue.rules.schema.amount import Value
from glueckauf.catalogue.rules.schema.codes import Slug
from glueckauf.catalogue.rules.schema.deciding import Deadlines, Retention
from glueckauf.catalogue.rules.schema.fee import Fee
from glueckauf.catalogue.rules.schema.handover import Handover
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
    retention: Retention | None = Field(None, description="As the Aktenplan of this city says, in place of the shared one.")
    due: Words | None = None
    part_offices: dict[Slug, Slug] = Field({}, description="Office of a part in this city, where another one decides it.")
    handover: Handover | None = Field(
        None, description="Who decides here, in place of the shared one: each city has its own grid operator."
    )
    note: Words | None = Field(None, description="A paragraph of this city on the service page.")
    texts: dict[Literal["de", "leicht", "en"], str] = Field({}, description="Service page of this city, in place of the shared one.")
    letters: dict[str, str] = Field({}, description="Letter templates of this city by file name, in place of the shared ones.")


class Expected(Frozen):
    """What an example must give."""

    fee: str = Field(description="Cents, or to_be_entered, by_person, none.")
    missing: tuple[str, ...] = Field((), description="Paths of fields or keys of Nachweise that are missing.")
    findings: dict[Slug, Literal["ok", "conditions", "no", "unknown"]] = {}
    parts: dict[Slug, str] | None = Field(None, description="Fee of each office that is needed, by part; left out: not judged.")
    decision: Literal["automatic", "person", "incomplete"]


class Example(Frozen):
    """A filled-in form and what comes of it; run as a test."""

    name: str
    kommune: Slug
    day: str
    values: dict[str, object]
    handed_in: tuple[Key, ...] = Field((), description="Nachweise that lie with the Antrag.")
    expect: Expected
