"""An appointment, picked from those the office has free. Whether it still is, the package that keeps them knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from glueckauf.core.templatetags.glueckauf import weekday
from glueckauf.forms.schema import AppointmentField
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, part_of, wrong

BERLIN = ZoneInfo("Europe/Berlin")
PARTS = ("slot", "starts", "minutes", "where")
MOST_LETTERS = 300


def typed_of(slot: int, starts: datetime, minutes: int, where: str) -> str:
    """As a page posts it."""
    return f"{slot}|{starts.isoformat()}|{minutes}|{where}"


def instant_of(text: str) -> datetime | None:
    """An ISO instant that names its zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


class AppointmentKind:
    """Stored with its place and time, so that letters and lists need not look it up."""

    def suffixes(self, field: AppointmentField) -> tuple[str, ...]:
        return ("",)

    def read(self, field: AppointmentField, typed: Typed, limits: Limits) -> Answer:
        text = one(typed)
        if not text:
            return NOTHING
        parts = dict(zip(PARTS, text[:MOST_LETTERS].split("|", 3), strict=False))
        is_whole = len(parts) == len(PARTS) and parts["slot"].isdecimal() and parts["minutes"].isdecimal()
        if not is_whole or instant_of(parts["starts"]) is None:
            return wrong(_("Diesen Termin gibt es nicht mehr. Bitte wählen Sie einen anderen."))
        return Answer(parts)

    def show(self, field: AppointmentField, value: Any) -> dict[str, list[str]]:
        parts = [part_of(value, part) for part in PARTS]
        return {"": ["|".join(parts) if any(parts) else ""]}

    def say(self, field: AppointmentField, value: Any) -> str:
        return said(value)

    def missing(self, field: AppointmentField) -> str:
        return _("Bitte wählen Sie einen Termin.")


def said(value: Any) -> str:
    """Donnerstag, 3. Dezember 2026, 9:20 Uhr, and below it where."""
    starts = instant_of(part_of(value, "starts")) if isinstance(value, Mapping) else None
    if starts is None:
        return ""
    local = starts.astimezone(BERLIN)
    when = _("{day}, {hour} Uhr").format(day=weekday(local.date()), hour=f"{local.hour}:{local:%M}")
    return f"{when}\n{part_of(value, 'where')}"
