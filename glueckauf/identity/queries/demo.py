"""Demo mode only: the accounts one may try, with the code their authenticator app would show now."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from glueckauf.core.clock import demo_offset
from glueckauf.core.errors import NotFound

PERIOD_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClerk:
    """A row of the demo page. `tenant` is empty for an operator."""

    username: str
    name: str
    tenant: str
    roles: tuple[str, ...]
    code: str


def demo_clerks(at: datetime) -> tuple[DemoClerk, ...]:
    """All accounts with a second factor, by city and name. Raises NotFound outside demo mode."""
    _only_in_demo()
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP).select_related("user").order_by("user__tenant_id", "user__username")
    return tuple(
        DemoClerk(
            username=row.user.username,
            name=row.user.display_name,
            tenant=row.user.tenant_id or "",
            roles=tuple(row.user.roles),
            code=_code(row, at),
        )
        for row in rows
    )


def demo_totp(username: str, at: datetime) -> str:
    """The six digits that sign this account in now. Raises NotFound outside demo mode or without such an account."""
    _only_in_demo()
    row = Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__username=username).first()
    if row is None:
        raise NotFound
    return _code(row, at)


def _only_in_demo() -> None:
    if not settings.GLUECKAUF.is_demo:
        raise NotFound


def _code(row: Authenticator, at: datetime) -> str:
    """Authenticator apps follow the true time, also when the demo's clock was moved forward."""
    true_second = int((at - demo_offset()).timestamp())
    secret = get_adapter().decrypt(row.data["secret"])
    return str(format_hotp_value(hotp_value(secret, true_second // PERIOD_SECONDS)))
