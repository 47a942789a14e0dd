"""Components that show rows: crumbs, facts, steps, timeline, summary, table, messages. Rows are plain tuples or anything with the names."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.safestring import SafeString

from glueckauf.core.parts.library import part, register


@register.simple_tag
def crumbs(*pairs: str) -> SafeString:
    """`{% crumbs "Start" start_url "Bochum" city_url "Hund anmelden" %}`: title and address in turn, the last title is here."""
    return part("crumbs", items=list(zip_longest(pairs[::2], pairs[1::2], fillvalue="")))


@register.simple_tag
def facts(items: Iterable[Sequence[str]]) -> SafeString:
    """Large figures: (label, value, small text)."""
    return part("facts", items=items)


@register.simple_tag
def steps(items: Sequence[Any]) -> SafeString:
    """Steps of a form; each has title, url (done steps are links, else "") and state done · now · open."""
    now = next((number for number, item in enumerate(items, 1) if item.state == "now"), len(items))
    return part("steps", items=items, now=now, count=len(items))


@register.simple_tag
def timeline(items: Iterable[Any]) -> SafeString:
    """What happened and what comes; each has title, time (text) and state done · now · open."""
    return part("timeline", items=items)


@register.simple_tag
def summary(rows: Iterable[Any], change_url: str = "", kind: str = "") -> SafeString:
    """Check answers; each row has label, text (lines break) and path. With change_url each gets "Ändern" to `change_url#path`."""
    return part("summary", rows=rows, change_url=change_url, kind=kind)


@register.simple_tag
def facts_list(rows: Iterable[Sequence[Any]], kind: str = "") -> SafeString:
    """Label and value in two columns: (label, value) pairs; kind "stacked" for narrow places."""
    return part("facts_list", rows=rows, kind=kind)


@register.simple_tag
def table(caption: str, columns: Sequence[Any], rows: Iterable[Sequence[Any]], kind: str = "cards", hide_caption: str = "") -> SafeString:
    """Table that becomes cards on the phone. columns: title or (title, "num" | "way"); rows: cells, each text or (text, url); first = head.

    kind "wide" keeps the table and lets it scroll; hide_caption "yes" leaves the caption to readers only.
    """
    heads = [(c, "") if isinstance(c, str) else tuple(c) for c in columns]
    body = [[cell(value, head) for value, head in zip(row, heads, strict=True)] for row in rows]
    return part("table", caption=caption, heads=heads, body=body, kind=kind, hide_caption=hide_caption)


def cell(value: Any, head: tuple[str, str]) -> dict[str, Any]:
    """A value with what its column says about it."""
    text, url = value if isinstance(value, tuple) else (value, "")
    return {"text": text, "url": url, "label": head[0], "css": f"ga-table__{head[1]}" if head[1] else ""}


@register.simple_tag
def messages_list(items: Iterable[Any], id: str = "") -> SafeString:
    """Messages of a Vorgang; each has who, at (instant), way ("per E-Mail" or ""), text and mine."""
    return part("messages", items=items, id=id)


@register.simple_tag
def jump(*pairs: str) -> SafeString:
    """Links within the page: `{% jump "Stand" "#stand" "Bescheide (1)" "#bescheide" %}`."""
    return part("jump", items=list(zip(pairs[::2], pairs[1::2], strict=True)))
