"""Scope: whose rows a transaction may touch. Free of Django, so that actors can carry it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Rows of one tenant or of one person. Both empty: none. `person`: UUIDs joined by commas, for an account that holds several."""

    tenant: str = ""
    person: str = ""


# Rows that belong to no city, such as "an address was confirmed": kept under a tenant of their own, so that empty still means none.
HOUSE = Scope(tenant="-")
