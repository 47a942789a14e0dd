"""Files: stored first, inspected and scanned at once, shown with what was found; the same for form, slot and mail."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID, uuid4

from glueckauf.core.db import writing
from glueckauf.core.errors import NotFound, Refused
from glueckauf.core.files import store, store_bytes
from glueckauf.core.uploads import Inspection, Scan, inspect, scan
from glueckauf.identity.rules.actor import Citizen, Guest
from glueckauf.vorgaenge.actions.arrivals import arrived
from glueckauf.vorgaenge.actions.drafts import require_draft
from glueckauf.vorgaenge.actions.loading import Ref, locked, locked_antrag, require
from glueckauf.vorgaenge.models import Antrag, Document, Slot
from glueckauf.vorgaenge.rules.stage import OPEN

MOST_DOCUMENTS = 40
CHUNK = 64 * 1024


class TooManyDocuments(Refused):
    """More files than any Leistung needs."""

    text = "Es sind schon 40 Dateien da. Fassen Sie Seiten in einem PDF zusammen oder entfernen Sie eine Datei."


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file as it came in, looked at outside any transaction."""

    filename: str
    media_type: str
    size: int
    pages: int
    sha256: str
    problems: tuple[str, ...]
    scan: str


def take_in(file: IO[bytes], filename: str, *, at: datetime) -> Received:
    """Inspects, scans and stores; slow, so before the transaction. A refused file is not stored."""
    found: Inspection = inspect(file, filename)
    file.seek(0)
    verdict = scan(file)
    problems = [str(p) for p in found.problems] + (["infected"] if verdict is Scan.INFECTED and "infected" not in found.problems else [])
    if problems:
        return _received(found, "", problems, verdict)
    file.seek(0)
    blob = store_bytes(found.clean_bytes, at=at) if found.clean_bytes else store(iter(lambda: file.read(CHUNK), b""), at=at)
    return _received(found, blob.sha256, problems, verdict)


def _received(found: Inspection, sha256: str, problems: list[str], verdict: Scan) -> Received:
    return Received(
        filename=found.safe_name,
        media_type=found.media_type,
        size=found.size,
        pages=found.pages,
        sha256=sha256,
        problems=tuple(problems),
        scan=str(verdict),
    )


def add_to_antrag(key: str, *, field: str, nachweis: str, received: Received, by: Citizen | Guest, at: datetime) -> Document:
    """While she fills: the file with its findings, also a bad one, so that the page can say what is wrong. Sent twice it is one.

    Raises AlreadySubmitted, TooManyDocuments.
    """
    with writing(by):
        antrag = locked_antrag(key, by)
        require_draft(antrag)
        same = antrag.documents.filter(field=field, sha256=received.sha256, removed_at=None).exclude(sha256="").first()
        if same is not None:
            return same
        if antrag.documents.filter(removed_at=None).count() >= MOST_DOCUMENTS:
            raise TooManyDocuments
        return new_document(antrag, received, nachweis=nachweis, field=field, via="portal", at=at)


def remove_from_antrag(key: str, *, document: str, by: Citizen | Guest, at: datetime) -> None:
    """Takes a file out of the draft, once; the row stays until the draft is deleted. What was handed in stays with the case."""
    with writing(by):
        antrag = locked_antrag(key, by)
        require_draft(antrag)
        mine = antrag.documents.filter(key=as_key(document), vorgang=None)
        if not mine.exists():
            raise NotFound
        mine.filter(removed_at=None).update(removed_at=at)


def as_key(text: str) -> UUID:
    """The key of a document as a page sends it. Raises NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def rearrange_documents(key: str, *, gone: Collection[str], moved: Mapping[str, str], by: Citizen | Guest, at: datetime) -> None:
    """After an entry of a group was removed: its files go with it, those of the entries behind it follow them to their new place."""
    with writing(by):
        antrag = locked_antrag(key, by)
        require_draft(antrag)
        rows = antrag.documents.filter(vorgang=None, removed_at=None)
        rows.filter(key__in=gone).update(removed_at=at)
        for row in rows if moved else ():
            place = next((place for place in moved if row.field.startswith(place)), "")
            if not place:
                continue
            row.field, row.removed_at = (moved[place] or place) + row.field.removeprefix(place), None if moved[place] else at
            row.save(update_fields=["field", "removed_at"])


def add_to_slot(ref: Ref, *, slot: int, received: Sequence[Received], via: str, by: Citizen | Guest, at: datetime) -> list[Document]:
    """Handed in later, into one slot of a Nachforderung."""
    with writing(by):
        vorgang = locked(ref, by)
        require(vorgang, OPEN)
        row = Slot.objects.filter(vorgang=vorgang, pk=slot).first()
        if row is None:
            raise NotFound
        if vorgang.documents.filter(removed_at=None).count() + len(received) > MOST_DOCUMENTS:
            raise TooManyDocuments
        documents = [new_document(vorgang.antrag, r, nachweis=row.nachweis, slot=row, via=via, at=at) for r in received]
        arrived(vorgang, documents, via=via, by=by, at=at)
        return documents


def new_document(
    antrag: Antrag,
    received: Received,
    *,
    nachweis: str,
    field: str = "",
    slot: Slot | None = None,
    via: str,
    mail_id: int | None = None,
    at: datetime,
) -> Document:
    """The row of a file that was taken in; the caller holds the lock of its Antrag or Vorgang."""
    return Document.objects.create(
        key=uuid4(),
        tenant_id=antrag.tenant_id,
        person=UUID(str(antrag.person)),
        antrag=antrag,
        vorgang_id=slot.vorgang_id if slot else None,
        slot=slot,
        nachweis=nachweis,
        field=field,
        filename=received.filename,
        media_type=received.media_type,
        size=received.size,
        pages=received.pages,
        sha256=received.sha256,
        problems=list(received.problems),
        scan=received.scan,
        via=via,
        mail_id=mail_id,
        received_at=at,
    )
