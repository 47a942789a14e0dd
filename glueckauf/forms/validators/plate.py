"""German number plates: BO-EM 123, with E for electric and H for historic cars."""

import re
from typing import Any

from django.utils.translation import gettext as _

from glueckauf.forms.schema import SimpleField
from glueckauf.forms.validators import din91379
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of, wrong

PARTED = re.compile(r"([A-ZÄÖÜ]{1,3})[\s-]+([A-Z]{1,2})[\s-]*([1-9][0-9]{0,3})\s*([EH]?)")
JOINED = re.compile(r"([A-ZÄÖÜ]{2,5})[\s-]*([1-9][0-9]{0,3})\s*([EH]?)")
MOST_SIGNS = 8  # § 10(2) FZV with Anlage 4; the final E or H counts


class PlateKind:
    """Stored as BO-EM 123. Where nothing parts place and letters, only lengths that leave no doubt are taken."""

    def suffixes(self, field: SimpleField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: SimpleField, typed: Typed, limits: Limits) -> Answer:
        text = din91379.tidy(one(typed)).upper().strip()
        if not text:
            return NOTHING
        parts = parts_of(text)
        if parts is None:
            return wrong(problem_of(text))
        place, letters, number, end = parts
        if len(place + letters + number + end) > MOST_SIGNS:
            return wrong(_("Ein Kennzeichen hat höchstens acht Zeichen. Bitte prüfen Sie es."))
        return Answer(f"{place}-{letters} {number}{end}")

    def show(self, field: SimpleField, value: Any) -> dict[str, list[str]]:
        return {"": [text_of(value)]}

    def say(self, field: SimpleField, value: Any) -> str:
        return text_of(value).replace(" ", "\N{NO-BREAK SPACE}")

    def missing(self, field: SimpleField) -> str:
        return _("Bitte tragen Sie das Kennzeichen ein.")


def parts_of(text: str) -> tuple[str, str, str, str] | None:
    """Place, letters, number, E or H; None where it is no plate or could be two."""
    found = PARTED.fullmatch(text)
    if found:
        return found[1], found[2], found[3], found[4]
    found = JOINED.fullmatch(text)
    if found is None or len(found[1]) not in (2, 5):
        return None
    cut = len(found[1]) // 2 + len(found[1]) % 2
    return (found[1][:cut], found[1][cut:], found[2], found[3]) if re.fullmatch("[A-Z]+", found[1][cut:]) else None


def problem_of(text: str) -> str:
    """Not parted, or no plate at all."""
    if JOINED.fullmatch(text):
        return _("Bitte setzen Sie nach dem Ort einen Bindestrich, zum Beispiel BO-EM 123.")
    return _(
        "Dieses Kennzeichen können wir hier nicht annehmen. "
        "Ein deutsches sieht so aus: BO-EM 123. Haben Sie ein anderes, rufen Sie das Amt an."
    )
