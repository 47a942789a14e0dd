"""Components that hold content: notice, panel, card, fold, and the desk's panel and note."""

from typing import Any

from django.utils.safestring import SafeString

from glueckauf.core.parts.library import part, register

NOTICES = ("info", "handeln", "warn", "ok", "fehler", "")
PANELS = {"ok": "", "bedingt": "ga-panel--bedingt", "warn": "ga-panel--warn", "fehler": "ga-panel--fehler"}
NOTE_ICONS = {"warn": "warn", "ok": "ok", "no": "no", "info": "new", "": "note"}


def one_of(kind: str, known: Any) -> str:
    """A kind outside the closed list stops the page in development instead of looking odd in production."""
    if kind not in known:
        raise ValueError(f"unknown kind {kind!r}, known: {', '.join(map(repr, known))}")
    return kind


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", id: str = "") -> SafeString:
    """`{% notice "handeln" title="…" %}<p>…</p>{% endnotice %}` info · handeln · warn · ok · fehler."""
    return part("notice", content=content, kind=one_of(kind, NOTICES), title=title, id=id)


@register.simple_block_tag
def panel(content: str, kind: str = "ok") -> SafeString:
    """The one big answer of a page; holds the h1. `{% panel "bedingt" %}` ok · bedingt · warn · fehler."""
    return part("panel", content=content, css=PANELS[one_of(kind, PANELS)])


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "", id: str = "") -> SafeString:
    """`{% card title="Stand" %}…{% endcard %}`; kind "hued" for the quiet ground. The title is an h2 that looks like an h3."""
    return part("card", content=content, title=title, kind=one_of(kind, ("", "hued")), id=id)


@register.simple_block_tag
def fold(content: str, title: str, id: str = "") -> SafeString:
    """`{% fold "Warum wir das fragen" %}<p>…</p>{% endfold %}`"""
    return part("fold", content=content, title=title, id=id)


@register.simple_block_tag
def dpanel(
    content: str,
    title: str = "",
    end: str = "",
    foot: str = "",
    kind: str = "",
    body: str = "",
    id: str = "",
) -> SafeString:
    """Desk: `{% dpanel "Fristen" end="heute 09:10" body="flush" %}…{% enddpanel %}`; kind next · ok, body flush · none."""
    one_of(kind, ("", "next", "ok"))
    one_of(body, ("", "flush", "none"))
    return part("dpanel", content=content, title=title, end=end, foot=foot, kind=kind, body=body, id=id)


@register.simple_block_tag
def dnote(content: str, kind: str = "") -> SafeString:
    """Desk: `{% dnote "warn" %}<p>…</p>{% enddnote %}` warn · ok · no · info."""
    return part("dnote", content=content, kind=one_of(kind, NOTE_ICONS), icon_name=NOTE_ICONS[kind])
