"""winmail.dat: what Outlook hides in it. Objects are counted before the reader runs, which copies the rest for each."""

import logging
from dataclasses import dataclass
from typing import Any

from glueckauf.mail.rules.limits import PARTS, WINMAIL_OBJECTS

SIGNATURE = b"\x78\x9f\x3e\x22"
_COPIED_BYTES = 2_000_000_000
logging.getLogger("tnefparse").setLevel(logging.ERROR)  # it logs what it finds in other people's mail


class UnreadableWinmail(Exception):
    """Broken or built to exhaust us: the file is kept as it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Winmail:
    """Text and files that were inside."""

    text: str
    files: tuple[tuple[str, bytes], ...]


def is_winmail(filename: str, media_type: str, content: bytes) -> bool:
    """By its content; the name and type only decide whether we look."""
    named = filename.lower() in ("winmail.dat", "win.dat") or media_type in ("application/ms-tnef", "application/vnd.ms-tnef")
    return named and content.startswith(SIGNATURE)


def opened(content: bytes) -> Winmail:
    """Raises UnreadableWinmail."""
    objects = count_objects(content)
    if objects > WINMAIL_OBJECTS or objects * len(content) > _COPIED_BYTES:
        raise UnreadableWinmail
    from tnefparse import TNEF  # a start of the house need not wait for it

    try:
        tnef = TNEF(content, do_checksum=False)
        files = tuple((file_name(a), bytes(a.data)) for a in tnef.attachments[:PARTS] if a.data)
    except Exception as error:  # its reader raises whatever struct, codecs and recursion raise
        raise UnreadableWinmail from error
    return Winmail(text=name_of(tnef.body or ""), files=files)


def file_name(attachment: Any) -> str:
    """The long name; its short one is in an unnamed charset, which the library reads as UTF-8."""
    try:
        return name_of(attachment.long_filename())
    except UnicodeDecodeError:
        return name_of(attachment._name)


def name_of(value: object) -> str:
    """Text of a property, which may be bytes in an unnamed charset."""
    return value.decode("cp1252", "replace").rstrip("\x00") if isinstance(value, bytes) else str(value)


def count_objects(content: bytes) -> int:
    """Walks the lengths only: level 1, attribute 4, length 4, value, checksum 2."""
    offset, count = 6, 0
    while offset + 12 < len(content) and count <= WINMAIL_OBJECTS:
        offset += int.from_bytes(content[offset + 5 : offset + 9], "little") + 11
        count += 1
    return count
