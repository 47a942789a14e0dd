"""What templates of the editor ask: which tab mends a problem, which drawing stands for a change."""

from django.template import Library

from glueckauf.catalogue.rules.editor import header

register = Library()
ICONS = {"added": "add", "removed": "close", "changed": "edit"}


@register.filter
def tab_of(path: str) -> str:
    """URL name of the tab that edits a path of the content."""
    return header.tab_of(path)


@register.filter
def tab_name(path: str) -> str:
    """Its name."""
    return next(text for key, text, _ in header.TABS if key == header.tab_of(path))


@register.filter
def change_icon(kind: str) -> str:
    """Drawing of a change."""
    return ICONS.get(kind, "edit")


@register.filter
def change_css(kind: str) -> str:
    """Colour of a change; the drawing says the same."""
    return {"added": "ok", "removed": "no"}.get(kind, "cond")
