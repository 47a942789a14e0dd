"""Accounts of clerks and operators. Made by the operator, by the house at first start, or from the command line; never by a visitor."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from glueckauf.core.db import writing
from glueckauf.core.errors import Forbidden, Refused
from glueckauf.core.outbox import publish
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.identity.events import ClerkAdded, ClerkSignedIn
from glueckauf.identity.models import ClerkAccount
from glueckauf.identity.rules.actor import Actor, Clerk, Operator, Role, Rule


class UsernameTaken(Refused):
    """There is an account of this name."""

    text = "Den Benutzernamen {username} gibt es schon. Wählen Sie einen anderen."


class PasswordTooWeak(Refused):
    """The password does not meet the house's rules."""

    text = "Dieses Passwort ist zu leicht zu erraten: mindestens 12 Zeichen, und keines der bekannten."


def make_clerk(
    username: str,
    *,
    password: str,
    tenant: str,
    offices: Iterable[str],
    roles: Iterable[Role],
    display_name: str,
    totp_secret: str | None = None,
    by: Actor,
    at: datetime,
) -> ClerkAccount:
    """A clerk of one tenant. Without `totp_secret` (base 32) the first sign-in leads to setting up the second factor."""
    return _make(
        ClerkAccount(
            username=username,
            tenant_id=tenant,
            offices=sorted(offices),
            roles=sorted(Role(role) for role in roles),
            display_name=display_name,
        ),
        password,
        totp_secret,
        by,
        at,
    )


def make_operator(
    username: str, *, password: str, display_name: str, totp_secret: str | None = None, by: Actor, at: datetime
) -> ClerkAccount:
    """Somebody who runs the installation: sees states and numbers, no Vorgang."""
    return _make(ClerkAccount(username=username, display_name=display_name), password, totp_secret, by, at)


def _make(account: ClerkAccount, password: str, totp_secret: str | None, by: Actor, at: datetime) -> ClerkAccount:
    if not isinstance(by, (Operator, Rule)):
        raise Forbidden
    try:
        validate_password(password, account)
    except ValidationError:
        raise PasswordTooWeak from None
    account.password = make_password(password)
    account.date_joined = at
    tenant = account.tenant_id or ""
    with writing(Scope(tenant=tenant) if tenant else HOUSE):
        if ClerkAccount.objects.filter(username=account.username).exists():
            raise UsernameTaken(username=account.username)
        account.save()
        if totp_secret:
            TOTP.activate(account, totp_secret)
            RecoveryCodes.activate(account)
        publish(ClerkAdded(tenant=tenant, clerk_id=account.pk), by=by, at=at)
    return account


def reset_second_factor(clerk_id: int, *, by: Actor, at: datetime) -> None:
    """The phone was lost: the next sign-in sets up a new one. Only an operator or the house, who made sure who asks."""
    if not isinstance(by, (Operator, Rule)):
        raise Forbidden
    with writing(by):
        Authenticator.objects.filter(user_id=clerk_id).delete()


def record_sign_in(clerk: Clerk | Operator, *, at: datetime) -> None:
    """Both factors were right: a row for the audit."""
    tenant = clerk.tenant if isinstance(clerk, Clerk) else ""
    with writing(clerk):
        publish(ClerkSignedIn(tenant=tenant, clerk_id=clerk.id), by=clerk, at=at)
