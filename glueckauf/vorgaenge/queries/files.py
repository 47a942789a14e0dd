"""Files of a Vorgang for those who may see them."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.files import read_blob
from glueckauf.core.uploads import page_images
from glueckauf.identity.rules.actor import Citizen, Clerk, Guest
from glueckauf.letters import queries as letters
from glueckauf.vorgaenge.models import Bescheid, Document, Submission, Vorgang


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A document's content, to be served as an attachment only."""

    filename: str
    media_type: str
    sha256: str


def document(actor: Clerk | Citizen | Guest, number: str, key: str) -> FileView:
    """Raises NotFound; an infected or unreadable file was not kept."""
    with reading(actor):
        vorgang = Vorgang.objects.visible_to(actor).filter(number=number).first()
        row = Document.objects.filter(vorgang=vorgang, key=key, removed_at=None).exclude(sha256="").first() if vorgang else None
    if row is None:
        raise NotFound
    return FileView(filename=row.filename, media_type=row.media_type, sha256=row.sha256)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the receipt page and PDF say."""

    number: str
    title: str
    city: str
    office: str
    at: datetime
    email: str
    channel: str
    unpaid: bool
    kommune: str
    leistung: str


def receipt(actor: Citizen | Guest, key: str) -> Receipt:
    """Of a submitted Antrag, by the key in its address. Raises NotFound."""
    with reading(actor):
        submission = Submission.objects.visible_to(actor).select_related("antrag").filter(antrag__key=key).first()
        vorgang = Vorgang.objects.filter(antrag=submission.antrag).order_by("pk").first() if submission else None
    if submission is None or vorgang is None:
        raise NotFound
    city = catalogue.revision(vorgang.revision_id).kommune
    office = next((o.name for o in city.offices if o.key == vorgang.office), "")
    return Receipt(
        number=vorgang.number,
        title=vorgang.title,
        city=city.full_name,
        office=office,
        at=submission.at,
        email=submission.email,
        channel=submission.channel,
        unpaid=vorgang.stage == "payment",
        kommune=city.key,
        leistung=vorgang.leistung,
    )
