"""A letter and its file, for those who may see them."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Actor
from glueckauf.letters.models import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One letter in a list."""

    id: int
    number: str
    title: str
    issued_at: datetime
    withdrawn_at: datetime | None
    replaced_by: int | None
    sha256: str


def letters_of(actor: Actor, subject_ref: str) -> tuple[LetterView, ...]:
    """All letters about one thing, newest first, withdrawn ones too."""
    with reading(actor):
        rows = Letter.objects.visible_to(actor).filter(subject_ref=subject_ref).select_related("withdrawal").order_by("-pk")
        return tuple(view(row) for row in rows)


def content(actor: Actor, letter_id: int) -> bytes:
    """The sealed PDF. Raises NotFound for a foreign one, and for one whose file was deleted."""
    with reading(actor):
        row = Letter.objects.visible_to(actor).filter(pk=letter_id).first()
    if row is None or not row.sha256:
        raise NotFound
    return read_blob(row.sha256)


def view(row: Letter) -> LetterView:
    """As pages show it."""
    withdrawal = getattr(row, "withdrawal", None)
    return LetterView(
        id=row.pk,
        number=row.number,
        title=row.title,
        issued_at=row.issued_at,
        withdrawn_at=withdrawal.at if withdrawal else None,
        replaced_by=withdrawal.replaced_by_id if withdrawal else None,
        sha256=row.sha256,
    )
