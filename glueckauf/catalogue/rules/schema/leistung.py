"""leistung.yaml as a whole, after the city's changes were merged in. The form itself is forms.schema."""

from typing import Literal

from pydantic import Field, model_validator

from glueckauf.catalogue.rules.schema.amount import Value
from glueckauf.catalogue.rules.schema.codes import Mode, Slug
from glueckauf.catalogue.rules.schema.deciding import Deadlines, Decision, EffectRule, Nachweis, Retention
from glueckauf.catalogue.rules.schema.fee import Fee
from glueckauf.forms.schema import FormSchema, Frozen, Key, Words


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
