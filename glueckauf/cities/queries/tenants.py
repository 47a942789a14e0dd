"""Whose rows there may be."""

from glueckauf.cities.models import Tenant


def tenants() -> tuple[str, ...]:
    """Keys of all tenants, also of a city whose folder is gone or broken today: its rows are still there."""
    return tuple(Tenant.objects.order_by("key").values_list("key", flat=True))
