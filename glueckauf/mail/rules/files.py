"""The files of a mail: attachments, photos without a name, files of forwarded mails and what winmail.dat hides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import collapse_rfc2231_value

from glueckauf.mail.rules.headers import clean_line, unfolded, words
from glueckauf.mail.rules.limits import DECORATION_BYTES, PARTS
from glueckauf.mail.rules.text import is_body
from glueckauf.mail.rules.tree import children, content, inner
from glueckauf.mail.rules.winmail import UnreadableWinmail, is_winmail, opened

_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/heif": "heic",
    "application/pdf": "pdf",
    "text/plain": "txt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file as the sender sent it. Its type is a claim; core.uploads looks at the content."""

    filename: str
    media_type: str
    content: bytes
    source: str
    is_decoration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """All files of a mail, the text that only winmail.dat had, and what could not be opened."""

    files: tuple[File, ...]
    text: str
    problems: tuple[str, ...]


def files_of(message: Message) -> Files:
    """In the order of the mail, at most PARTS."""
    files: list[File] = []
    texts: list[str] = []
    problems: list[str] = []
    for part, source in leaves(message, "mime"):
        file = read(part, source, len(files) + 1)
        if not is_winmail(file.filename, file.media_type, file.content):
            files.append(file)
            continue
        try:
            inside = opened(file.content)
        except UnreadableWinmail:
            files.append(file)
            problems.append("winmail_unreadable")
            continue
        texts.append(inside.text)
        files.extend(from_winmail(inside.files, len(files)))
    return Files(files=tuple(files[:PARTS]), text="\n\n".join(texts), problems=tuple(problems))


def leaves(part: Message, source: str) -> Iterator[tuple[Message, str]]:
    """Every part that is a file. Reports, signatures and the words themselves are none."""
    if mail := inner(part):
        yield from leaves(mail, "nested")
    elif part.get_content_type() == "multipart/report" or part.get_content_type() in _SIGNATURES:
        return
    elif part.is_multipart():
        for child in children(part):
            yield from leaves(child, source)
    elif not is_body(part) and part.get_content_maintype() != "multipart":
        yield part, source


def read(part: Message, source: str, position: int) -> File:
    """One part as a file; a small picture that the text shows by its id is a decoration."""
    raw = content(part)
    media_type = clean_line(part.get_content_type(), 100)
    shown = str(part.get("content-disposition", "")).strip().lower()[:10] != "attachment" and part.get("content-id") is not None
    return File(
        filename=safe_name(claimed_name(part), media_type, position),
        media_type=media_type,
        content=raw,
        source=source,
        is_decoration=shown and media_type.startswith("image/") and len(raw) < DECORATION_BYTES,
    )


def claimed_name(part: Message) -> str:
    """filename= or name=, in any of the four ways programs encode it."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        plain = readable(part, header)
        if plain is None:
            continue
        value = plain.get_param(parameter, None, header)
        if value:
            return words(collapse_rfc2231_value(value))
    return ""


def readable(part: Message, header: str) -> Message | None:
    """A message with this one header, its raw bytes guessed: Python would turn latin-1 into question marks."""
    for key, value in part.raw_items():
        if key.lower() == header:
            alone = Message()
            alone[header] = unfolded(value)
            return alone
    return None


def safe_name(claimed: str, media_type: str, position: int) -> str:
    """A name for a list and a download: no path, no control, never empty, ending kept when shortened."""
    name = clean_line(re.split(r"[/\\]", clean_line(claimed, 1_000))[-1], 1_000).lstrip(". ")
    if not name:
        kind = "Foto" if media_type.startswith("image/") else "Anhang"
        return f"{kind} {position}.{_ENDINGS.get(media_type, 'bin')}"
    stem, dot, ending = name.rpartition(".")
    return name[:120] if not dot or len(ending) > 10 else f"{stem[: 119 - len(ending)]}.{ending}"


def from_winmail(inside: tuple[tuple[str, bytes], ...], before: int) -> Iterator[File]:
    """Files of winmail.dat carry no type; the name's ending is shown, the content decides later."""
    for position, (name, raw) in enumerate(inside, start=before + 1):
        file = File(filename="", media_type="application/octet-stream", content=raw, source="winmail")
        yield replace(file, filename=safe_name(name, file.media_type, position))
