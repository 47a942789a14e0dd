"""Looks at the raw bytes before a parser does: nesting, number of parts, length of the headers that cost quadratic time."""

import re

from glueckauf.mail.rules import limits

_BOUNDARY = re.compile(rb'boundary\*?[0-9]?\*?\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_NESTED = re.compile(rb"^content-type:\s*message/(?:rfc822|global)", re.IGNORECASE | re.MULTILINE)
_COSTLY = re.compile(rb"^content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)


def refusal(raw: bytes) -> str:
    """Why this mail is kept without being parsed, as a code; empty: it may be parsed."""
    if len(raw) > limits.MAIL_BYTES:
        return "too_large"
    if any(len(found[0]) > limits.HEADER_BYTES for found in _COSTLY.finditer(raw)):
        return "header_too_long"
    boundaries = [first or second for first, second in _BOUNDARY.findall(raw)]
    if len(boundaries) > limits.MULTIPARTS or len(_NESTED.findall(raw)) > limits.NESTED_MAILS:
        return "too_deep"
    return "too_many_parts" if parts(raw, set(boundaries)) > limits.PARTS else ""


def parts(raw: bytes, boundaries: set[bytes]) -> int:
    """Lines that open a part of one of the declared boundaries."""
    if not boundaries:
        return 0
    opening = re.compile(rb"^--(?:" + b"|".join(re.escape(b) for b in sorted(boundaries)) + rb")[ \t]*\r?$", re.MULTILINE)
    return len(opening.findall(raw))
