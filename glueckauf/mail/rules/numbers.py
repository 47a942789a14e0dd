"""Vorgangsnummern in free text: only those whose check letter is right, and only ever as a suggestion."""

import re

from glueckauf.core import ids

_NUMBER = re.compile(r"\b([A-Z]{2})\s?-\s?(\d{4})\s?-\s?(\d{6})\s?-\s?([A-Z])\b", re.IGNORECASE)


def numbers_in(text: str, *, at_most: int = 5) -> tuple[str, ...]:
    """Each once, in order."""
    found = ("-".join(parts).upper() for parts in _NUMBER.findall(text))
    return tuple(dict.fromkeys(number for number in found if ids.is_number(number)))[:at_most]
