"""Whole numbers, decimals and money, as Germans write them: 1.204,50.

A point before three digits groups thousands (1.204 is one thousand two hundred and four); before one or two digits it is taken as a
decimal point, because phone keyboards have no comma. 1,000 may be a thousand or one: it is asked again where three places make no sense.
Without a minimum nothing below zero is taken.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from glueckauf.core.money import euros
from glueckauf.forms.schema import NumberField
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, text_of, wrong
from glueckauf.forms.validators.text import one_line

GROUPED = re.compile(r"(-?)([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,([0-9]+|[-–]{1,2}))?")
ENGLISH = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
POINT = re.compile(r"(-?)([0-9]+)\.([0-9]{1,2}|[0-9]{4,})")
CURRENCY = re.compile(r"^€\s*|\s*(?:€|EUR|Euro)$", re.IGNORECASE)
THOUSANDS = re.compile(r"^-?[0-9]{1,3},[0-9]{3}(?![0-9.,])")  # 1,000: an English thousand, or one with three places?
THREE = 3
MOST_DIGITS = 15


def amount(text: str, unit: str) -> Decimal | None:
    """The number in a text; the unit behind it is allowed. None if it is none."""
    text = CURRENCY.sub("", text)
    text = text.removesuffix(unit).strip() if unit else text
    found = GROUPED.fullmatch(text) or POINT.fullmatch(text) or ENGLISH.fullmatch(text)
    if not found:
        return None
    sign, whole, rest = found.groups()
    digits = re.sub("[., ]", "", whole)
    if len(digits) > MOST_DIGITS or len(rest or "") > MOST_DIGITS:
        return None
    return Decimal(f"{sign}{digits}.{(rest or '0').replace('-', '0')}")


def decimal_of(value: Any) -> Decimal | None:
    """A stored number, whatever its shape."""
    try:
        found = Decimal(text_of(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= MOST_DIGITS else None


def german(number: Decimal) -> str:
    """1.204,5"""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def plain(number: Decimal) -> str:
    """The canonical stored text: no exponent, no superfluous zeros, no minus zero."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


class NumberKind:
    """integer, number and money; `field.type` says which."""

    def suffixes(self, field: NumberField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: NumberField, typed: Typed, limits: Limits) -> Answer:
        text = one_line(typed)
        if not text:
            return NOTHING
        number = amount(text, field.unit)
        if number is None:
            return wrong(no_number(field))
        if THOUSANDS.search(CURRENCY.sub("", text)) and places_of(field) < THREE:
            return wrong(
                _("Nach einem Komma mit drei Ziffern wissen wir nicht, ob Tausend gemeint ist. Bitte schreiben Sie 1000 oder 1,00.")
            )
        problem = too_exact(field, number) or out_of_range(field, number)
        return wrong(problem) if problem else Answer(stored(field, number))

    def show(self, field: NumberField, value: Any) -> dict[str, list[str]]:
        number = decimal_of(value)
        if number is None:
            return {"": [text_of(value)]}
        if field.type == "money":
            return {"": [german((number / 100).quantize(Decimal("0.01")))]}
        return {"": [german(Decimal(plain(number)))]}

    def say(self, field: NumberField, value: Any) -> str:
        number = decimal_of(value)
        if number is None:
            return text_of(value)
        if field.type == "money":
            return euros(int(number))
        return f"{german(number)}\N{NO-BREAK SPACE}{field.unit}" if field.unit else german(number)

    def missing(self, field: NumberField) -> str:
        if field.type == "money":
            return _("Bitte tragen Sie den Betrag ein. Wenn es nichts ist, tragen Sie 0 ein.")
        return _("Bitte tragen Sie die Zahl ein.")


def stored(field: NumberField, number: Decimal) -> int | str:
    """Cents, a whole number, or a decimal as text."""
    if field.type == "money":
        return int(number * 100)
    return int(number) if field.type == "integer" else plain(number)


def no_number(field: NumberField) -> str:
    """What such a field wants."""
    if field.type == "money":
        return _("Bitte tragen Sie einen Betrag in Euro ein, zum Beispiel 1.204,50.")
    if field.type == "integer":
        return _("Bitte tragen Sie eine ganze Zahl in Ziffern ein, zum Beispiel 2.")
    return _("Bitte tragen Sie eine Zahl in Ziffern ein, zum Beispiel 2,5.")


def places_of(field: NumberField) -> int:
    """How many places after the comma the field keeps."""
    return {"integer": 0, "money": 2}.get(field.type, field.decimals)


def too_exact(field: NumberField, number: Decimal) -> str:
    """More places after the comma than the field keeps."""
    places = places_of(field)
    _sign, _digits, exponent = Decimal(plain(number)).as_tuple()
    if not isinstance(exponent, int) or -exponent <= places:
        return ""
    if places == 0:
        return _("Bitte tragen Sie eine ganze Zahl ohne Komma ein.")
    return _("Bitte tragen Sie höchstens %(places)d Stellen nach dem Komma ein.") % {"places": places}


def out_of_range(field: NumberField, number: Decimal) -> str:
    """Below the minimum (zero if none is given) or above the maximum; both in euros for money."""
    least = Decimal(field.minimum or "0")
    most = Decimal(field.maximum) if field.maximum else None
    if number < least:
        return _("Bitte tragen Sie mindestens %(limit)s ein.") % {"limit": with_unit(field, least)}
    if most is not None and number > most:
        return _("Bitte tragen Sie höchstens %(limit)s ein.") % {"limit": with_unit(field, most)}
    return ""


def with_unit(field: NumberField, number: Decimal) -> str:
    """A limit as people write it."""
    if field.type == "money":
        return euros(int(number * 100))
    return f"{german(number)}\N{NO-BREAK SPACE}{field.unit}" if field.unit else german(number)
