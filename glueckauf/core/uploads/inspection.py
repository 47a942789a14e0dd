"""inspect(): what a file is by its content, what is wrong with it, and what of it we keep. First the type, then its reader must open it."""

from dataclasses import dataclass
from os import SEEK_END
from typing import IO, Literal

import filetype
from django.conf import settings

from glueckauf.core.uploads import pdf, word
from glueckauf.core.uploads.found import Found, refused
from glueckauf.core.uploads.names import safe_name
from glueckauf.core.uploads.problems import Problem

Kind = Literal["pdf", "jpeg", "png", "heic", "docx"]
KINDS: dict[str, Kind] = {
    "application/pdf": "pdf",
    "image/jpeg": "jpeg",
    "image/png": "png",
    "image/heic": "heic",
    word.MEDIA_TYPE: "docx",
}
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", word.MEDIA_TYPE: ".docx"}
HEAD = 8192
PDF_MAGIC, PDF_MAY_START = b"%PDF-", 1024
MOST_PAGES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A file after a look inside. With problems nothing is kept: `clean_bytes` is empty.

    `kind` is what was sent, `media_type` and `safe_name` what is kept: a HEIC photo is kept as JPEG. `pages` is 0 where unknown (Word).
    """

    kind: Kind | None
    media_type: str
    size: int
    pages: int
    problems: tuple[Problem, ...]
    clean_bytes: bytes
    safe_name: str


def inspect(file: IO[bytes], filename: str, *, most_pages: int = MOST_PAGES) -> Inspection:
    """Never raises for a bad file. Reads at most GLUECKAUF_MAX_UPLOAD_MB; a malware scan is a call of its own."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if size > settings.GLUECKAUF.max_upload_mb * 1_000_000:
        return result(None, size, refused(Problem.TOO_LARGE), filename)
    content = file.read()
    kind = kind_of(content)
    return result(kind, size, read(content, kind, most_pages), filename)


def kind_of(content: bytes) -> Kind | None:
    """By the first bytes. A file that a PDF program would open too is none of the others."""
    guess = filetype.guess(content[:HEAD])
    kind = KINDS.get(guess.mime) if guess else None
    if kind is None and content.startswith(b"PK\x03\x04") and b"word/" in content:
        kind = "docx"
    if kind == "pdf":
        return kind if content.startswith(PDF_MAGIC) else None
    return None if PDF_MAGIC in content[:PDF_MAY_START] else kind


def read(content: bytes, kind: Kind | None, most_pages: int) -> Found:
    """By the reader of its kind."""
    if kind is None:
        locked = content.startswith(word.OFFICE_LOCKED) and "EncryptedPackage".encode("utf-16-le") in content
        return refused(Problem.ENCRYPTED if locked else Problem.NOT_ACCEPTED if content else Problem.UNREADABLE)
    if kind == "pdf":
        return pdf.read(content, most_pages=most_pages)
    if kind == "docx":
        found = word.read(content)
        return found if found.problem else Found(content=content, media_type=found.media_type)
    from glueckauf.core.uploads import image  # Pillow and HEIF: a start of the house need not wait for them

    return image.read(content, kind)


def result(kind: Kind | None, size: int, found: Found, filename: str) -> Inspection:
    """As callers keep it."""
    return Inspection(
        kind=kind,
        media_type=found.media_type,
        size=size,
        pages=found.pages,
        problems=(found.problem,) if found.problem else (),
        clean_bytes=found.content,
        safe_name=safe_name(filename, SUFFIXES.get(found.media_type, "")),
    )
