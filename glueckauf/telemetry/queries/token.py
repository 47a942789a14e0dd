"""Who delivers: the device behind a token."""

from collections.abc import Iterable
from dataclasses import dataclass

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.models import Device, DeviceToken, TokenRevocation
from glueckauf.telemetry.rules.keys import hash_token

LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A device, known by its token."""

    tenant: str
    device_id: int

    @property
    def by(self) -> Rule:
        """The house acts, in the scope of the device's tenant."""
        return inlet(self.tenant)


def inlet(tenant: str) -> Rule:
    """Who stores values of this tenant."""
    return Rule(tenant=tenant, name="telemetry.inlet")


def sender_of_token(token: str) -> Sender | None:
    """None for a token nobody issued or somebody revoked."""
    if not token.isascii() or len(token) > LONGEST:
        return None
    row = DeviceToken.objects.filter(pk=hash_token(token)).first()
    if row is None:
        return None
    with reading(inlet(row.tenant)):
        if TokenRevocation.objects.filter(pk=row.digest).exists():
            return None
    return Sender(tenant=row.tenant, device_id=row.device_id)


def ids_of(tenant: str, keys: Iterable[str]) -> dict[str, int]:
    """Ids of the tenant's devices by key; a key that is none is left out."""
    by = inlet(tenant)
    with reading(by):
        return dict(Device.objects.visible_to(by).filter(key__in=list(keys)).values_list("key", "pk"))
