"""A paragraph of a mail as HTML: escaped, addresses of pages as links, numbers of a Vorgang in bold."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SPECIAL = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]|\b[A-Z]{2}-\d{4}-\d{6}-[A-Z]\b)")


@register.filter
def mailtext(paragraph: str) -> SafeString:
    """Every piece is escaped where it is put in, so nothing a caller passes becomes markup."""
    pieces = (piece_of(part) for part in _SPECIAL.split(paragraph))
    return mark_safe("".join(pieces).replace("\n", "<br>\n  "))  # noqa: S308 - pieces are escaped


def piece_of(part: str) -> SafeString:
    """A link, a number, or words."""
    if not _SPECIAL.fullmatch(part):
        return escape(part)
    if part.startswith("http"):
        return format_html('<a href="{0}">{0}</a>', part)
    return format_html("<strong>{}</strong>", part)
