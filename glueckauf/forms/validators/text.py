"""Free text and parts of names."""

import re
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glueckauf.forms import readers
from glueckauf.forms.schema import NameField, TextField
from glueckauf.forms.validators import din91379
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of, wrong

BLANKS = re.compile(r"\s+")


def one_line(typed: Typed, suffix: str = "") -> str:
    """The tidy text of an input, blanks collapsed."""
    return BLANKS.sub(" ", din91379.tidy(one(typed, suffix))).strip()


def many_lines(typed: Typed) -> str:
    """The tidy text of an input of several lines."""
    return "\n".join(line.rstrip(" \t") for line in din91379.tidy(one(typed)).split("\n")).strip()


def foreign_letter(text: str, groups: tuple[str, ...]) -> str:
    """What to do about a letter that does not belong there; empty if all do."""
    letter = din91379.first_foreign(text, groups)
    if not letter:
        return ""
    if groups == din91379.NAME and letter.isdigit():
        return _("Ein Name enthält keine Ziffern. Bitte entfernen Sie „%(letter)s“.") % {"letter": letter}
    if groups == din91379.ALL:
        return _("Das Zeichen „%(letter)s“ können wir nicht verarbeiten. Bitte lassen Sie es weg.") % {"letter": letter}
    return _("Das Zeichen „%(letter)s“ ist hier nicht möglich. Bitte schreiben Sie es mit lateinischen Buchstaben.") % {"letter": letter}


def too_long(text: str, most: int) -> str:
    """By how many letters; empty if it fits."""
    over = din91379.length(text) - most
    if over <= 0:
        return ""
    return _("Der Text ist um %(over)d Zeichen zu lang. Bitte kürzen Sie ihn auf %(most)d Zeichen.") % {"over": over, "most": most}


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Patterns of a form, compiled once."""
    return re.compile(pattern)


class TextKind:
    """Any letters of DIN 91379, one line or several. What looks like a formula stays text."""

    def suffixes(self, field: TextField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: TextField, typed: Typed, limits: Limits) -> Answer:
        text = many_lines(typed) if field.lines > 1 else one_line(typed)
        if not text:
            return NOTHING
        problem = too_long(text, field.max_length) or foreign_letter(text, din91379.ALL)
        if not problem and field.pattern and not compiled(field.pattern).fullmatch(text):
            problem = self.pattern_problem(field)
        problem = problem or (readers.problem(field.reader, text) if field.reader else "")
        return wrong(problem) if problem else Answer(text)

    def pattern_problem(self, field: TextField) -> str:
        """The author's hint, else a plain sentence."""
        if field.pattern_hint:
            return field.pattern_hint.in_language(get_language() or "de")
        return _("Das hat nicht die erwartete Form. Bitte prüfen Sie Ihre Eingabe.")

    def show(self, field: TextField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: TextField, value: Any) -> str:
        return text_of(value)

    def missing(self, field: TextField) -> str:
        return _("Bitte füllen Sie dieses Feld aus.")


class NameKind:
    """Letters and signs of personal names, nothing else."""

    def suffixes(self, field: NameField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: NameField, typed: Typed, limits: Limits) -> Answer:
        text = one_line(typed)
        if not text:
            return NOTHING
        problem = too_long(text, field.max_length) or foreign_letter(text, din91379.NAME)
        if not problem and not any(map(str.isalpha, text)):
            problem = _("Ein Name braucht mindestens einen Buchstaben.")
        return wrong(problem) if problem else Answer(text)

    def show(self, field: NameField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: NameField, value: Any) -> str:
        return text_of(value)

    def missing(self, field: NameField) -> str:
        return _("Bitte tragen Sie den Namen ein.")
