"""The parts of a parsed mail, whatever Python's parser made of it."""

from email.message import Message


def children(part: Message) -> list[Message]:
    """Parts of a multipart; none when it claims to be one and is not."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def inner(part: Message) -> Message | None:
    """The mail inside a forwarded one."""
    if part.get_content_type() not in ("message/rfc822", "message/global"):
        return None
    return next(iter(children(part)), None)


def content(part: Message) -> bytes:
    """Decoded bytes of a leaf; broken base64 gives what can be had."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
