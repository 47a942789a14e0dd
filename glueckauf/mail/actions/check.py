"""One file of a mail: stored as it came, then looked at."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.core import files
from glueckauf.core.db import writing
from glueckauf.core.scope import Scope
from glueckauf.mail.rules.files import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`original` and `cleaned` are keys of stored files; `cleaned` empty: not accepted, or the same as the original."""

    original: str
    cleaned: str
    media_type: str
    pages: int | None
    problems: tuple[str, ...]
    scan: str


def checked(file: File, *, at: datetime) -> Checked:
    """Never raises for what is in the file."""
    with writing(Scope()):
        original = files.store_bytes(file.content, at=at).pk
    return Checked(original=original, cleaned="", media_type=file.media_type, pages=None, problems=(), scan="not_scanned")
