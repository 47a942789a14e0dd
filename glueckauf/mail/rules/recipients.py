"""Whom a mail was for, when no envelope tells: from the headers the delivering server wrote, then from To and Cc."""

from email.message import Message
from email.utils import getaddresses

from glueckauf.mail.rules.headers import raw_values
from glueckauf.mail.rules.places import place

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


def recipients(headers: Message, domain: str) -> tuple[str, ...]:
    """Every address of ours with a code; without one the address it was delivered to, or the first of ours. May be ("",)."""
    delivered = addresses(headers, _DELIVERED)
    written = addresses(headers, ("to", "cc"))
    coded = tuple(dict.fromkeys(found for found in (*delivered, *written) if place(found, domain).code))
    return coded or ((*delivered, *(found for found in written if place(found, domain).names), "")[0],)


def addresses(headers: Message, names: tuple[str, ...]) -> tuple[str, ...]:
    """Lower case, in order."""
    values = [value for name in names for value in raw_values(headers, name)]
    return tuple(found.strip().lower() for _, found in getaddresses(values[:50])[:200] if "@" in found)
