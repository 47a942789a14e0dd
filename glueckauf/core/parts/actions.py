"""Components one acts with: button, search box, reply address, error summary, office, help."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glueckauf.core.parts.blocks import one_of
from glueckauf.core.parts.library import part, register, same_for_all

BUTTONS = ("primary", "secondary", "tertiary", "danger")


@register.simple_tag
def button(label: str, kind: str = "primary", url: str = "", key: str = "", **more: str) -> SafeString:
    """Submit button, or a link that looks like one with `url`. key: desk shortcut, shown and bound.

    more: name, value, icon (KERN name), dicon (desk drawing), reader (text only for readers), size ("start", "small", "block"),
    form, formaction, formtarget, formnovalidate, autofocus ("yes").
    """
    known = {"name", "value", "icon", "dicon", "reader", "size", "form", "formaction", "formtarget", "formnovalidate", "id", "autofocus"}
    if unknown := set(more) - known:
        raise ValueError(f"button does not know {', '.join(sorted(unknown))}")
    return part(
        "button", label=label, kind=one_of(kind, BUTTONS), url=url, key=key, keys=key.replace("strg+enter", "Control+Enter"), **more
    )


@register.simple_tag
def search_box(what: str = "", where: str = "", kind: str = "", cities: Iterable[str] = (), only_what: str = "") -> SafeString:
    """What + where. kind "line" on the results page; only_what "yes" leaves the place out. A page with htmx shows suggestions."""
    return part("search_box", what=what, where=where, kind=kind, cities=cities, only_what=only_what)


@register.simple_tag
def reply_address(address: str) -> SafeString:
    """The random reply address of a Vorgang, as a link."""
    return part("reply_address", address=address)


@register.simple_tag
def error_summary(errors: Iterable[Any]) -> SafeString:
    """Before the h1; each error has path and text; the link goes to the element whose id is the path's HTML name."""
    rows = [(str(e.path).replace(".", "-"), e.text) for e in errors]
    return part("error_summary", rows=rows) if rows else SafeString("")


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """error_summary for a Django form."""
    rows = [(form[name].id_for_label if name in form.fields else "", text) for name, texts in form.errors.items() for text in texts]
    return part("error_summary", rows=rows) if rows else SafeString("")


@register.simple_tag
def office(place: Any, town: str, today: int | None = None, title: str = "") -> SafeString:
    """An office as kommunen/ describes it; town follows the postcode; today = weekday 0..6 marks the row of today.

    Without a title it is "Zuständige Stelle" with id "stelle"; with one it may stand several times on a page.
    """
    return part("office", office=place, town=town, days=weekdays(place.hours), today=today, title=title)


WEEKDAYS = {"mo": _("Montag"), "tu": _("Dienstag"), "we": _("Mittwoch"), "th": _("Donnerstag"), "fr": _("Freitag"), "sa": _("Samstag")}


def weekdays(hours: Iterable[Any]) -> list[tuple[int, str | Promise, str]]:
    """(weekday number, name, "8–12 und 13–16 Uhr") in the order of the week; days without hours are left out."""
    spans: dict[str, list[str]] = {}
    for span in hours:
        spans.setdefault(span.day, []).append(f"{clock(span.opens)}–{clock(span.closes)}")
    text = gettext("{hours} Uhr")
    return [
        (n, name, text.format(hours=gettext(" und ").join(spans[key]))) for n, (key, name) in enumerate(WEEKDAYS.items()) if key in spans
    ]


def clock(text: str) -> str:
    """08:00 -> 8, 08:30 -> 8:30."""
    hour, minute = (text.split(":") + [""])[:2]
    return str(int(hour)) if minute in ("", "00") else f"{int(hour)}:{minute}"


@register.simple_tag
def help_card(text: str = "", code: str = "") -> SafeString:
    """The person behind every page: 115."""
    return part("help_card", text=text, code=code) if text or code else same_for_all("help_card")


@register.simple_tag
def widget(field: Any, css: str) -> SafeString:
    """A field's control with KERN's class, and with the error class when it has one. For core/forms/field.html."""
    failed = f" {css}--error" if field.errors else ""
    return SafeString(field.as_widget(attrs={"class": css + failed}))
