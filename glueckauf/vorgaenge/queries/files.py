"""Files of a Vorgang for those who may see them."""

from dataclasses import dataclass

from glueckauf.cities.queries import tenants
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.files import Hashes, keeps_files, read_blob
from glueckauf.core.scope import Scope
from glueckauf.core.uploads import page_images
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.letters import queries as letters
from glueckauf.vorgaenge.models import Bescheid, Document, Vorgang


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A document's content, to be served as an attachment only."""

    filename: str
    media_type: str
    sha256: str


def document(actor: Clerk | Citizen | Guest, number: str, key: str) -> FileView:
    """Raises NotFound, also for a file with a problem: an upload was not kept, and what a mail brought stays where it is."""
    with reading(actor):
        vorgang = Vorgang.objects.visible_to(actor).filter(number=number).first()
        row = (
            Document.objects.filter(vorgang=vorgang, key=key, removed_at=None, problems=[]).exclude(sha256="").first() if vorgang else None
        )
    if row is None:
        raise NotFound
    return FileView(filename=row.filename, media_type=row.media_type, sha256=row.sha256)


@keeps_files
def kept(hashes: Hashes) -> Hashes:
    """Which stored files documents name, in any tenant."""
    found: set[str] = set()
    for tenant in tenants():
        with reading(Scope(tenant=tenant)):
            found.update(Document.objects.filter(tenant_id=tenant, sha256__in=hashes).values_list("sha256", flat=True))
    return frozenset(found)


def pages(actor: Clerk, number: str, key: str) -> list[bytes]:
    """Page images that we render: the viewer never shows an original."""
    file = document(actor, number, key)
    return page_images(read_blob(file.sha256), file.media_type)


def letter(actor: Clerk | Citizen | Guest, number: str, bescheid_id: int) -> bytes:
    """The sealed PDF. The first retrieval of a citizen is an action of its own."""
    with reading(actor):
        row = Bescheid.objects.visible_to(actor).filter(pk=bescheid_id, vorgang__number=number).exclude(letter_id=None).first()
    if row is None or row.letter_id is None:
        raise NotFound
    return letters.content(actor, row.letter_id)
