"""A paragraph of a mail as HTML: escaped, addresses of pages as links, numbers of a Vorgang in bold."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_NUMBER = re.compile(r"\b[A-Z]{2}-\d{4}-\d{6}-[A-Z]\b")


@register.filter
def mailtext(paragraph: str) -> SafeString:
    """Escapes first, so nothing a caller passes becomes markup."""
    text = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(paragraph))
    pieces = re.split(r"(<a [^>]*>.*?</a>)", text)
    bold = "".join(piece if piece.startswith("<a ") else _NUMBER.sub(r"<strong>\g<0></strong>", piece) for piece in pieces)
    return mark_safe(bold.replace("\n", "<br>\n  "))  # noqa: S308 - escaped above
