"""What surrounds a decision: documents, clocks, letters, Auflagen, effects, retention."""

from pydantic import Field

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


class Promise(Frozen):
    """The city's own word: decided within n working days from complete documents. Pauses while the citizen is asked."""

    working_days: int
    open: str = Field("", description="Who set it, while the city has not.")


class Fiction(Frozen):
    """Deemed granted by law n months after 'complete on'. Never paused by us. `extend_months`: one reasoned extension."""

    months: int
    law: str
    extend_months: int = 0


class Deadlines(Frozen):
    """All clocks of the Leistung."""

    promise: Promise | None = None
    fiction: Fiction | None = None
    reply_working_days: int = Field(10, description="Days a Nachforderung gives by default, in working days of NRW.")


class Condition_(Frozen):
    """An Auflage a clerk can pick."""

    key: Key
    text: Words


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
    letters: Letters
    conditions: tuple[Condition_, ...] = ()
    reasons_to_refuse: tuple[Condition_, ...] = ()

    @property
    def remedy_against_refusal(self) -> Remedy:
        """What a refusal names; the main remedy unless the Leistung says otherwise."""
        return self.refusal_remedy or self.remedy


class EffectRule(Frozen):
    """What a grant causes: kind and the answers that fill it. The inverse is `<kind>-ende` unless named."""

    kind: Slug
    object: str = Field(description="Key of the answer naming the object, e.g. a place.")
    interval: str = Field("", description="Key of a period answer.")
    value: str = ""


class Retention(Frozen):
    """How long the Akte is kept after its end."""

    years: int
    law: str
    open: str = ""
