"""Which stored files revisions, and files on their way to one, name."""

from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.files import Hashes, keeps_files
from glueckauf.core.scope import Scope
from glueckauf.supply.models import GridFile, GridLook, GridRevision

COLUMNS = ((GridRevision, "model"), (GridRevision, "series"), (GridFile, "content"), (GridFile, "series"), (GridLook, "kept"))


@keeps_files
def kept(hashes: Hashes) -> Hashes:
    """In any tenant."""
    found: set[str] = set()
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            for table, column in COLUMNS:
                rows = table.objects.filter(tenant=tenant, **{f"{column}__in": hashes})
                found.update(rows.values_list(column, flat=True))
    return frozenset(found)
