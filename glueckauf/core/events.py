"""What happens to the house itself."""

from dataclasses import dataclass

from glueckauf.core.outbox.event import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade(DomainEvent):
    """`glueckauf backup` wrote a copy of the database, `size` bytes."""

    size: int
