"""Signatures between payment provider and us: HMAC-SHA256 over a time and the exact bytes, in one header line `t=…,v1=…`."""

import hashlib
import hmac

TOLERANCE_SECONDS = 300


def sign(secret: str, content: bytes, second: int) -> str:
    """The header line. `second`: Unix time of sending."""
    return f"t={second},v1={digest(secret, content, second)}"


def is_signed(secret: str, content: bytes, header: str, second: int) -> bool:
    """Whether the header fits the bytes and is not older or newer than five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    stamp, given = parts.get("t", ""), parts.get("v1", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given.isascii()):
        return False
    in_time = abs(second - int(stamp)) <= TOLERANCE_SECONDS
    return hmac.compare_digest(digest(secret, content, int(stamp)), given) and in_time


def digest(secret: str, content: bytes, second: int) -> str:
    """Over time and content, so that neither can be exchanged."""
    return hmac.new(secret.encode(), f"{second}.".encode() + content, hashlib.sha256).hexdigest()
