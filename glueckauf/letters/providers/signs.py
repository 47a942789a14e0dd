"""Signs our fonts cannot write. PDF/A refuses a letter with a missing glyph; an emoji in an answer must not stop a Bescheid."""

import re
from functools import lru_cache
from typing import Any

from glueckauf.letters.providers.typesetter import FONTS

INSTEAD = "\N{REPLACEMENT CHARACTER}"


def writable(value: Any) -> Any:
    """The same JSON with every sign replaced that no font has; signs that turn or hide text are taken out."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else replaced(value)
    if isinstance(value, dict):
        return {key: writable(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [writable(entry) for entry in value]
    return value


def replaced(text: str) -> str:
    """Visibly, so that the reader sees that something stood there."""
    foreign, hidden = patterns()
    return foreign.sub(INSTEAD, hidden.sub("", text))


def unwritable(text: str) -> str:
    """The first sign that would be replaced; empty if all can be written."""
    foreign, hidden = patterns()
    found = foreign.search(hidden.sub("", text))
    return found.group() if found else ""


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is replaced and what is dropped: control, format and variation signs show nothing."""
    ranges = [line.split("-") for line in (FONTS / "coverage.txt").read_text().split()]
    known = "".join(f"\\U{first:0>8}-\\U{last:0>8}" for first, last in ranges)
    hidden = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
    return re.compile(rf"[^\n\t{known}]"), re.compile(hidden)
