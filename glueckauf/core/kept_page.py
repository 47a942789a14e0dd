"""A page that looks the same to everybody is rendered once, without a visitor; only the header above it is made for each.

No request was there when it was rendered, so nothing of a visitor can stand in what is kept. Whoever keeps it names everything else
that changes it in the key.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from glueckauf.core.parts.header import PLACE

OF_HEADER = ("kommune", "section", "easy_url")


@dataclass(frozen=True, slots=True)
class Kept:
    """HTML but for its header, compressed: 13 KiB are 4. And what the page tells the header."""

    packed: bytes
    names: Mapping[str, Any]


def without_visitor(template: str, names: Mapping[str, Any]) -> Kept:
    """Renders a page that extends core/base.html."""
    html = render_to_string(template, {**names, "header_comes_later": True})
    return Kept(zlib.compress(html.encode()), {name: names[name] for name in OF_HEADER if name in names})


def answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The page with the header of this visitor."""
    header = render_to_string("core/header.html", dict(kept.names), request)
    return HttpResponse(zlib.decompress(kept.packed).replace(PLACE.encode(), header.encode(), 1))
