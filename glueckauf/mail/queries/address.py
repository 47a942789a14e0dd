"""From a topic to its reply address, and from an envelope address to whose it is."""

from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.conf import settings
from django.utils.crypto import salted_hmac

from glueckauf.cities.models import Tenant
from glueckauf.core import ids
from glueckauf.core.scope import HOUSE
from glueckauf.mail.models import ReplyAddress, SentKey
from glueckauf.mail.rules import places
from glueckauf.mail.rules.headers import first
from glueckauf.mail.rules.numbers import numbers_in
from glueckauf.mail.rules.parse import references


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOf:
    """Where a mail to an address belongs. Without topic: quarantine of the tenant; `sent_id`: it answers or returns that mail of ours."""

    tenant: str
    topic: str = ""
    is_late: bool = False
    sent_id: int | None = None


def reply_code(tenant: str, topic: str) -> str:
    """80 bits that only this installation's key can compute: pages may show the address, rows hold nothing but its hash."""
    digest = salted_hmac("glueckauf.mail.reply", f"{tenant}/{topic}", algorithm="sha256").digest()
    return ids.code_of(digest)


def reply_address(tenant: str, topic: str) -> str:
    """The address to print; mail to it is matched once an action opened the topic (send() does)."""
    return places.reply_address(reply_code(tenant, topic), settings.GLUECKAUF.mail_domain)


def place_of(envelope_to: str, *, at: datetime) -> PlaceOf:
    """Token first, then our own return path, then a city's name in the address, else the installation."""
    place = places.place(envelope_to, settings.GLUECKAUF.mail_domain)
    if place.purpose == places.REPLY and (found := ReplyAddress.objects.filter(digest=ids.hash_code(place.code)).first()):
        return PlaceOf(tenant=found.tenant, topic=found.topic, is_late=is_over(found, at))
    if place.purpose == places.BOUNCE and (sent := SentKey.objects.filter(digest=ids.hash_code(place.code)).first()):
        return PlaceOf(tenant=sent.tenant, sent_id=sent.mail_id)
    city = Tenant.objects.filter(key__in=place.names).order_by("key").first() if place.names else None
    return PlaceOf(tenant=city.key if city else HOUSE.tenant)


def place_from_headers(place: PlaceOf, headers: Message) -> PlaceOf:
    """Only whose quarantine: a mail that answers ours, or names one valid Vorgangsnummer, waits where that city's clerks see it."""
    if place.tenant != HOUSE.tenant:
        return place
    codes = places.sent_codes(references(headers), settings.GLUECKAUF.mail_domain)[-10:]
    sent = SentKey.objects.filter(digest__in=[ids.hash_code(code) for code in codes]).first() if codes else None
    if sent:
        return PlaceOf(tenant=sent.tenant)
    prefixes = {number[:2] for number in numbers_in(first(headers, "subject", 300))}
    city = Tenant.objects.filter(prefix__in=prefixes).first() if len(prefixes) == 1 else None
    return PlaceOf(tenant=city.key) if city else place


def is_over(address: ReplyAddress, at: datetime) -> bool:
    """Closed by an action, or past its end."""
    return address.closed_at is not None or (address.expires_at is not None and address.expires_at <= at)
