"""Keys: random codes of which we keep only the hash, each for one purpose and one subject."""

from datetime import datetime, timedelta

from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.ids import hash_code, new_code
from glueckauf.core.scope import Scope
from glueckauf.identity.models import Key
from glueckauf.identity.queries.keys import KeyInfo, derived_code, info, valid_keys
from glueckauf.identity.rules.actor import Actor

KEPT_AFTER_END = timedelta(days=30)


class KeyNotValid(Refused):
    """Unknown, used, or past its time: whoever guesses learns nothing, whoever held it learns enough."""

    text = "Dieser Link oder Code gilt nicht mehr. Jeder gilt nur eine bestimmte Zeit und meist nur einmal. Fordern Sie einen neuen an."
    status = 410


def issue_key(purpose: str, tenant: str, subject: str, *, groups: int = 4, expires_at: datetime | None, by: Actor, at: datetime) -> str:
    """A new code of `groups` times four characters, 20 bits each. Shown once; afterwards only its hash exists.

    Four groups cannot be guessed. Fewer are for codes people type together with something else; then the caller limits attempts.
    """
    code = new_code(groups)
    with writing(by):
        while Key.objects.filter(pk=hash_code(code)).exists():
            code = new_code(groups)
        Key.objects.create(digest=hash_code(code), purpose=purpose, tenant=tenant, subject=subject, expires_at=expires_at)
    return code


def issue_derived_key(purpose: str, tenant: str, subject: str, *, expires_at: datetime | None, by: Actor, at: datetime) -> None:
    """Makes queries.derived_code open this subject. Issued again, it moves the end."""
    with writing(by):
        digest = hash_code(derived_code(purpose, tenant, subject))
        ends = {"expires_at": expires_at, "used_at": None}
        Key.objects.update_or_create(pk=digest, defaults={"purpose": purpose, "tenant": tenant, "subject": subject, **ends})


def consume_key(code: str, purpose: str, *, by: Actor, at: datetime) -> KeyInfo:
    """Opens once: of two who come at the same time one gets in. Raises KeyNotValid."""
    with writing(by):
        key = valid_keys(code, purpose, at).first()
        if key is None or not Key.objects.filter(pk=key.pk, used_at=None).update(used_at=at):
            raise KeyNotValid
    return info(key)


def withdraw_keys(purpose: str, subject: str, *, by: Actor, at: datetime) -> int:
    """Closes every open key of this subject, when a new one replaces them or the matter has ended; how many."""
    with writing(by):
        return Key.objects.filter(purpose=purpose, subject=subject, used_at=None).update(used_at=at)


def forget_keys(at: datetime) -> int:
    """Deletes keys whose time ended a month ago; until then "no longer valid" can be looked into."""
    with writing(Scope()):
        return Key.objects.filter(expires_at__lt=at - KEPT_AFTER_END).delete()[0]
