"""Keys of devices and series: what may stand in a topic, an address and a file name without meaning anything there. And their secrets."""

import hashlib
import re

KEY = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?", re.ASCII)


def is_key(given: str) -> bool:
    """Small letters, digits, and between them dot, dash, underscore; no two dots in a row."""
    return KEY.fullmatch(given) is not None and ".." not in given


def hash_token(token: str) -> str:
    """SHA-256 without salt is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
