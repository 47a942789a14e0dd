"""DOCX: an archive that is unpacked while counting, whose text is XML without tricks, and that carries no program."""

import re
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from glueckauf.core.uploads.found import Found, refused
from glueckauf.core.uploads.problems import Problem

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_FILES, MOST_UNPACKED, MOST_XML = 2_000, 100_000_000, 30_000_000
CHUNK = 64 * 1024
NEEDED = {"[Content_Types].xml", "word/document.xml"}
ACTIVE = re.compile(r"vbaproject|vbadata|activex|/embeddings/(?!.*\.(xlsx|docx|pptx)$)|\.(bin|exe|js|vbs|html?|swf)$", re.IGNORECASE)
# Something from outside that Word would fetch or run when the document is opened; a hyperlink waits for a click.
FETCHED = re.compile(rb'relationships/(attachedTemplate|oleObject|frame|subDocument|externalLink)"')
OFFICE_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Bomb(Exception):
    """Unpacks to far more than any document."""


def read(content: bytes) -> Found:
    """The sizes an archive claims are not believed: a 600 MB bomb passes a virus scanner as clean."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_FILES or len(names) != len(set(names)):
                return refused(Problem.ARCHIVE_BOMB)
            if not set(names) >= NEEDED:
                return refused(Problem.NOT_ACCEPTED)
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                return refused(Problem.ENCRYPTED)
            return opened(archive, names)
    except Bomb:
        return refused(Problem.ARCHIVE_BOMB)
    except Exception:  # whatever a broken file does to a parser, the answer is the same
        return refused(Problem.UNREADABLE)


def opened(archive: ZipFile, names: list[str]) -> Found:
    """Unpacks every part once, to nowhere. Raises Bomb, BadZipFile, XMLSyntaxError."""
    active = any(ACTIVE.search(name) for name in names)
    left = MOST_UNPACKED
    for name in names:
        part = unpacked(archive, name, left)
        left -= len(part)
        active = active or (name.endswith(".rels") and b'"External"' in part and FETCHED.search(part) is not None)
        if name.endswith((".xml", ".rels")):
            parse(part)
    return refused(Problem.ACTIVE_CONTENT) if active else Found(content=b"", media_type=MEDIA_TYPE)


def unpacked(archive: ZipFile, name: str, most: int) -> bytes:
    """One part, counted while it comes."""
    chunks, size = [], 0
    with archive.open(name) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise Bomb
            chunks.append(chunk)
    return b"".join(chunks)


def parse(part: bytes) -> None:
    """XML as Word writes it: no document type, so no entities to expand."""
    if len(part) > MOST_XML:
        raise Bomb
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part:
        raise ValueError("Word writes no document type")
    etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
