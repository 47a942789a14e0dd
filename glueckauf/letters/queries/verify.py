"""Is this letter genuine? By its file or by its printed code, for anyone, without a word about a person.

A code or a file finds its letter through hashes that need no tenant; only then the row is read, in the scope of its tenant.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO

from glueckauf.core import ids
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope
from glueckauf.letters.models import Letter, LetterHash
from glueckauf.letters.providers import settings
from glueckauf.letters.rules.seal import Examined, Seal

CODE_CHARACTERS = 19  # four groups of four and their dashes
CHUNK = 64 * 1024


class Outcome(StrEnum):
    """The answers there are."""

    GENUINE = "genuine"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What we can say of a letter. Nothing in it names a person; fields are empty where we do not know."""

    outcome: Outcome
    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_at: datetime | None = None
    withdrawn_at: datetime | None = None
    seal: str = ""
    seal_until: datetime | None = None
    sha256: str = ""

    @property
    def is_demo(self) -> bool:
        """Sealed by the demo authority."""
        return self.seal.startswith("Muster-Siegel")


def verify_code(code: str) -> Verdict:
    """By the code from the paper, however badly typed. Says whether the letter still counts, not whether the paper was changed."""
    normal = ids.normal_code(code[:100])
    if len(normal) != CODE_CHARACTERS:
        return Verdict(outcome=Outcome.UNKNOWN)
    found = letter_of(ids.hash_code(normal))
    return of_letter(found) if found else Verdict(outcome=Outcome.UNKNOWN)


def verify_upload(file: IO[bytes], *, at: datetime) -> Verdict:
    """By the PDF. A file of ours, byte for byte, is judged on the day it was issued: the certificate may have run out since."""
    digest = digest_of(file)
    found = letter_of(digest)
    from glueckauf.letters.providers.seal import examine  # loads pyHanko only where a seal is looked at

    examined = examine(file, trusted=settings.trusted(), moment=found.issued_at if found else at)
    if found and examined.seal == Seal.GOOD:
        return of_letter(found, examined, digest)
    original = letter_of(digest_of(file, most=examined.sealed_bytes)) if examined.sealed_bytes else None
    if original or examined.seal == Seal.BROKEN:
        return changed(original, examined, digest)
    return Verdict(outcome=Outcome.UNKNOWN, sha256=digest)


def of_letter(letter: Letter, examined: Examined | None = None, digest: str = "") -> Verdict:
    """Genuine, or no longer."""
    withdrawal = getattr(letter, "withdrawal", None)
    outcome = Outcome.GENUINE
    if withdrawal:
        outcome = Outcome.REPLACED if withdrawal.replaced_by_id else Outcome.WITHDRAWN
    return Verdict(
        outcome=outcome,
        title=letter.title,
        number=letter.number,
        issuer=letter.issuer,
        issued_at=letter.issued_at,
        withdrawn_at=withdrawal.at if withdrawal else None,
        seal=examined.subject if examined else "",
        seal_until=examined.valid_until if examined else None,
        sha256=digest,
    )


def changed(original: Letter | None, examined: Examined, digest: str) -> Verdict:
    """Our seal, but not our file. When something was only added, the part before it tells which letter it was: `original`."""
    return Verdict(
        outcome=Outcome.CHANGED,
        issuer=original.issuer if original else "",
        issued_at=original.issued_at if original else None,
        seal=examined.subject,
        seal_until=examined.valid_until,
        sha256=digest,
    )


def letter_of(digest: str) -> Letter | None:
    """First the hash, then the row in the scope of the tenant it names."""
    row = LetterHash.objects.filter(digest=digest).first()
    if row is None:
        return None
    with reading(Scope(tenant=row.tenant)):
        return Letter.objects.select_related("withdrawal").filter(tenant=row.tenant, pk=row.letter_id).first()


def digest_of(file: IO[bytes], *, most: int | None = None) -> str:
    """SHA-256 of the file or of its first `most` bytes, in chunks; the file is at its start again afterwards."""
    file.seek(0)
    digest, left = hashlib.sha256(), most if most is not None else float("inf")
    while left > 0 and (chunk := file.read(int(min(CHUNK, left)))):
        digest.update(chunk)
        left -= len(chunk)
    file.seek(0)
    return digest.hexdigest()
