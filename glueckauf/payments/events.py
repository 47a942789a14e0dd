"""What payments tell: each once per payment. `reference` is the key the caller gave, such as that of an Antrag."""

from dataclasses import dataclass

from glueckauf.core.outbox import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStarted(DomainEvent):
    """Somebody was sent to the provider."""

    payment_id: int
    reference: str
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentConfirmed(DomainEvent):
    """The provider says, signed or asked, that exactly this amount was paid."""

    payment_id: int
    reference: str
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFailed(DomainEvent):
    """Cancelled, expired or replaced by one of another amount. Money may still arrive: then PaymentConfirmed follows."""

    payment_id: int
    reference: str
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentQuestioned(DomainEvent):
    """Money that does not fit: another amount, paid twice, replaced, nothing due. A person looks. `amount_cents`: what was reported."""

    payment_id: int
    reference: str
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefunded(DomainEvent):
    """The provider has sent the money back."""

    payment_id: int
    reference: str
    amount_cents: int
