"""Which stored files letters name."""

from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.files import Hashes, keeps_files
from glueckauf.core.scope import Scope
from glueckauf.letters.models import Letter


@keeps_files
def kept(hashes: Hashes) -> Hashes:
    """In any tenant."""
    found: set[str] = set()
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            found.update(Letter.objects.filter(tenant=tenant, sha256__in=hashes).values_list("sha256", flat=True))
    return frozenset(found)
