"""When two deliveries are the same mail: same Message-ID, author, date, subject and body, whatever servers wrote on top."""

import hashlib
import re
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from glueckauf.mail.rules.headers import raw_values
from glueckauf.mail.rules.limits import HEADER_BLOCK_BYTES

_END = re.compile(rb"\r?\n\r?\n")
_STABLE = ("message-id", "from", "date", "subject", "content-type")


def split(raw: bytes) -> tuple[Message, bytes]:
    """Headers, parsed up to their limit, and the body as it is."""
    end = _END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    return BytesHeaderParser(policy=compat32).parsebytes(head[:HEADER_BLOCK_BYTES]), body


def content_key(headers: Message, body: bytes) -> str:
    """Two adapters that deliver the same mail get the same key; a forged Message-ID on other content does not."""
    digest = hashlib.sha256()
    for name in _STABLE:
        for value in raw_values(headers, name):
            digest.update(f"{name}:{' '.join(value.split())}\n".encode("utf-8", "replace"))
    digest.update(body.replace(b"\r\n", b"\n").rstrip(b"\n"))
    return digest.hexdigest()
