"""Texts of a Leistung: Markdown with placeholders for the city, rendered once per revision to clean HTML.

Placeholders: {stadt} Stadt Bochum · {ort} Bochum · {in_ort} in Bochum · {wert:key} a number of the city with its unit.
A number nobody has entered yet reads as such. Headings begin at ##: the page has its own h1.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import nh3

from glueckauf.catalogue.rules.schema import Value
from glueckauf.cities.rules.schema import KommuneData

LANGUAGES = ("de", "leicht", "en")
PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z0-9_]+))?\}")
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "code"}
NOT_ENTERED = {"de": "noch nicht eingetragen", "leicht": "noch nicht bekannt", "en": "not entered yet"}
UNITS = {
    "en": {
        "Tage": "days",
        "Wochen": "weeks",
        "Monat": "month",
        "Monate": "months",
        "Jahre": "years",
        "Stunden": "hours",
        "Uhr": "o’clock",
        "Liter": "litres",
    },
    "leicht": {"m²": "Quadrat-Meter", "m": "Meter"},
}


def render(text: str, language: str, city: KommuneData, values: dict[str, Value]) -> str:
    """HTML for a page, without scripts, styles or ids."""
    filled = PLACEHOLDER.sub(lambda found: fill(found, language, city, values), text)
    rendered = markdown(language)(filled)
    return nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto", "tel"}, link_rel=None)


@lru_cache(maxsize=len(LANGUAGES))
def markdown(language: str) -> Callable[[str], Any]:
    """Its reader is loaded where a text is published, not at the start. In Leichte Sprache each line is a statement and stays one."""
    from markdown_it import MarkdownIt

    if language == "leicht":
        return MarkdownIt("commonmark", {"html": False, "breaks": True}).render
    return MarkdownIt("commonmark", {"html": False}).enable("table").render


def fill(found: re.Match[str], language: str, city: KommuneData, values: dict[str, Value]) -> str:
    """The words a placeholder stands for; what is not one stays as written."""
    name, key = found.group(1), found.group(2)
    if name == "wert" and key in values:
        return spoken(values[key], language)
    if key:
        return found.group(0)

    return {"stadt": city.full_name, "ort": city.name, "in_ort": city.locative}.get(name, found.group(0))


def spoken(value: Value, language: str) -> str:
    """168,00 € · 168 Euro in Leichte Sprache · €168.00 in English; or that it is not entered yet."""
    if value.amount is None:
        return NOT_ENTERED[language]
    if value.unit != "€":
        unit = UNITS.get(language, {}).get(value.unit, value.unit)
        return f"{plain(value.amount, language)} {unit}".rstrip()
    if language == "en":
        return f"€{value.amount:,.2f}"
    if language == "leicht":
        return f"{plain(value.amount, language)} Euro"
    return f"{swapped(f'{value.amount:,.2f}')}\N{NO-BREAK SPACE}€"


def plain(amount: Decimal, language: str) -> str:
    """Without decimals where there are none."""
    if amount == amount.to_integral_value():
        return f"{amount:.0f}"
    return f"{amount:.2f}" if language == "en" else swapped(f"{amount:,.2f}")


def swapped(number: str) -> str:
    """1,204.50 as 1.204,50."""
    return number.translate(str.maketrans(",.", ".,"))


def plain_text(html: str) -> str:
    """The words of a rendered text, for the search."""
    return nh3.clean(html.replace("<", " <"), tags=set())


def mistakes(text: str, values: dict[str, Value]) -> Iterator[tuple[int, int, str]]:
    """Line, column and what is wrong: unknown placeholders, and headings that compete with the page's own."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("# "):
            yield number, 1, "headings begin at ##"
        for found in PLACEHOLDER.finditer(line):
            name, key = found.groups()
            known = key in values if name == "wert" else not key and name in ("stadt", "ort", "in_ort")
            if not known:
                yield number, found.start() + 1, f"unknown placeholder {found.group(0)}"
