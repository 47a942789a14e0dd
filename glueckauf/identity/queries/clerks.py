"""Clerks of a town hall, as colleagues see them."""

from glueckauf.identity.models import ClerkAccount


def clerks_of(tenant: str, office: str) -> tuple[tuple[int, str], ...]:
    """(id, name) of those who work in the office, by name."""
    rows = ClerkAccount.objects.filter(tenant_id=tenant, is_active=True).order_by("display_name")
    return tuple((row.pk, row.display_name) for row in rows if office in row.offices)


def clerk_in(tenant: str, office: str, clerk_id: int) -> str | None:
    """The name, or None when this clerk does not work in that office."""
    return dict(clerks_of(tenant, office)).get(clerk_id)


def clerk_name(clerk_id: int) -> str:
    """For 'Im Auftrag' and the history of a case; empty when the account is gone."""
    return ClerkAccount.objects.filter(pk=clerk_id).values_list("display_name", flat=True).first() or ""


def clerk_names(ids: frozenset[int]) -> dict[int, str]:
    """Several at once."""
    return dict(ClerkAccount.objects.filter(pk__in=ids).values_list("pk", "display_name"))
