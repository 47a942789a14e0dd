"""Addresses, and places in a street: a stretch by house numbers, a side, a size."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from glueckauf.forms.schema import AddressField, PlaceField
from glueckauf.forms.validators import din91379
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, part_of, wrong
from glueckauf.forms.validators.numbers import amount, decimal_of, german, plain
from glueckauf.forms.validators.text import foreign_letter, one_line, too_long

HOUSE_NUMBER = re.compile(r"[1-9][0-9]{0,3} ?[a-zA-Z]?(?: ?[-/+] ?(?:[1-9][0-9]{0,3} ?[a-zA-Z]?|[a-zA-Z])| [1-9]/[1-9])?")
POSTCODE = re.compile(r"[0-9]{5}")
LONGEST_M, WIDEST_M = Decimal(2000), Decimal(100)
SIDES = ("even", "odd", "both")

Check = Callable[[str], str]


def street_problem(text: str) -> str:
    """A street has letters, and only those of names."""
    if not any(map(str.isalpha, text)):
        return _("Bitte tragen Sie den Namen der Straße ein.")
    return too_long(text, 100) or foreign_letter(text, din91379.OTHER_NAME)


def number_problem(text: str) -> str:
    """12, 7 a, 12-14, 12 a-c, 12 1/2"""
    return (
        "" if HOUSE_NUMBER.fullmatch(text) else _("Eine Hausnummer beginnt mit einer Zahl, zum Beispiel 7 oder 7 a. Bitte prüfen Sie sie.")
    )


def postcode_problem(text: str) -> str:
    """Five digits."""
    return "" if POSTCODE.fullmatch(text) else _("Eine Postleitzahl hat fünf Ziffern. Bitte prüfen Sie sie.")


def city_problem(text: str) -> str:
    """A town is named, not numbered."""
    if not any(map(str.isalpha, text)):
        return _("Bitte tragen Sie den Namen des Ortes ein.")
    return too_long(text, 80) or foreign_letter(text, din91379.OTHER_NAME)


def read_parts(typed: Typed, checks: Mapping[str, Check], optional: frozenset[str], lacking: Mapping[str, str]) -> Answer:
    """All parts as texts, or the errors of each; nothing if none was typed."""
    texts = {part: one_line(typed, f"-{part}") for part in checks}
    if not any(texts.values()):
        return NOTHING
    errors = []
    for part, check in checks.items():
        problem = check(texts[part]) if texts[part] else "" if part in optional else lacking[part]
        errors += [(f"-{part}", problem)] if problem else []
    return Answer(errors=tuple(errors)) if errors else Answer({part: text for part, text in texts.items() if text})


class AddressKind:
    """A German address."""

    checks: Mapping[str, Check] = {
        "street": street_problem,
        "house_number": number_problem,
        "postcode": postcode_problem,
        "city": city_problem,
    }

    def suffixes(self, field: AddressField) -> tuple[str, ...]:
        return tuple(f"-{part}" for part in self.checks)

    def read(self, field: AddressField, typed: Typed, limits: Limits) -> Answer:
        answer = read_parts(typed, self.checks, frozenset(), lacking_parts())
        if field.inside and answer.value and limits.postcodes and answer.value["postcode"] not in limits.postcodes:
            text = _("Die Postleitzahl %(postcode)s gehört nicht zu dieser Stadt. Bitte prüfen Sie sie.")
            return wrong(text % {"postcode": answer.value["postcode"]}, "-postcode")
        return answer

    def show(self, field: AddressField, value: Any) -> dict[str, list[str]]:
        return {f"-{part}": [part_of(value, part)] for part in self.checks}

    def say(self, field: AddressField, value: Any) -> str:
        first = f"{part_of(value, 'street')} {part_of(value, 'house_number')}".strip()
        return f"{first}\n{part_of(value, 'postcode')} {part_of(value, 'city')}".strip()

    def missing(self, field: AddressField) -> str:
        return _("Bitte tragen Sie Straße, Hausnummer, Postleitzahl und Ort ein.")


def lacking_parts() -> dict[str, str]:
    """What to do about each part that is missing."""
    return {
        "street": _("Bitte tragen Sie die Straße ein."),
        "house_number": _("Bitte tragen Sie die Hausnummer ein."),
        "postcode": _("Bitte tragen Sie die Postleitzahl ein."),
        "city": _("Bitte tragen Sie den Ort ein."),
        "number_from": _("Bitte tragen Sie die Hausnummer ein, bei der es beginnt."),
        "side": _("Bitte wählen Sie die Straßenseite."),
        "length_m": _("Bitte tragen Sie die Länge in Metern ein."),
        "width_m": _("Bitte tragen Sie die Breite in Metern ein."),
    }


def metres_problem(most: Decimal) -> Check:
    """A check for a length of at most so many metres."""

    def check(text: str) -> str:
        number = amount(text, "m")
        if number is None:
            return _("Bitte tragen Sie die Meter als Zahl ein, zum Beispiel 2,5.")
        if not 0 < number <= most:
            return _("Möglich sind mehr als 0 und höchstens %(most)s Meter. Bitte prüfen Sie die Zahl.") % {"most": german(most)}
        return "" if number == round(number, 2) else _("Bitte tragen Sie höchstens 2 Stellen nach dem Komma ein.")

    return check


def side_problem(text: str) -> str:
    """One of the three."""
    return "" if text in SIDES else _("Bitte wählen Sie die Straßenseite.")


def side_labels() -> dict[str, str]:
    """Sides of a street by their house numbers: nobody knows where north is."""
    return {"even": _("Seite mit geraden Hausnummern"), "odd": _("Seite mit ungeraden Hausnummern"), "both": _("beide Seiten")}


class PlaceKind:
    """A stretch of a street. Lengths are decimal texts in metres."""

    street_checks: Mapping[str, Check] = {"street": street_problem, "number_from": number_problem, "number_to": number_problem}
    side_checks: Mapping[str, Check] = {"side": side_problem}
    size_checks: Mapping[str, Check] = {"length_m": metres_problem(LONGEST_M), "width_m": metres_problem(WIDEST_M)}

    def checks(self, field: PlaceField) -> dict[str, Check]:
        """The parts this field asks for."""
        side = self.side_checks if field.ask_side else {}
        return {**self.street_checks, **side, **(self.size_checks if field.ask_size else {})}

    def suffixes(self, field: PlaceField) -> tuple[str, ...]:
        return tuple(f"-{part}" for part in self.checks(field))

    def read(self, field: PlaceField, typed: Typed, limits: Limits) -> Answer:
        answer = read_parts(typed, self.checks(field), frozenset({"number_to"}), lacking_parts())
        if not answer.value:
            return answer
        metres = {part: plain(amount(text, "m") or Decimal()) for part, text in answer.value.items() if part in self.size_checks}
        return Answer({**answer.value, **metres})

    def show(self, field: PlaceField, value: Any) -> dict[str, list[str]]:
        texts = {f"-{part}": [part_of(value, part)] for part in self.checks(field)}
        for part in self.size_checks if field.ask_size else ():
            texts[f"-{part}"] = [metres(part_of(value, part))]
        return texts

    def say(self, field: PlaceField, value: Any) -> str:
        numbers = _(" bis ").join(filter(None, (part_of(value, "number_from"), part_of(value, "number_to"))))
        side = part_of(value, "side")
        size = [metres(part_of(value, part)) for part in self.size_checks if part_of(value, part)]
        lines = (f"{part_of(value, 'street')} {numbers}".strip(), side_labels().get(side, side), " × ".join(size) + " m" if size else "")
        return "\n".join(filter(None, lines))

    def missing(self, field: PlaceField) -> str:
        return _("Bitte tragen Sie Straße und Hausnummer ein.")


def metres(text: str) -> str:
    """A stored length with its comma."""
    number = decimal_of(text)
    return text if number is None else german(number)
