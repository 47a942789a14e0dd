"""Addresses of ours: which local parts mean what. A reply token is never derived from a Vorgangsnummer."""

import re
from dataclasses import dataclass

REPLY = "antwort"
BOUNCE = "rueck"
_CODE = re.compile(r"^(antwort|rueck)[-+]([0-9a-z]{4}(?:-?[0-9a-z]{4}){3,})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the envelope address says: a code of some purpose, and names that may be a city's key."""

    purpose: str = ""
    code: str = ""
    names: tuple[str, ...] = ()


def reply_address(code: str, domain: str) -> str:
    """antwort-7k3m-q9tx-w4hd-5vnp@post.example"""
    return f"{REPLY}-{code.lower()}@{domain}"


def bounce_address(code: str, domain: str) -> str:
    """Return path of one mail; what comes back to it names that mail."""
    return f"{BOUNCE}-{code.lower()}@{domain}"


def message_id(code: str, domain: str) -> str:
    """Our Message-ID, with the same code as the return path."""
    return f"<mail.{code.lower()}@{domain}>"


def place(address: str, domain: str) -> Place:
    """Reads an envelope address. Foreign domains have no place here: they only arrive by mistake or forgery."""
    local, _, host = address.strip().strip("<>").lower().rpartition("@")
    ours = domain.lower()
    if host != ours and not host.endswith(f".{ours}"):
        return Place()
    if found := _CODE.match(local):
        return Place(purpose=found[1], code=found[2])
    subdomain = host.removesuffix(ours).rstrip(".")
    return Place(names=tuple(name for name in (subdomain, *re.split(r"[+]", local)) if re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name)))


def sent_codes(references: str, domain: str) -> tuple[str, ...]:
    """Codes of our own Message-IDs in In-Reply-To or References, newest last."""
    return tuple(re.findall(rf"<mail\.([0-9a-z]{{4}}(?:-[0-9a-z]{{4}}){{3}})@{re.escape(domain)}>", references, re.IGNORECASE))


def is_message_id(text: str) -> bool:
    """Fit to stand in a header of ours: one bracketed ASCII word."""
    return re.fullmatch(r"<[!-;=?-~]{3,250}>", text) is not None
