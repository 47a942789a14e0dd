"""One spelling per e-mail address, so that nobody has two accounts and nobody gets another's.

A mail that proves an address must go to exactly this spelling: then two addresses that fold together are one mailbox by definition.
"""

import re

import idna

LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
LONGEST = 254


class NotAnAddress(ValueError):
    """What was typed is no e-mail address we can write to."""


def folded(typed: str) -> str:
    """Lower case, the domain in its ASCII form (IDNA 2008): `Erika@MÜLHEIM.example` is `erika@xn--mlheim-3ya.example`."""
    local, _, domain = typed.strip().rpartition("@")
    # Only ASCII passes: normalised or lowered, the Kelvin sign becomes a k, and with it somebody else's address.
    if not local.isascii() or not LOCAL.fullmatch(local.lower()) or dots_are_wrong(local):
        raise NotAnAddress
    address = f"{local.lower()}@{ascii_domain(domain)}"
    if len(address) > LONGEST:
        raise NotAnAddress
    return address


def dots_are_wrong(local: str) -> bool:
    """A dot stands between two other signs."""
    return local.startswith(".") or local.endswith(".") or ".." in local


def ascii_domain(domain: str) -> str:
    """A name of at least two labels; mail to a bare host or an IP address is nothing a citizen has."""
    try:
        name = idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        raise NotAnAddress from None
    if "." not in name or name.endswith(".") or name.rpartition(".")[2].isdigit():
        raise NotAnAddress
    return name
