"""Answers to pick: yes or no, a consent, one or some of a list."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glueckauf.forms.schema import ChoiceField, SimpleField
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of, wrong

YES, NO = "ja", "nein"
SPELLINGS = {"true": YES, "yes": YES, "ja": YES, "false": NO, "no": NO, "nein": NO}


def as_yes_or_no(value: Any) -> str:
    """ja or nein for a stored bool or its usual spellings, other texts as they are."""
    text = text_of(value)
    return SPELLINGS.get(text.lower(), text)


class YesNoKind:
    """Ja or Nein."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        text = one(typed)
        if text not in (YES, NO):
            return wrong(self.missing(field)) if text else NOTHING
        return Answer(text == YES)

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [as_yes_or_no(value)]}

    def say(self, field: SimpleField, value: Any) -> str:
        text = as_yes_or_no(value)
        return {YES: _("Ja"), NO: _("Nein")}.get(text, text)

    def missing(self, field: SimpleField) -> str:
        return _("Bitte wählen Sie Ja oder Nein.")


class ConsentKind:
    """A box to tick. Not ticked is no answer."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        return Answer(True) if one(typed) == YES else NOTHING

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [YES]} if as_yes_or_no(value) == YES else {}

    def say(self, field: SimpleField, value: Any) -> str:
        return _("Ja") if as_yes_or_no(value) == YES else _("Nein")

    def missing(self, field: SimpleField) -> str:
        return _("Bitte kreuzen Sie das an. Ohne diese Erklärung können wir den Antrag nicht bearbeiten.")


class ChoiceKind:
    """One of a list, stored as the option's key."""

    def suffixes(self, field: ChoiceField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: ChoiceField, typed: Typed, limits: Limits) -> Answer:
        key = one(typed)
        if not key:
            return NOTHING
        if all(option.key != key for option in field.options):
            return wrong(_("Diese Antwort gibt es nicht mehr. Bitte wählen Sie neu."))
        return Answer(key)

    def show(self, field: ChoiceField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: ChoiceField, value: Any) -> str:
        return label_of(field, text_of(value))

    def missing(self, field: ChoiceField) -> str:
        return _("Bitte wählen Sie eine Antwort aus.")


class ChoicesKind:
    """Some of a list, stored as keys in the order of the list."""

    def suffixes(self, field: ChoiceField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: ChoiceField, typed: Typed, limits: Limits) -> Answer:
        picked = {text.strip() for text in typed.get("", ())} - {""}
        keys = [option.key for option in field.options if option.key in picked]
        if len(keys) < len(picked):
            return wrong(_("Eine dieser Antworten gibt es nicht mehr. Bitte wählen Sie neu."))
        return Answer(keys) if keys else NOTHING

    def show(self, field: ChoiceField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(key) for key in value] if isinstance(value, list) else [text_of(value)]}

    def say(self, field: ChoiceField, value: Any) -> str:
        keys = value if isinstance(value, list) else [value]
        return "\n".join(label_of(field, text_of(key)) for key in keys)

    def missing(self, field: ChoiceField) -> str:
        return _("Bitte wählen Sie mindestens eine Antwort aus.")


def label_of(field: ChoiceField, key: str) -> str:
    """What people read for an option."""
    language = get_language() or "de"
    return next((option.label.in_language(language) for option in field.options if option.key == key), key)
