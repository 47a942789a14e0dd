"""What the catalogue tells others."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPublished(DomainEvent):
    """A Leistung reads differently in this city from now on; what was begun keeps its revision."""

    leistung: str
    revision_id: int
    number: int
