"""How the name of a place is written: one form for all spellings of a word, the parts people leave out, and slips of the pen."""

import re
import unicodedata
from collections.abc import Iterator

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
OTHERS = re.compile(r"[^\w]+|_")
TAIL = re.compile(r" (?:an|am|a|auf|bei|im|in|ob|unter|vor|v|zu|zum|zur|b|i)(?: (?:der|den|dem|d))? .+$")
SHORT = (
    (re.compile(r"\ba d\b"), "an der"),
    (re.compile(r"\bi d\b"), "in der"),
    (re.compile(r"\bst\b"), "sankt"),
    (re.compile(r"\bb\b"), "bei"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def fold(text: str) -> str:
    """Lower case, umlauts written out, accents and marks gone, a. d. written out: Mülheim a. d. Ruhr -> muelheim an der ruhr."""
    return shortened(unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS))


def shortened(text: str) -> str:
    """Without accents and marks, blanks single, abbreviations written out."""
    plain = text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    found = OTHERS.sub(" ", plain).strip()
    for short, whole in SHORT:
        found = short.sub(whole, found)
    return found


def spellings(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whole names and first parts: (muelheim an der ruhr, mulheim an der ruhr), (muelheim, mulheim)."""
    composed = unicodedata.normalize("NFC", name).casefold()
    whole, parts = [], []
    for letters in (UMLAUTS, PLAIN):
        text = composed.translate(letters)
        whole.append(shortened(text))
        outside = shortened(re.sub(r"\(.*?\)", " ", text.partition("/")[0]))
        parts += [outside, TAIL.sub("", outside)]
        if "/" in text and "/" in name.strip("/"):
            parts.append(shortened(text.partition("/")[2]))
    whole_names = tuple(dict.fromkeys(filter(None, whole)))
    return whole_names, tuple(p for p in dict.fromkeys(parts) if len(p) > 2 and p not in whole_names)


def slips(name: str) -> Iterator[str]:
    """All that is one slip away: a letter left out, one too many, a wrong one, two swapped; a doubled letter first."""
    cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    for before, after in cuts:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
    for before, after in cuts:
        for letter in LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
