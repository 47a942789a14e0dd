"""The header of the citizen's pages. Most visitors see the same one, so it is rendered once for each city and part of the menu."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from glueckauf.core.parts.library import register

HEADER = "core/parts/header.html"
PLACE = "<!-- header -->"  # stands where it comes later (core/kept_page.py); no text of a page can be this, `<` is escaped
HERE = "/-/"  # stands for the address of this page, which may name a draft or a Vorgang and is never kept
EASY = "/-/leicht/"  # for that of its text in Leichte Sprache: each Leistung of each city has one


@register.simple_tag(takes_context=True)
def page_header(context: Context) -> SafeString:
    """Who is signed in has a token of her own in it, and the demo a clock: those are rendered each time."""
    if context.get("header_comes_later"):
        return mark_safe(PLACE)  # noqa: S308 - a constant
    if context.get("demo") or getattr(context.get("actor"), "kind", "") == "citizen":
        with context.push():  # what the header names for itself is no name of the page
            return context.template.engine.get_template(HEADER).render(context)  # type: ignore[union-attr]
    town, link = context.get("kommune"), context.get("other_language")
    kept = for_visitors(
        get_language() or "de",
        settings.ROOT_URLCONF,
        getattr(town, "key", ""),
        str(getattr(town, "full_name", "")),
        context.get("section", ""),
        EASY if context.get("easy_url") else "",
        (link["code"], link["name"]) if link else None,
    )
    here, easy = (link["url"] if link else ""), context.get("easy_url", "")
    return mark_safe(kept.replace(f'"{HERE}"', f'"{escape(here)}"').replace(f'"{EASY}"', f'"{escape(easy)}"'))  # noqa: S308 - both are escaped


@lru_cache(maxsize=500)
def for_visitors(
    language: str, addresses: str, key: str, full_name: str, section: str, easy_url: str, other: tuple[str, str] | None
) -> SafeString:
    """Nobody is signed in. `language` and `addresses` stand in it without being given: tests change them."""
    values: dict[str, Any] = {"section": section, "easy_url": easy_url}
    if key:
        values["kommune"] = {"key": key, "full_name": full_name}
    if other:
        values["other_language"] = {"code": other[0], "name": other[1], "url": HERE}
    return mark_safe(get_template(HEADER).render(values))  # noqa: S308 - a template escapes its values
