"""One Tenant row per city of the folder, at every start. A row is never removed: other rows carry its key."""

from datetime import datetime

from glueckauf.cities.models import Tenant
from glueckauf.cities.queries import kommunen
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope


def sync_tenants(at: datetime) -> tuple[str, ...]:
    """Adds and updates; returns the keys that changed. Safe to run twice and by several processes at once."""
    wanted = {k.key: row(k) for k in kommunen()}
    there = {t.key: t for t in Tenant.objects.filter(key__in=wanted)}
    changed = tuple(key for key, fields in wanted.items() if key not in there or differs(there[key], fields))
    if changed:
        with writing(Scope()):
            for key in changed:
                Tenant.objects.update_or_create(key=key, defaults=wanted[key])
    return changed


def row(city: KommuneData) -> dict[str, str]:
    """The columns of a city."""
    return {"kind": "kommune", "name": city.full_name, "prefix": city.prefix, "ars": city.ars}


def differs(tenant: Tenant, fields: dict[str, str]) -> bool:
    """Whether a column changed."""
    return any(getattr(tenant, name) != value for name, value in fields.items())
