"""IBAN: country, length, check digits (ISO 13616, mod 97)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from glueckauf.forms.schema import SimpleField
from glueckauf.forms.validators import din91379
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of, wrong

# Lengths of the SEPA countries and territories (EPC409-09, 2025): a city pays and collects within SEPA only.
LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
SEPARATORS = re.compile(r"[\s.-]+")
FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


class IbanKind:
    """An account within SEPA, stored without blanks."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        text = SEPARATORS.sub("", din91379.tidy(one(typed))).upper().removeprefix("IBAN:").removeprefix("IBAN")
        if not text:
            return NOTHING
        problem = problem_of(text)
        return wrong(problem) if problem else Answer(text)

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [in_fours(text_of(value))]}

    def say(self, field: SimpleField, value: Any) -> str:
        return in_fours(text_of(value)).replace(" ", "\N{NO-BREAK SPACE}")

    def missing(self, field: SimpleField) -> str:
        return _("Bitte tragen Sie die IBAN ein. Sie steht auf Ihrer Bankkarte.")


def in_fours(iban: str) -> str:
    """DE02 1203 0000 0000 2020 51"""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def problem_of(iban: str) -> str:
    """What is wrong with an IBAN without blanks; empty if nothing is."""
    if iban.isascii() and iban.isdigit():
        return _("Eine IBAN beginnt mit zwei Buchstaben, in Deutschland mit DE. Bitte ergänzen Sie sie.")
    if not FORM.fullmatch(iban):
        return _("Eine IBAN besteht aus zwei Buchstaben, dann Ziffern, zum Beispiel DE02 1203 0000 0000 2020 51.")
    length = LENGTHS.get(iban[:2])
    if length is None:
        return _("Mit „%(country)s“ beginnt keine IBAN, die wir verwenden können. Bitte prüfen Sie die ersten zwei Buchstaben.") % {
            "country": iban[:2]
        }
    if len(iban) != length:
        return _("Eine IBAN mit %(country)s hat %(length)d Zeichen, hier sind es %(count)d. Bitte prüfen Sie sie.") % {
            "country": iban[:2],
            "length": length,
            "count": len(iban),
        }
    if not has_right_check_digits(iban):
        return _("Eine Ziffer der IBAN stimmt nicht. Bitte vergleichen Sie sie mit Ihrer Bankkarte.")
    return ""


def has_right_check_digits(iban: str) -> bool:
    """ISO 7064 mod 97-10 over country and digits moved to the end, letters as 10 to 35."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
