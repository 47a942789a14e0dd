"""Keys of fields, options and services from the words an author types: „Wer stellt auf?“ becomes wer_stellt_auf."""

import re
import unicodedata
from collections.abc import Container

from glueckauf.forms.schema import RESERVED

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
MOST = 32  # a number may follow; a key takes 40


def key_from(words: str, taken: Container[str] = (), *, otherwise: str = "feld") -> str:
    """Small letters, digits and underscores; a number behind it where the key is taken."""
    plain = _plain(words, "_") or otherwise
    plain = plain if plain[0].isalpha() else f"{otherwise}_{plain}"
    return _free(plain[:MOST].strip("_"), taken, "_")


def slug_from(words: str, taken: Container[str] = ()) -> str:
    """The same with dashes, for a whole service."""
    plain = _plain(words, "-") or "leistung"
    plain = plain if plain[0].isalpha() else f"leistung-{plain}"
    return _free(plain[:50].strip("-"), taken, "-")


def _plain(words: str, join: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", join, letters).strip(join)


def _free(plain: str, taken: Container[str], join: str) -> str:
    found, number = plain, 2
    while found in taken or found in RESERVED:
        found, number = f"{plain}{join}{number}", number + 1
    return found
