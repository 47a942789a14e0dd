"""Fees: lines of an amount with law and remedy, what is due each year, and when a person sets it. Computed by rules.fee."""

from pydantic import Field, model_validator

from glueckauf.catalogue.rules.schema.amount import Amount
from glueckauf.catalogue.rules.schema.codes import FeeKind, Remedy
from glueckauf.forms.schema import Condition, Frozen, Key, Words


class FeeLine(Frozen):
    """One position of the fee, in euros. Its own law and remedy: one Bescheid may need both texts."""

    key: Key
    text: Words
    amount: Amount
    when: Condition | None = None
    law: str
    remedy: Remedy = Remedy.KLAGE


class Fee(Frozen):
    """Fee rule. lines only for computed; `due` is a sentence on when to pay."""

    kind: FeeKind
    lines: tuple[FeeLine, ...] = ()
    pay_first: bool = False
    by_person_when: Condition | None = Field(None, description="Answers for which a person sets the fee; the lines are then a proposal.")
    yearly: FeeLine | None = Field(None, description="What is due each following year, for taxes.")
    due: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def consistent(self) -> "Fee":
        """Paying first needs a computed fee."""
        if (self.kind == FeeKind.COMPUTED) != bool(self.lines):
            raise ValueError("a computed fee has lines, no other has")
        if self.pay_first and self.kind != FeeKind.COMPUTED:
            raise ValueError("pay_first needs a computed fee")
        return self
