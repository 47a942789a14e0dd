"""Icons: KERN's masks on the citizen's pages, small inline drawings on the desk. Never alone: a word stands beside each."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from glueckauf.core.parts.library import register

CIRCLE = '<circle cx="8" cy="8" r="6.5"/>'
OCTAGON = '<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z"/>'

# Name -> drawing on a 16 grid. The shape alone tells the state, colour only repeats it.
DRAWINGS = {
    "search": '<circle cx="7" cy="7" r="4.7"/><path d="m10.5 10.5 4 4"/>',
    "keyboard": '<rect x="1" y="4" width="14" height="8.5" rx="1"/><path d="M4 7h.1M7 7h.1M10 7h.1M12.5 7h.1M5 10h6"/>',
    "download": '<path d="M8 1.5v8M4.8 6.5 8 9.7l3.2-3.2"/><path d="M2 11v3.3h12V11"/>',
    "down": '<path d="m3 6 5 5 5-5"/>',
    "up": '<path d="m3 10 5-5 5 5"/>',
    "ok": CIRCLE + '<path d="m5 8.2 2.2 2.2L11.2 6"/>',
    "soon": CIRCLE + '<path d="M8 4v4.2l2.6 1.6"/>',
    "fine": CIRCLE,
    "work": CIRCLE + '<path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>',
    "wait": CIRCLE + '<path d="M6.3 5.6v4.8M9.7 5.6v4.8"/>',
    "new": '<circle cx="8" cy="8" r="3.5" fill="currentColor"/>',
    "over": OCTAGON + '<path d="M8 4.5v4.2M8 11.2v.2"/>',
    "no": OCTAGON + '<path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6"/>',
    "today": '<path d="M8 1.8 14.7 13.7H1.3z"/><path d="M8 6v3.6M8 11.5v.2"/>',
    "warn": '<path d="M8 1.8 14.7 13.7H1.3z"/><path d="M8 6v3.6M8 11.5v.2"/>',
    "cond": '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z"/><path d="m5.4 8.1 1.9 1.9 3.4-3.7"/>',
    "unknown": '<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2" stroke-dasharray="2.6 1.8"/>'
    '<path d="M6 6.2a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M8 11.4v.2"/>',
    "check": '<path d="m3 8.5 3.3 3.3L13 4.5"/>',
    "close": '<path d="m4 4 8 8m0-8-8 8"/>',
    "add": '<path d="M8 3v10M3 8h10"/>',
    "forward": '<path d="M2 8h11M9.5 4.5 13 8l-3.5 3.5"/>',
    "split": '<path d="M2.5 8H6l4-4.5h3.5M6 8l4 4.5h3.5"/><path d="m11.5 1.5 2 2-2 2m0 5 2 2-2 2"/>',
    "mail": '<rect x="1.5" y="3" width="13" height="10" rx="1"/><path d="m2 4 6 4.8L14 4"/>',
    "person": '<circle cx="8" cy="5" r="3"/><path d="M2.5 14.5c.4-3.3 2.6-5 5.5-5s5.1 1.7 5.5 5"/>',
    "persons": '<circle cx="5.5" cy="5" r="2.5"/><path d="M1 13.5c.3-2.7 2-4.2 4.5-4.2s4.2 1.5 4.5 4.2"/>'
    '<path d="M10 2.7a2.5 2.5 0 0 1 0 4.6M11.7 9.8c1.9.5 3 1.8 3.3 3.7"/>',
    "effect": '<circle cx="8" cy="6" r="4.5"/><path d="M8 10.5V15M4.8 2.8l6.4 6.4"/>',
    "undo": '<path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6"/><path d="m6 3.2-3.3 3.3L6 9.8"/>',
    "eye": '<path d="M1.2 8S3.5 3.5 8 3.5 14.8 8 14.8 8 12.5 12.5 8 12.5 1.2 8 1.2 8z"/><circle cx="8" cy="8" r="2"/>',
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
    "edit": '<path d="m2.5 13.5.8-3.3 7.7-7.7 2.5 2.5-7.7 7.7z"/>',
    "file": '<path d="M3.5 1.5h5.8l3.2 3.2v9.8h-9z"/><path d="M9 1.7V5h3.3"/>',
    "note": '<path d="M2.5 2.5h11V10L10 13.5H2.5z"/><path d="M13.5 10H10v3.5"/>',
    "euro": '<path d="M12.5 3.8A5 5 0 0 0 5 8a5 5 0 0 0 7.5 4.2M2.5 6.7H9M2.5 9.3H9"/>',
}
FRAME = (
    '<svg class="i" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>'
)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Desk: `{% icon "ok" %}`. Hidden from readers unless it has a label."""
    drawing = mark_safe(DRAWINGS[name])  # noqa: S308 - our own constant
    return format_html(FRAME, format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'), drawing)


@register.simple_tag
def kern_icon(name: str) -> SafeString:
    """Citizen's pages: `{% kern_icon "check" %}`, one of KERN's own names; always hidden from readers."""
    return format_html('<span class="kern-icon kern-icon--{}" aria-hidden="true"></span>', name)
