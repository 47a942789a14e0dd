"""One Tenant row per city and operator of the folders, at every start. A row is never removed: other rows carry its key."""

from datetime import datetime

from glueckauf.cities.models import Tenant
from glueckauf.cities.queries import kommunen, operators
from glueckauf.cities.rules.schema import KommuneData, TenantData
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope


def sync_tenants(at: datetime) -> tuple[str, ...]:
    """Adds and updates; returns the keys that changed. Safe to run twice and by several processes at once."""
    wanted = {one.key: row(one) for one in (*kommunen(), *operators())}
    there = {t.key: t for t in Tenant.objects.filter(key__in=wanted)}
    changed = tuple(key for key, fields in wanted.items() if key not in there or differs(there[key], fields))
    if changed:
        with writing(Scope()):
            for key in changed:
                Tenant.objects.update_or_create(key=key, defaults=wanted[key])
    return changed


def row(one: TenantData) -> dict[str, str]:
    """Its columns."""
    kind, ars = ("kommune", one.ars) if isinstance(one, KommuneData) else ("operator", "")
    return {"kind": kind, "name": one.full_name, "prefix": one.prefix, "ars": ars}


def differs(tenant: Tenant, fields: dict[str, str]) -> bool:
    """Whether a column changed."""
    return any(getattr(tenant, name) != value for name, value in fields.items())
