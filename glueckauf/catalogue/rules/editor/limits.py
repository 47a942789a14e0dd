"""Limits of days as people write them: „heute“, „in 14 Tagen“, „vor 18 Jahren“, „1.5.2027“; in the file today, today+14, today-18y."""

import re
from datetime import date

from glueckauf.catalogue.rules.editor.numerals import day

FILE = re.compile(r"today(?:([+-])([0-9]{1,5})(y?))?")
SPOKEN = re.compile(r"(in|vor) ([0-9]{1,5}) (tage?n?|jahre?n?)")


def spoken(limit: str) -> str:
    """What the file says, for people."""
    found = FILE.fullmatch(limit)
    if found is None:
        return f"{int(limit[8:])}.{int(limit[5:7])}.{limit[:4]}" if is_day(limit) else limit
    sign, count, years = found.groups()
    if not count or int(count) == 0:
        return "heute"
    unit = ("Jahr" if years else "Tag") + ("" if count == "1" else "en")
    return f"{'in' if sign == '+' else 'vor'} {int(count)} {unit}"


def stored(words: str) -> str | None:
    """What the file says; None where it cannot be read."""
    plain = " ".join(words.casefold().split())
    if not plain or FILE.fullmatch(plain):
        return plain
    if plain == "heute":
        return "today"
    if found := SPOKEN.fullmatch(plain):
        way, count, unit = found.groups()
        return f"today{'+' if way == 'in' else '-'}{int(count)}{'y' if unit.startswith('jahr') else ''}"
    written = day(plain)
    return written if written and is_day(written) else None


def is_day(text: str) -> bool:
    """An ISO day of the calendar."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
