"""What a new revision means for one person who is half way: questions that came or went, a fee that is another one, documents."""

from dataclasses import dataclass

from glueckauf.catalogue.rules.fee import FeeResult
from glueckauf.catalogue.rules.schema import FeeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A question with her answer. `is_asked_again`: it is still asked, but that answer is none any more."""

    label: str
    answer: str
    is_asked_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A question that reads differently now; her answer stays."""

    before: str
    after: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that concerns her. `fee_before`, `fee_after`: empty when the fee is the same."""

    questions: tuple[str, ...]
    gone: tuple[Gone, ...]
    reworded: tuple[Reworded, ...]
    nachweise: tuple[str, ...]
    fee_before: FeeResult | None
    fee_after: FeeResult | None

    @property
    def is_empty(self) -> bool:
        """Nothing changes for her: she is not stopped."""
        return not (self.questions or self.gone or self.reworded or self.nachweise or self.fee_after)


def fees_that_differ(before: FeeResult, after: FeeResult) -> tuple[FeeResult | None, FeeResult | None]:
    """Both, if a person would say that they differ."""
    same = (before.kind, amount(before), before.yearly_cents) == (after.kind, amount(after), after.yearly_cents)
    return (None, None) if same else (before, after)


def amount(fee: FeeResult) -> int | None:
    """What it comes to: also what a person is proposed."""
    return fee.proposed_cents if fee.kind == FeeKind.BY_PERSON else fee.total_cents
