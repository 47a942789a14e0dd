"""Which stored files mails name: as they came, and what was in them."""

from itertools import chain

from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.files import Hashes, keeps_files
from glueckauf.core.scope import HOUSE, Scope
from glueckauf.mail.models import IncomingAttachment, IncomingMail


@keeps_files
def kept(hashes: Hashes) -> Hashes:
    """In any tenant, and in the house's own quarantine."""
    found: set[str] = set()
    for tenant in (*tenants(), HOUSE.tenant):
        with reading(Scope(tenant=tenant)):
            raw = IncomingMail.objects.filter(tenant=tenant, raw__in=hashes).values_list("raw_id", flat=True)
            files = IncomingAttachment.objects.filter(tenant=tenant)
            original = files.filter(original__in=hashes).values_list("original_id", flat=True)
            cleaned = files.filter(cleaned__in=hashes).values_list("cleaned_id", flat=True)
            found.update(key for key in chain(raw, original, cleaned) if key)
    return frozenset(found)
