"""HTML reduced to plain text: a clerk reads words, never somebody's markup, pictures or links in disguise."""

import html
import re

import nh3

from glueckauf.mail.rules.limits import HTML_BYTES

_LINES = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "ul", "ol", "hr"}
_GONE = {"script", "style", "title", "head", "noscript", "template", "svg", "math", "object", "iframe", "select", "textarea"}


def plain(markup: str) -> str:
    """Linear in its length: a real HTML parser drops everything but line breaks, the rest is text."""
    kept = nh3.clean(re.sub(r"\s+", " ", markup[:HTML_BYTES]), tags=_LINES, attributes={}, clean_content_tags=_GONE - _LINES)
    broken = re.sub(r"<(?:br|hr)[^>]*>|</(?:p|div|tr|li|h\d|blockquote|pre|table)>", "\n", kept)
    items = re.sub(r"<li>", "- ", broken)
    text = html.unescape(re.sub(r"<[^>]*>", "", items))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.replace("\xa0", " ").split("\n"))).strip()
