"""One Antrag that several offices decide: each part becomes a Vorgang of its own, with its office, law, fee, letters and clocks."""

from pydantic import Field

from glueckauf.catalogue.rules.schema.codes import Slug
from glueckauf.catalogue.rules.schema.deciding import Deadlines, Decision, EffectRule
from glueckauf.catalogue.rules.schema.fee import Fee
from glueckauf.forms.schema import Condition, Frozen, Key, Words


class Part(Frozen):
    """What one office decides. What is left out is as in the Leistung."""

    key: Slug
    name: Words = Field(description="What this office decides: Sperrung der Straße.")
    why: Words | None = Field(None, description="One sentence on the service page.")
    office: Slug
    when: Condition | None = Field(None, description="Answers for which this office is needed; left out: always.")
    only_if: Words | None = Field(None, description="`when` in words that follow 'nur wenn:'. Empty: printed from `when`.")
    nachweise: tuple[Key, ...] = Field((), description="Documents this office gets to see.")
    fee: Fee | None = None
    decision: Decision | None = None
    deadlines: Deadlines | None = None
    checks: tuple[Slug, ...] = ()
    effects: tuple[EffectRule, ...] = ()
