"""What happens to letters, for those above: ids only."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterIssued(DomainEvent):
    """A letter was sealed and stored."""

    letter_id: int
    subject_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWithdrawn(DomainEvent):
    """A letter no longer counts. `replaced_by` is 0 when nothing took its place."""

    letter_id: int
    subject_ref: str
    replaced_by: int
