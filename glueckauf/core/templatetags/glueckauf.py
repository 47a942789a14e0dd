"""The library of page components and filters, built in everywhere. The components live in core/parts; docs/components.md lists them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext

from glueckauf.core.money import euros
from glueckauf.core.parts import actions, blocks, curves, header, icons, lists, measures, plot, states
from glueckauf.core.parts.library import register

__all__ = ["actions", "blocks", "curves", "header", "icons", "lists", "measures", "plot", "register", "states"]

KEYCAPS = {"enter": "↵", "strg+enter": "Strg ↵"}


def english() -> bool:
    """Whether this page is in English."""
    return (get_language() or "de").startswith("en")


def local(value: date | datetime) -> date:
    """The calendar day in Germany."""
    return localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def cents(value: int | None) -> str:
    """1.204,50 €; €1,204.50 in English."""
    if not isinstance(value, int):
        return ""
    return f"€{value / 100:,.2f}" if english() else euros(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """14. Dezember 2026, with no-break space after the day's dot; 14 December 2026 in English."""
    if not value:
        return ""
    return date_format(local(value), "j\xa0F Y" if english() else "j.\xa0F Y")


@register.filter
def iso_day(text: str) -> str:
    """2026-12-14, as data holds it -> 14. Dezember 2026."""
    return day(date.fromisoformat(text)) if text else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Montag, 14. Dezember 2026: for every date a person must keep."""
    return f"{date_format(local(value), 'l')}, {day(value)}" if value else ""


@register.filter
def instant(value: datetime | None) -> str:
    """14. Dezember 2026, 14:07 Uhr."""
    if not value:
        return ""
    time = date_format(localtime(value), "H:i")
    return f"{day(value)}, {time}" if english() else f"{day(value)}, {time}\xa0Uhr"


@register.filter
def clock(value: datetime | None) -> str:
    """9:20 Uhr; 9:20 in English."""
    if not value:
        return ""
    time = f"{localtime(value).hour}:{localtime(value):%M}"
    return time if english() else f"{time}\xa0Uhr"


@register.filter
def code(value: object) -> SafeString:
    """A number or code people dictate: slashed zero, never wraps."""
    return format_html('<span class="ga-code">{}</span>', value)


@register.filter
def dashed(path: str) -> str:
    """anschrift.street -> anschrift-street: a path as HTML id."""
    return str(path).replace(".", "-")


@register.filter
def keycap(key: str) -> str:
    """strg+enter -> Strg ↵"""
    return KEYCAPS.get(key, key)


@register.filter
def phone(number: str) -> str:
    """A telephone number as tel: wants it."""
    return "".join(c for c in str(number) if c.isdigit() or c == "+")


@register.filter
def words(text: object) -> str:
    """A Text of a definition in the language of the page."""
    in_language = getattr(text, "in_language", None)
    return in_language(get_language() or "de") if in_language else str(text or "")


@register.filter
def days(count: int) -> str:
    """1 Tag, 10 Tage; 0: weniger als ein Tag."""
    if not count:
        return gettext("weniger als ein Tag")
    return ngettext("{n} Tag", "{n} Tage", count).format(n=count)


@register.filter
def after_days(count: int) -> str:
    """After "nach": 1 Tag, 10 Tagen; 0: weniger als einem Tag."""
    if not count:
        return gettext("weniger als einem Tag")
    return pgettext("dativ", "{n} Tag").format(n=count) if count == 1 else pgettext("dativ", "{n} Tagen").format(n=count)


@register.filter
def count(number: int) -> str:
    """2.318; 2,318 in English."""
    text = f"{number:,}"
    return text if english() else text.replace(",", ".")
