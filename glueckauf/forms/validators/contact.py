"""E-mail addresses and telephone numbers."""

import re
from typing import Any

from django.utils.translation import gettext as _

from glueckauf.forms.schema import SimpleField
from glueckauf.forms.validators import din91379
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of, wrong
from glueckauf.forms.validators.text import one_line

# What mail servers and our own mail take: before the @ ASCII only, behind it names that IDNA can write.
LOCAL = re.compile(r"[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+(?:\.[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{2,59})", re.IGNORECASE)
PHONE = re.compile(r"(?:\+|\(?0)[0-9 ()/.-]*[0-9]")
NOT_DIGITS = re.compile(r"[^0-9]")
SHORTEST, LONGEST = 6, 17


class EmailKind:
    """One address. Upper and lower case stay as typed before the @; after it case means nothing."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        text = din91379.tidy(one(typed)).strip()
        if not text:
            return NOTHING
        problem = email_problem(text)
        if problem:
            return wrong(problem)
        local, _at, domain = text.rpartition("@")
        return Answer(f"{local}@{domain.lower()}")

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: SimpleField, value: Any) -> str:
        return text_of(value)

    def missing(self, field: SimpleField) -> str:
        return _("Bitte tragen Sie Ihre E-Mail-Adresse ein.")


def email_problem(text: str) -> str:
    """What is wrong with an address; empty if nothing is."""
    example = {"example": "erika@mustermann.example"}
    if any(map(str.isspace, text)):
        return _("In einer E-Mail-Adresse stehen keine Leerzeichen. Bitte entfernen Sie sie.")
    if text.count("@") != 1:
        return _("Eine E-Mail-Adresse hat genau ein @-Zeichen, zum Beispiel %(example)s.") % example
    local, _at, domain = text.partition("@")
    if "." not in domain:
        return _("Nach dem @ fehlt noch ein Teil, zum Beispiel „.de“. Bitte ergänzen Sie die Adresse.")
    if len(text) > 254 or len(local) > 64:
        return _("Die E-Mail-Adresse ist zu lang. Bitte prüfen Sie sie.")
    if not LOCAL.fullmatch(local) or not DOMAIN.fullmatch(domain) or not has_idna(domain):
        return _("Diese E-Mail-Adresse ist nicht möglich. Bitte prüfen Sie sie, zum Beispiel %(example)s.") % example
    return ""


def has_idna(domain: str) -> bool:
    """Whether mail servers can look the domain up."""
    try:
        return len(domain.encode("idna")) <= 253
    except UnicodeError:
        return False


class PhoneKind:
    """A number with its area code, as people write it."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        text = one_line(typed)
        if not text:
            return NOTHING
        if not PHONE.fullmatch(text):
            return wrong(phone_problem(text))
        digits = len(NOT_DIGITS.sub("", text))
        if digits < SHORTEST:
            return wrong(_("Die Telefonnummer ist zu kurz. Bitte tragen Sie sie mit Vorwahl ein, zum Beispiel 0234 123456."))
        if digits > LONGEST or len(text) > 40:
            return wrong(_("Die Telefonnummer ist zu lang. Bitte tragen Sie nur eine Nummer ein."))
        return Answer(text)

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: SimpleField, value: Any) -> str:
        return text_of(value)

    def missing(self, field: SimpleField) -> str:
        return _("Bitte tragen Sie eine Telefonnummer ein.")


def phone_problem(text: str) -> str:
    """Other signs, or no area code."""
    if re.fullmatch(r"[0-9 ()/.-]+", text):
        return _("Die Vorwahl fehlt. Bitte tragen Sie die Nummer mit Vorwahl ein, zum Beispiel 0234 123456.")
    return _("Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0234 123456 oder +49 234 123456.")
