"""The simulated provider as the house sees it: an order in a signed link, the rest over HTTP. Its own side is actions/simulator.py."""

import base64
import json
import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings

from glueckauf.payments.providers.base import NotSigned, Order, ProviderSilent, ProviderStatus, Reported, Started
from glueckauf.payments.rules.signature import is_signed, sign

SECONDS = 5
HEADER = "X-Zahlung-Signatur"
MALFORMED = (ValueError, KeyError, TypeError, RecursionError)
direct = build_opener(ProxyHandler({}))  # the simulator is this installation; no proxy stands between


class Simulator:
    """Pays nothing. Every answer and every failure of a real provider can be chosen on its page."""

    name = "simulator"

    def start(self, order: Order, *, at: datetime) -> Started:
        """The whole order travels in the link, signed."""
        transaction = f"SIM-{secrets.token_hex(6).upper()}"
        packed = pack({**asdict(order), "transaction": transaction, "notify_url": f"{base()}/zahlungen/meldungen/"})
        query = urlencode({"bestellung": packed, "siegel": seal(packed)})
        return Started(transaction=transaction, redirect_url=f"{base()}/zahlung-simulator/{order.key}/?{query}")

    def verify_notification(self, body: bytes, signature: str, *, at: datetime) -> Reported:
        """Signature first; what was not signed is not parsed."""
        if not is_signed(secret(), body, signature, int(at.timestamp())):
            raise NotSigned
        try:
            return reported(json.loads(body))
        except MALFORMED as wrong:
            raise NotSigned from wrong

    def status(self, key: str, transaction: str, *, at: datetime) -> Reported:
        """An order whose link was never opened is unknown there."""
        answer = call(f"/zahlung-simulator/{key}/status/", {"transaction": transaction}, at)
        try:
            return reported(answer)
        except MALFORMED as wrong:
            raise ProviderSilent from wrong

    def refund(self, key: str, transaction: str, amount_cents: int, *, at: datetime) -> None:
        """The simulator remembers what it sent back."""
        call(f"/zahlung-simulator/{key}/erstattung/", {"transaction": transaction, "amount_cents": amount_cents}, at)


def call(path: str, content: dict[str, Any], at: datetime) -> dict[str, Any]:
    """One signed POST to the provider's side. Raises ProviderSilent."""
    try:
        answer = json.loads(post(base() + path, content, at))
    except (URLError, OSError, *MALFORMED) as trouble:
        raise ProviderSilent from trouble
    if not isinstance(answer, dict):
        raise ProviderSilent
    return answer


def post(url: str, content: dict[str, Any], at: datetime) -> bytes:
    """Both sides speak like this. Raises URLError or OSError, also for any answer but 2xx."""
    body = json.dumps(content, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", HEADER: sign(secret(), body, int(at.timestamp()))}
    with direct.open(Request(url, data=body, headers=headers), timeout=SECONDS) as answer:  # noqa: S310 - our own base_url
        return bytes(answer.read(10_000))


def reported(content: dict[str, Any]) -> Reported:
    """From JSON. Raises one of MALFORMED."""
    return Reported(
        key=str(content["key"]),
        transaction=str(content["transaction"]),
        status=ProviderStatus(content["status"]),
        amount_cents=int(content["amount_cents"]),
    )


def pack(order: dict[str, Any]) -> str:
    """An order as part of a link."""
    return base64.urlsafe_b64encode(json.dumps(order).encode()).decode()


def unpack(packed: str, given: str) -> dict[str, Any]:
    """Back again. Raises NotSigned."""
    if not is_signed(secret(), packed.encode(), f"t=0,v1={given}", 0):
        raise NotSigned
    return dict(json.loads(base64.urlsafe_b64decode(packed)))


def seal(packed: str) -> str:
    """Signature of a link: without a time, because a person may take her time."""
    return sign(secret(), packed.encode(), 0).partition("v1=")[2]


def base() -> str:
    """Address of this installation."""
    return str(settings.GLUECKAUF.base_url)


def secret() -> str:
    """Shared between provider and us."""
    return str(settings.GLUECKAUF.shared_payment_secret())
