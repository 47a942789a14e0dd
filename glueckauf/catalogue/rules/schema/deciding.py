"""What surrounds a decision: documents, clocks, letters, Auflagen, effects, retention."""

from pydantic import Field, model_validator

from glueckauf.catalogue.rules.schema.codes import Outcome, Regime, Remedy, Slug
from glueckauf.forms.schema import Condition, Frozen, Key, Words


class Nachweis(Frozen):
    """A document that may be needed: named, with reason, accepted forms and an example."""

    key: Key
    label: Words
    why: Words
    accepts: Words
    when: Condition | None = None
    only_if: Words | None = Field(None, description="`when` in words that follow 'nur wenn:'. Empty: printed from `when`.")
    most_pages: int = 20


class Bring(Frozen):
    """Something to bring to an appointment: shown before and after booking, never handed in online."""

    key: Key
    label: Words
    why: Words | None = None
    when: Condition | None = None
    only_if: Words | None = Field(None, description="`when` in words that follow 'nur wenn:'. Empty: printed from `when`.")


class Promise(Frozen):
    """The city's own word: decided within n working days from complete documents. Pauses while the citizen is asked."""

    working_days: int
    open: str = Field("", description="Who set it, while the city has not.")


class Fiction(Frozen):
    """Deemed granted by law n months after 'complete on'. Never paused by us. `extend_months`: one reasoned extension."""

    months: int
    law: str
    extend_months: int = 0
    when: Condition | None = Field(None, description="Answers for which the law orders it; without it always.")
    only_if: Words | None = Field(None, description="`when` in words that follow 'nur wenn:'.")
    silence: Words | None = Field(None, description="What silence means where nothing is permitted, after the period: 'dürfen Sie …'.")


class Deadlines(Frozen):
    """All clocks of the Leistung."""

    promise: Promise | None = None
    fiction: Fiction | None = None
    reply_working_days: int = Field(10, description="Days a Nachforderung gives by default, in working days of NRW.")


class Condition_(Frozen):
    """An Auflage a clerk can pick."""

    key: Key
    text: Words
    when: Condition | None = Field(None, description="Answers for which the law allows it; else nobody can pick it.")


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
    automatic_with_conditions: bool = Field(
        False, description="Mode A: what a check asks becomes a condition of the answer, and no person is needed."
    )
    grant_text: Words | None = Field(
        None, description="What a clerk has to write into a grant, e.g. what an Auskunft says. None goes out alone."
    )
    grant_text_when: Condition | None = Field(None, description="Answers for which it has to be written; left out: always.")
    grant_text_unless: str = Field("", description="Key of a value: where the city has entered it, nobody has to write.")
    letters: Letters
    conditions: tuple[Condition_, ...] = ()
    reasons_to_refuse: tuple[Condition_, ...] = ()

    @property
    def green(self) -> frozenset[str]:
        """Results of checks with which no person is needed."""
        return frozenset({"ok", "conditions"} if self.automatic_with_conditions else {"ok"})

    @property
    def remedy_against_refusal(self) -> Remedy:
        """What a refusal names; the main remedy unless the Leistung says otherwise."""
        return self.refusal_remedy or self.remedy


class EffectRule(Frozen):
    """What a grant causes: kind and the answers that fill it. The inverse is `<kind>-ende` unless named."""

    kind: Slug
    object: str = Field("", description="Key of the answer naming the object, e.g. a place. Left out: what a check of this matter found.")
    interval: str = Field("", description="Key of a period answer.")
    value: str = ""
    until: str = Field("", description="Key of a number with which the one of `value` makes a range: the hours from 7 to 18.")


class Retention(Frozen):
    """How long the Akte is kept after its end. Without a number nothing is deleted, and the operator sees that."""

    years: int | None = Field(None, ge=1, le=110)
    to_be_entered: str = Field("", description="Where the number will come from, e.g. Aktenplan der Stadt; instead of years.")
    law: str = ""
    open: str = ""

    @model_validator(mode="after")
    def number_or_gap(self) -> "Retention":
        """A number needs its law; a gap needs its name."""
        if (self.years is None) != bool(self.to_be_entered):
            raise ValueError("give years or to_be_entered")
        if self.years is not None and not self.law:
            raise ValueError("years need their law")
        return self
