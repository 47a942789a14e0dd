"""Who applies, read from the answers a Leistung names, for letter head, worklist and mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung

FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Name as written, e-mail or empty, address lines as a letter needs them."""

    name: str
    email: str
    address: tuple[str, ...]
    subject: str


def applicant_of(leistung: Leistung, answers: Mapping[str, Any]) -> Applicant:
    """A dotted path reaches into an address; unanswered is empty."""
    named = {role: lookup(answers, path) for role, path in leistung.applicant.items()}
    address = named.get("address") or {}
    lines = (
        (
            f"{address.get('street', '')} {address.get('house_number', '')}".strip(),
            f"{address.get('postcode', '')} {address.get('city', '')}".strip(),
        )
        if isinstance(address, Mapping)
        else (str(address),)
    )
    name = " ".join(str(named[role]) for role in ("first_name", "name") if named.get(role))
    return Applicant(
        name=name or "ohne Namen",
        email=str(named.get("email") or ""),
        address=tuple(filter(None, lines)),
        subject=str(named.get("subject") or ""),
    )


def lookup(answers: Mapping[str, Any], path: str) -> Any:
    """The answer at key or key.part."""
    value: Any = answers
    for part in path.split("."):
        if isinstance(value, list):  # the first item of a group speaks for it
            value = value[0] if value else None
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def fold(text: str) -> str:
    """Lower case with umlauts written out: what both databases find alike."""
    return text.casefold().translate(FOLD)[:200]
