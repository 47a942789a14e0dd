"""Who applies, read from the answers a Leistung names, for letter head, worklist and mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung

MOST_SIGNS = 200  # a line of a letter and a column of the worklist; two names of 120 letters may be more
NOBODY = "Ohne Namensangabe"
FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Name as written, e-mail, address lines as a letter needs them; each may be empty, where a Leistung asks for none."""

    name: str
    email: str
    address: tuple[str, ...]
    subject: str

    @property
    def recipient(self) -> tuple[str, ...]:
        """Lines of the address field: never empty."""
        return (self.name or NOBODY, *self.address)

    @property
    def salutation(self) -> str:
        """With the name where there is one."""
        return f"Guten Tag {self.name}," if self.name else "Guten Tag,"

    @property
    def can_be_written_to(self) -> bool:
        """By mail or by post. Else she sees what we say only where she handed in."""
        return bool(self.email or (self.name and self.address))


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
        name=name[:MOST_SIGNS],
        email=str(named.get("email") or ""),
        address=tuple(line[:MOST_SIGNS] for line in lines if line),
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


def found_by(applicant: Applicant, subject: str) -> str:
    """What the desk's search looks in: the name, or where nobody gave one what the matter is about."""
    return fold(applicant.name or f"ohne Namen {subject}")


def fold(text: str) -> str:
    """Lower case with umlauts written out: what both databases find alike."""
    return text.casefold().translate(FOLD)[:200]
