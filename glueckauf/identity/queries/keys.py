"""What a mailed link or a printed code opens, looked up by its hash before anybody is known."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from glueckauf.core.ids import code_of, hash_code
from glueckauf.identity.models import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInfo:
    """Which door a key opens: purpose, tenant (may be empty) and the id of the subject."""

    purpose: str
    tenant: str
    subject: str
    expires_at: datetime | None


def open_key(code: str, purpose: str, *, at: datetime) -> KeyInfo | None:
    """The door, without using the key up; None for a key that is unknown, of another purpose, used or past its time.

    Codes that people type are short enough to try: the caller limits attempts with core.ratelimit.
    """
    key = valid_keys(code, purpose, at).first()
    return None if key is None else info(key)


def derived_code(purpose: str, tenant: str, subject: str) -> str:
    """80 bits that only this installation's key can compute: letter, mail and page say the code again, the table holds its hash."""
    return code_of(salted_hmac("glueckauf.identity.key", f"{purpose}/{tenant}/{subject}", algorithm="sha256").digest())


def printable_code(purpose: str, tenant: str, subject: str, *, at: datetime) -> str:
    """The derived code while it opens something; empty when it was never issued, has ended, or the installation's key was changed."""
    code = derived_code(purpose, tenant, subject)
    return code if valid_keys(code, purpose, at).exists() else ""


def valid_keys(code: str, purpose: str, at: datetime) -> QuerySet[Key]:
    """None or one."""
    in_time = Q(expires_at=None) | Q(expires_at__gt=at)
    return Key.objects.filter(in_time, digest=hash_code(code), purpose=purpose, used_at=None)


def info(key: Key) -> KeyInfo:
    """The row as others see it: without the hash."""
    return KeyInfo(purpose=key.purpose, tenant=key.tenant, subject=key.subject, expires_at=key.expires_at)
