"""leistung.yaml as a whole, after the city's changes were merged in. The form itself is forms.schema."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from glueckauf.catalogue.rules.schema.amount import Value
from glueckauf.catalogue.rules.schema.codes import Mode, Outcome, Remedy, Slug
from glueckauf.catalogue.rules.schema.deciding import Bring, Deadlines, Decision, EffectRule, Letters, Nachweis, Retention
from glueckauf.catalogue.rules.schema.fee import Fee
from glueckauf.catalogue.rules.schema.handover import Handover
from glueckauf.catalogue.rules.schema.networks import NetworkChoice
from glueckauf.catalogue.rules.schema.part import Part
from glueckauf.cities.rules.schema import Network
from glueckauf.forms.conditions import holds
from glueckauf.forms.schema import FormSchema, Frozen, Key, Text, Words

NO_DECISION = Decision(outcome=Outcome.HANDOVER, remedy=Remedy.NONE, letters=Letters())


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
    action: Words = Field(Text(de=""), description="Word on the start button: Jetzt anmelden. Left out where there is no form.")
    leika: Leika
    topic: Slug
    audience: tuple[Literal["citizen", "company", "founder"], ...] = Field(description="The search narrows by it.")
    search: tuple[str, ...] = Field(description="Everyday words and phrases, also English and Turkish.")
    law: tuple[Law, ...]
    mode: Mode
    operator: Network | None = Field(None, description="The operator of this network of the city answers, with an office of its own.")
    network_choice: NetworkChoice | None = Field(None, description="A question whose options depend on the networks that operator runs.")
    office: Slug
    trust: Literal["none", "10", "20", "eid"]
    minutes: int = Field(0, description="Time to fill in the form; left out where there is none.")
    most_a_day: int | None = Field(None, ge=1, description="One person hands in no more within 24 hours: for enquiries about others.")
    offered: bool = True
    not_offered: Words | None = None
    handover: Handover | None = Field(None, description="Another body decides: exactly with mode H.")
    form: FormSchema = Field(FormSchema(sections=()), description="May be left out only with handover.")
    applicant: dict[Literal["name", "first_name", "email", "address", "subject"], str] = Field(
        {}, description="Which answers name the applicant, for letter head and worklist: {name: nachname, …}. May name nobody."
    )
    nachweise: tuple[Nachweis, ...] = ()
    bring: tuple[Bring, ...] = Field((), description="What to bring to the appointment.")
    values: dict[Key, Value] = {}
    fee: Fee
    checks: tuple[Slug, ...] = ()
    shown_checks: tuple[Slug, ...] = Field((), description="Checks whose reasons and plots the person reads, once decided in her favour.")
    deadlines: Deadlines = Deadlines()
    decision: Decision = NO_DECISION
    effects: tuple[EffectRule, ...] = ()
    parts: tuple[Part, ...] = Field((), description="Several offices decide: one Vorgang each. Left out where one office does.")
    retention: Retention | None = Field(None, description="Left out only where nothing is handed in.")
    privacy: Words = Field(description="Art. 13 GDPR in two sentences; the full notice is built from law, office and retention.")
    next: tuple[Next, ...] = ()

    @property
    def can_be_started(self) -> bool:
        """Whether this city has a form of ours for it."""
        return self.offered and bool(self.form.sections)

    @property
    def is_elsewhere(self) -> bool:
        """Whether another body decides."""
        return self.handover is not None and not self.handover.ours

    @property
    def is_report(self) -> bool:
        """Somebody tells of something and asks for nothing; no name is needed. The words then speak of a Meldung."""
        return self.decision.outcome is Outcome.MITTEILUNG and not self.names_the_applicant

    def text_to_write(self, answers: Mapping[str, Any]) -> Text | None:
        """What a clerk has to write into a grant here; None where the letter says it all."""
        if not holds(self.decision.grant_text_when, answers):
            return None
        entered = self.values.get(self.decision.grant_text_unless)
        return None if entered and entered.amount is not None else self.decision.grant_text

    @property
    def names_the_applicant(self) -> bool:
        """Whether everybody who hands it in says a name."""
        key = self.applicant.get("name", "").split(".")[0]
        return any(f.key == key and not f.optional for s in self.form.sections for f in s.fields)

    @model_validator(mode="after")
    def refers_to_what_exists(self) -> "Leistung":
        """Fields, Nachweise and values that are referred to must exist."""
        fields = {f.key: f for s in self.form.sections for f in s.fields}
        missing = [v for v in self.applicant.values() if v.split(".")[0] not in fields]
        nachweise = {n.key for n in self.nachweise}
        inner = [i for f in fields.values() if f.type == "group" for i in f.fields]
        missing += [f.nachweis for f in (*fields.values(), *inner) if f.type == "file" and f.nachweis not in nachweise]
        missing += [n for p in self.parts for n in p.nachweise if n not in nachweise]
        options = {f"{key}.{o.key}" for key, f in fields.items() for o in getattr(f, "options", ())}
        missing += sorted(self.network_choice.options - options) if self.network_choice else []
        if missing:
            raise ValueError(f"refers to what does not exist: {', '.join(missing)}")
        if len({p.key for p in self.parts}) < len(self.parts):
            raise ValueError("parts named twice")
        if self.offered == bool(self.not_offered):
            raise ValueError("not_offered says why, exactly when offered is no")
        return self
