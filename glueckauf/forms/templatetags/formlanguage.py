"""Renders a section of a form: {% load formlanguage %}{% form_errors errors section %} … {% form_fields section values errors uploads %}

Wiring for htmx is the page's: elements with data-decides hold fields that show or hide those named there; a refresh posts the form to
its own url and takes the page that comes back. Buttons `add` (group), `remove` (group-index)
and `remove_file` (key of a document) are plain submits.
"""

from collections.abc import Iterable

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from glueckauf.forms.inputs import Values, anchor, locate
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import Section
from glueckauf.forms.showing import section_shown
from glueckauf.forms.shown import Upload

register = template.Library()


@register.simple_tag
def form_fields(section: Section, values: Values, errors: Iterable[FieldError] = (), uploads: Iterable[Upload] = ()) -> SafeString:
    """All fields of a section that are asked, in the language of the page. `values` are those of the whole form (visible.settled)."""
    fields = section_shown(section, values, errors or (), uploads or (), get_language() or "de")
    return mark_safe(get_template("formlanguage/fields.html").render({"fields": fields}))  # noqa: S308 - templates escape their values


@register.simple_tag
def form_errors(errors: Iterable[FieldError], section: Section) -> SafeString:
    """The summary before the h1: one link per error, to its first input. Questions that only just appeared are announced, not blamed."""
    language = get_language() or "de"
    rows = [(anchor(section, error.path), labelled(section, error, language)) for error in errors]
    if not rows:
        return SafeString("")
    is_only_new = all(error.is_new for error in errors)
    return mark_safe(get_template("formlanguage/errors.html").render({"rows": rows, "is_only_new": is_only_new}))  # noqa: S308 - templates escape their values


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
