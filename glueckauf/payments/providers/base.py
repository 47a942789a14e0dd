"""What a payment provider must be able to do.

The pattern of ePayBL, pmPayment and GiroCheckout: open a transaction, redirect, be notified from server to server, ask for the status.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ProviderStatus(StrEnum):
    """What a provider knows about a transaction."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be paid. `purpose` names a thing, never a person."""

    key: str
    kassenzeichen: str
    amount_cents: int
    purpose: str
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The provider's number, and where the person pays."""

    transaction: str
    redirect_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a provider says about one order, in a notification or when asked. `amount_cents`: what was paid, 0 if nothing."""

    key: str
    transaction: str
    status: ProviderStatus
    amount_cents: int


class NotSigned(Exception):
    """A notification without the provider's signature: whoever sent it, nothing happens."""


class ProviderSilent(Exception):
    """No usable answer. Nothing is known, so nothing is decided; ask again later."""


class Provider(Protocol):
    """One provider. Nothing here touches our tables."""

    name: str

    def start(self, order: Order, *, at: datetime) -> Started:
        """Opens a transaction. Raises ProviderSilent."""
        ...

    def verify_notification(self, body: bytes, signature: str, *, at: datetime) -> Reported:
        """Reads a notification. Raises NotSigned, also for a body that is none."""
        ...

    def status(self, key: str, transaction: str, *, at: datetime) -> Reported:
        """Asks. Raises ProviderSilent."""
        ...

    def refund(self, key: str, transaction: str, amount_cents: int, *, at: datetime) -> None:
        """Sends money back, once per order however often it is called. Raises ProviderSilent."""
        ...
