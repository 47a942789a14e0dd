"""Streets and house numbers in one spelling, so that two that mean the same are equal."""

import re
import unicodedata

FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})  # casefold makes ss of ß


def spelled(street: str) -> str:
    """One spelling for Musterstr., Musterstrasse and Muster-Straße, and for Übungsgasse and Uebungsgasse."""
    plain = re.sub(r"[\s-]+", "", unicodedata.normalize("NFC", street).casefold()).translate(FOLDED)
    return re.sub(r"str\.?$", "strasse", plain)


def numbered(house_number: str) -> str:
    """12 a is 12A."""
    return re.sub(r"\s+", "", house_number.casefold())
