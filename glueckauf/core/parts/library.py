"""The one tag library of all components, and how a component renders: its own file, its own names, no request."""

from typing import Any

from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = Library()


def part(name: str, /, **values: Any) -> SafeString:
    """Renders templates/core/parts/<name>.html. A component sees what it was given, never the page around it."""
    return mark_safe(get_template(f"core/parts/{name}.html").render(values))  # noqa: S308 - a template escapes its values
