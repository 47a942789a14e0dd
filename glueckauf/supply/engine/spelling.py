"""Streets and house numbers in one spelling, so that two that mean the same are equal."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})  # casefold makes ss of ß
SHORTEST_BEGINNING = 3
KNOWN = 1 << 14  # spellings kept: a city has some thousand names of streets, on a hundred thousand addresses


@lru_cache(maxsize=KNOWN)
def spelled(street: str) -> str:
    """One spelling for Musterstr., Musterstrasse and Muster-Straße, and for Übungsgasse and Uebungsgasse."""
    plain = re.sub(r"[\s-]+", "", unicodedata.normalize("NFC", street).casefold()).translate(FOLDED)
    return re.sub(r"str\.?$", "strasse", plain)


@lru_cache(maxsize=KNOWN)
def numbered(house_number: str) -> str:
    """12 a is 12A."""
    return re.sub(r"\s+", "", house_number.casefold())


def alike(street_key: str, known: Iterable[str]) -> str:
    """The street of these that somebody may have meant who wrote another; empty where none is close."""
    names = {spelled(name): name for name in known}
    if street_key in names:
        return names[street_key]
    begun = [key for key in names if len(street_key) >= SHORTEST_BEGINNING and key.startswith(street_key)]
    close = begun or get_close_matches(street_key, names, n=1, cutoff=0.8)
    return names[close[0]] if close else ""
