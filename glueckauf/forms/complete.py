"""The whole form: what is still missing or wrong before it can be handed in, and which answers count."""

from datetime import date
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from glueckauf.forms import inputs, read, visible
from glueckauf.forms.inputs import TYPED, Values
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import FormSchema, Section


def answers(form: FormSchema, values: Values) -> dict[str, Any]:
    """The answers that count: of visible fields, understood. Conditions, fees and letters are computed from these."""
    return {key: value for key, value in visible.settled(form, values).items() if key != TYPED}


def missing(form: FormSchema, values: Values, *, today: date, postcodes: frozenset[str] = frozenset()) -> tuple[FieldError, ...]:
    """Everything that is missing or wrong, in the order of the form; empty if it can be handed in.

    Judged exactly like a POST: each answer is shown and read again, so there is one set of rules.
    """
    counting = visible.settled(form, values)
    errors: list[FieldError] = []
    for section in visible.sections(form, counting):
        found = section_again(section, counting, today=today, postcodes=postcodes)
        errors += found.errors
        errors += foreign_shapes(section, counting, found)
    return tuple(errors)


def section_again(section: Section, values: Values, *, today: date, postcodes: frozenset[str]) -> read.Read:
    """Reads a section from its own stored values."""
    post = MultiValueDict(inputs.of_section(section, values))
    return read.section(section, post, {}, values, today=today, postcodes=postcodes)


def foreign_shapes(section: Section, values: Values, found: read.Read) -> list[FieldError]:
    """Answers no page of ours stored: they read as something else than they are."""
    wrong = {error.path.partition("-")[0] for error in found.errors}
    text = _("Diese Angabe können wir nicht lesen. Bitte tragen Sie sie neu ein.")
    keys = [field.key for field in section.fields if field.key not in wrong and field.key in values]
    return [FieldError(key, text) for key in keys if found.values.get(key) != values[key]]


def shaped(form: FormSchema, values: Values, *, today: date, postcodes: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Values in their stored shapes from loosely written ones, as YAML gives them: "2", "true", "16800" (cents) become 2, True, 16800.

    What cannot be read stands under TYPED, and missing() says why.
    """
    shaped = dict(values)
    for section in form.sections:
        shaped = section_again(section, shaped, today=today, postcodes=postcodes).values
    return shaped
