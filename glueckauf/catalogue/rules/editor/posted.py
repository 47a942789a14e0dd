"""What a page posted, read without trust: one text a name, cut at a length, control letters gone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LINE, TEXT = 2_000, 200_000
Posted = Mapping[str, Sequence[str]]


def line(posted: Posted, name: str) -> str:
    """One line; breaks become blanks."""
    return " ".join(CONTROL.sub("", first(posted, name)[:LINE]).split())


def text(posted: Posted, name: str) -> str:
    """Several lines, as typed; breaks are \\n, no blanks at the ends."""
    found = first(posted, name)[:TEXT].replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", found).strip()


def many(posted: Posted, name: str) -> list[str]:
    """All texts of one name."""
    return [CONTROL.sub("", value[:LINE]).strip() for value in posted.get(name, ())][:500]


def first(posted: Posted, name: str) -> str:
    """The last text of a name, as Django's QueryDict gives it."""
    values = posted.get(name) or ("",)
    return values[-1]


def words(posted: Posted, name: str) -> Any:
    """German and English: {de, en}, a plain string where there is no English, "" where there is nothing."""
    german, english = text(posted, f"{name}-de"), text(posted, f"{name}-en")
    return {"de": german, "en": english} if english else german


def shown_words(value: Any) -> tuple[str, str]:
    """(German, English) of what the file says."""
    if isinstance(value, dict):
        return str(value.get("de", "")), str(value.get("en", ""))
    return ("" if value is None else str(value)), ""


def german(value: Any) -> str:
    """What people read."""
    return shown_words(value)[0]
