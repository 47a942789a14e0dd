"""The one tag library of all components, and how a component renders: its own file, its own names, no request."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = Library()


def part(name: str, /, **values: Any) -> SafeString:
    """Renders templates/core/parts/<name>.html. A component sees what it was given, never the page around it."""
    return mark_safe(get_template(f"core/parts/{name}.html").render(values))  # noqa: S308 - a template escapes its values


@register.simple_tag
def same_for_all(name: str) -> SafeString:
    """A component without values, as the footer: rendered once for each language (and each set of addresses, which tests change)."""
    return kept(name, get_language() or "de", settings.ROOT_URLCONF)


@lru_cache(maxsize=64)
def kept(name: str, language: str, addresses: str) -> SafeString:
    """Only language and addresses stand in it."""
    return part(name)
