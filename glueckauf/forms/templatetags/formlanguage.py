"""Renders a section of a form: {% load formlanguage %}{% form_errors errors section %} … {% form_fields section values errors uploads %}

With `along` (what else of the page to bring up to date, as htmx's hx-select-oob wants it) a field that shows or hides others posts the
form to the page's own address on change and takes those others from the page that comes back; the rest stays untouched. The page brings
htmx and puts hx-swap and hx-vals on the form. Buttons `add` (group), `remove` (group-index) and `remove_file` (key of a document) are
plain submits.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from glueckauf.forms.inputs import ITEMS, Values, anchor, locate, of_section
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import Section
from glueckauf.forms.showing import section_shown
from glueckauf.forms.shown import Free, Shown, Upload

register = template.Library()


@register.simple_tag
def form_fields(
    section: Section,
    values: Values,
    errors: Iterable[FieldError] = (),
    uploads: Iterable[Upload] = (),
    along: str = "",
    free: Free | None = None,
) -> SafeString:
    """All fields of a section that are asked, in the language of the page. `values` are those of the whole form (visible.settled)."""
    language = get_language() or "de"
    fields = tuple(section_shown(section, values, errors or (), uploads or (), language, along, free or None))
    typed = any(any(texts) for name, texts in of_section(section, values).items() if not name.endswith(ITEMS))
    is_empty = not errors and not uploads and not typed and not free
    return empty(fields, language) if is_empty else rendered(fields)


def rendered(fields: tuple[Shown, ...]) -> SafeString:
    """In HTML."""
    return mark_safe(get_template("formlanguage/fields.html").render({"fields": fields}))  # noqa: S308 - templates escape their values


@lru_cache(maxsize=200)
def empty(fields: tuple[Shown, ...], language: str) -> SafeString:
    """A section nobody has filled looks the same to everybody, so it is rendered once. What a person typed is never kept."""
    return rendered(fields)


@register.simple_tag
def form_errors(errors: Iterable[FieldError], section: Section) -> SafeString:
    """The summary before the h1: one link per error, to its first input. Questions that only just appeared are announced, not blamed."""
    language = get_language() or "de"
    rows = [(anchor(section, error.path), labelled(section, error, language)) for error in errors]
    if not rows:
        return SafeString("")
    is_only_new = all(error.is_new for error in errors)
    return mark_safe(get_template("formlanguage/errors.html").render({"rows": rows, "is_only_new": is_only_new}))  # noqa: S308 - templates escape their values


@register.simple_tag
def form_news(errors: Iterable[FieldError], section: Section) -> str:
    """For readers of the screen: which questions a change has brought."""
    fields = (locate(section, error.path)[0] for error in errors if error.is_new)
    labels = [field.label.in_language(get_language() or "de") for field in fields if field is not None]
    if not labels:
        return ""
    text = ngettext("Zu Ihren Antworten gehört noch eine Frage:", "Zu Ihren Antworten gehören noch {n} Fragen:", len(labels))
    return f"{text.format(n=len(labels))} {', '.join(labels)}"


def labelled(section: Section, error: FieldError, language: str) -> str:
    """The label before the text: „Rufname: Bitte …“, „Seit wann …? Bitte …“."""
    field, name, _suffix = locate(section, error.path)
    if field is None:
        return error.text
    label = field.label.in_language(language)
    group = next((f for f in section.fields if f.type == "group" and name.startswith(f"{f.key}-")), None)
    if group is not None and group.type == "group":
        label = f"{group.item.in_language(language)} {int(name.split('-')[1]) + 1}, {label}"
    return f"{label}{' ' if label.endswith(('?', '.', ':')) else ': '}{error.text}"
