"""Letters people's names are written in: DIN 91379. Some letters are several code points, e.g. k with a line below and h.

Data in din91379.txt. Text is brought to NFC, as the standard asks, and freed of what word processors and PDF files slip in
(soft hyphens, directional marks, ligatures, long dashes), so that nobody is refused for a letter they cannot see.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

MOST_MARKS = 8
NAME = ("bll", "bnlreq")
OTHER_NAME = (*NAME, "bnl")
ALL = (*OTHER_NAME, "bnlopt", "bnlnot", "enl", "gl", "cl")

LOOKALIKES = str.maketrans(
    {dash: "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
    | {space: " " for space in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\u2032": "´", "\u02bc": "’"}
    | {"\u2028": "\n", "\u2029": "\n", "\x0b": " ", "\x0c": " ", "\x85": "\n"}
)
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe0e\ufe0f\x00]+")

CLUSTER = re.compile("[^\u0300-\u036f](?:[\u0300-\u036f]+(?:(?<=\u035f)[Hh])?)")


@cache
def table() -> dict[str, tuple[str, ...]]:
    """Group to its letters."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("din91379.txt").read_text("utf-8").splitlines():
        group, _, entries = line.partition(":")
        if not line.startswith("#"):
            found.setdefault(group, []).extend(letter for entry in entries.split() for letter in letters_in(entry))
    return {group: tuple(entries) for group, entries in found.items()}


def letters_in(entry: str) -> Iterable[str]:
    """0041-005A is 26 letters, 0041+030B is one."""
    first, _, last = entry.partition("-")
    if last:
        return (chr(code) for code in range(int(first, 16), int(last, 16) + 1))
    return ("".join(chr(int(code, 16)) for code in entry.split("+")),)


@cache
def marks() -> re.Pattern[str]:
    """Combining marks, which are letters only inside a sequence."""
    return re.compile(f"[{''.join(table()['dc'])}]")


@cache
def sequences() -> re.Pattern[str]:
    """Letters of several code points, longest first."""
    found = sorted((letter for letter in table()["bll"] if len(letter) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)))


@cache
def outside(groups: tuple[str, ...]) -> re.Pattern[str]:
    """The first code point that is in none of the groups, with the marks on it."""
    singles = "".join(re.escape(letter) for group in groups for letter in table()[group] if len(letter) == 1)
    return re.compile(f"[^{singles}][\u0300-\u036f]*")


def tidy(text: str) -> str:
    """NFC, lines separated by \\n, no invisible signs, plain spaces and hyphens; surrogates without a partner become a replacement sign."""
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", few_marks(INVISIBLE.sub("", text).translate(LOOKALIKES)))


def few_marks(text: str) -> str:
    """No letter of any language stands under more marks than these; sorting thousands of them would take minutes."""
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def first_foreign(text: str, groups: tuple[str, ...]) -> str:
    """The first letter (with its marks) that the groups do not have; empty if all fit. `text` is tidy."""
    found = outside(groups).search(without_sequences(text))
    if not found:
        return ""
    if not unicodedata.combining(found.group()[0]):
        return found.group()
    clusters = (cluster.group() for cluster in CLUSTER.finditer(text))
    return next((c for c in clusters if outside(groups).search(without_sequences(c))), f"\u25cc{found.group()}")


def without_sequences(text: str) -> str:
    """Every letter of several code points replaced by a plain one."""
    return sequences().sub("A", text) if marks().search(text) else text


def length(text: str) -> int:
    """Letters, not code points: marks belong to the letter before them, and so does the h of a joined kh."""
    return len(without_sequences(text))
