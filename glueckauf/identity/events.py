"""What identity tells: ids and codes, never an address or a token."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed(DomainEvent):
    """A citizen used a mailed link: the address of this person is hers. `guest` is who she was in this browser until then, or empty."""

    person: str
    guest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkAdded(DomainEvent):
    """An account of a clerk was made; tenant empty: of an operator."""

    clerk_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSignedIn(DomainEvent):
    """Password and second factor were right."""

    clerk_id: int
