"""Editions of all cities as they are in effect on a day. Read in the scope of every city at once: what is published is public."""

from collections.abc import Iterable
from datetime import date

from glueckauf.catalogue.models import Edition
from glueckauf.catalogue.rules.drafting import DraftKind, EditionInEffect
from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.scope import Scope

Pair = tuple[str, str]


def everyone() -> Scope:
    """Rows of all tenants, for what is published of them."""
    return Scope(tenant=",".join(tenants()))


def in_effect(day: date) -> dict[Pair, EditionInEffect]:
    """By city and slug. An edition without content is none: the folders hold again."""
    with reading(everyone()):
        rows = Edition.objects.filter(effective_from__lte=day, withdrawn_at=None).order_by("effective_from", "number")
        last = {(row[1], row[2]): row[0] for row in rows.values_list("pk", "tenant_id", "leistung")}
        found = list(Edition.objects.filter(pk__in=last.values())) if last else []
    return {(row.tenant_id, row.leistung): as_value(row) for row in found if row.content}


def as_value(row: Edition) -> EditionInEffect:
    """Without who and when."""
    return EditionInEffect(
        id=row.pk, kommune=row.tenant_id, slug=row.leistung, number=row.number, kind=DraftKind(row.kind), content=row.content
    )


def edition_keys(ids: Iterable[int]) -> dict[Pair, int]:
    """City and slug of these editions."""
    wanted = list(ids)
    if not wanted:
        return {}
    with reading(everyone()):
        rows = Edition.objects.filter(pk__in=wanted).values_list("tenant_id", "leistung", "pk")
        return {(tenant, slug): pk for tenant, slug, pk in rows}
