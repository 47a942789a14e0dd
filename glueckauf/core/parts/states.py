"""States: a closed list of kinds, each with its icon and its word; colour only repeats them."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from glueckauf.core.parts.blocks import one_of
from glueckauf.core.parts.library import part, register

STATUS: dict[str, tuple[str, str | Promise]] = {
    "entwurf": ("draft", _("Entwurf")),
    "eingegangen": ("mail", _("Eingegangen")),
    "arbeit": ("autorenew", _("In Prüfung")),
    "handeln": ("warning", _("Sie sind dran")),
    "entschieden": ("check", _("Entschieden")),
    "fertig": ("check", _("Erledigt")),
    "abgelehnt": ("close", _("Abgelehnt")),
    "ruht": ("calendar-today", _("Ruht")),
}
SLOTS: dict[str, tuple[str, str | Promise]] = {
    "fehlt": ("handeln", _("Fehlt")),
    "eingegangen": ("eingegangen", _("Angekommen")),
    "geprueft": ("fertig", _("In Ordnung")),
    "abgelehnt": ("abgelehnt", _("Bitte noch einmal")),
}
STATE_ICONS = {"ok": "ok", "cond": "cond", "no": "no", "none": "unknown", "info": "work", "wait": "wait"}
FRIST_ICONS = {"over": "over", "today": "today", "soon": "soon", "fine": "fine", "wait": "wait"}


@register.simple_tag
def status(kind: str, word: str = "") -> SafeString:
    """Citizen: `{% status "handeln" %}`; `word` replaces the usual word."""
    icon, usual = STATUS[one_of(kind, STATUS)]
    return part("status", kind=kind, icon_name=icon, word=word or usual)


@register.simple_tag
def state(kind: str, word: str, small: str = "", icon: str = "", weight: str = "") -> SafeString:
    """Desk: `{% state "ok" "möglich" %}` ok · cond · no · none · info · wait; icon picks another drawing; weight "strong"."""
    return drawn(one_of(kind, STATE_ICONS), str(word), str(small), icon or STATE_ICONS[kind], weight)


@register.simple_tag
def frist_chip(kind: str, word: str, small: str = "") -> SafeString:
    """Desk: `{% frist_chip "today" "heute" "Zusage: 1 Arbeitstag" %}` over · today · soon · fine · wait."""
    return drawn(one_of(kind, FRIST_ICONS), str(word), str(small), FRIST_ICONS[kind], "")


@lru_cache(maxsize=500)
def drawn(kind: str, word: str, small: str, icon_name: str, weight: str) -> SafeString:
    """Fifty rows of a list show a handful of states and days: each is rendered once. No person stands in them."""
    return part("state", kind=kind, word=word, small=small, icon_name=icon_name, weight=weight)


@register.simple_block_tag
def slot(content: str, kind: str, title: str, word: str = "", level: int = 3) -> SafeString:
    """One document that is asked for: `{% slot "fehlt" "Foto des Hundes" %}…{% endslot %}` in `<ul class="ga-slots">`.

    fehlt · eingegangen · geprueft · abgelehnt. The content holds reason, file and upload form.
    """
    status_kind, usual = SLOTS[one_of(kind, SLOTS)]
    return part("slot", content=content, kind=kind, title=title, status_kind=status_kind, word=word or usual, level=level)


@register.simple_block_tag
def file_row(content: str, name: str, url: str = "", check: str = "", small: str = "", kind: str = "") -> SafeString:
    """One file in `<ul class="ga-files">`: name (a link with url), check ("lesbar"), small ("1,2 MB"); content: buttons. kind "fehler"."""
    return part("file_row", content=content, name=name, url=url, check=check, small=small, kind=one_of(kind, ("", "fehler")))
