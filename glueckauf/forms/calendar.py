"""Free appointments as a page shows them: days to unfold, times to pick. Works without JavaScript."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glueckauf.forms.shown import Calendar, Free, FreeDay, FreeTime, Pick, PickDay
from glueckauf.forms.validators.appointment import BERLIN, PARTS, said, typed_of


def calendar(free: Free | None, name: str, value: str) -> Calendar:
    """`value`: what the input holds now; it stays picked although it is no longer among the free ones."""
    if free is None or not free.is_set_up:
        return Calendar(is_set_up=False, days=(), picked=text_of(value), picked_value=value)
    chosen = value.partition("|")[0]
    places = {time.where.rpartition(", ")[0] for day in free.days for time in day.times}
    days = tuple(shown(day, name, chosen, first=at == 0, places=places) for at, day in enumerate(free.days))
    if any(p.is_picked for day in days for p in day.picks):
        days = tuple(PickDay(d.title, d.day, d.picks, any(p.is_picked for p in d.picks)) for d in days)
    flat = bool(days) and all(len(day.picks) == 1 for day in days)
    return Calendar(is_set_up=True, days=days, picked=text_of(value), picked_value=value, is_flat=flat)


def shown(day: FreeDay, name: str, chosen: str, *, first: bool, places: set[str]) -> PickDay:
    """Unfolded where something is picked, else the first."""
    picks = tuple(pick(time, name, chosen, places) for time in day.times)
    return PickDay(title_of(day.day, day.times), said_of(day.day), picks, first or any(p.is_picked for p in picks))


def pick(time: FreeTime, name: str, chosen: str, places: set[str]) -> Pick:
    """9:20 Uhr, and where, if there are several places."""
    local = time.starts_at.astimezone(BERLIN)
    label = _("{hour} Uhr").format(hour=f"{local.hour}:{local:%M}")
    if len(places) > 1:
        label = f"{label}, {time.where.rpartition(', ')[0]}"
    value = typed_of(time.slot, time.starts_at, time.minutes, time.where)
    return Pick(f"{name}-{time.slot}", value, label, str(time.slot) == chosen)


def title_of(day: date, times: Sequence[FreeTime]) -> str:
    """Donnerstag, 3. Dezember: 12 frei"""
    return _("{day}: {n} frei").format(day=said_of(day), n=len(times))


def said_of(day: date) -> str:
    """Donnerstag, 3. Dezember"""
    english = (get_language() or "de").startswith("en")
    return date_format(day, "l, j F" if english else "l, j. F")


def text_of(value: str) -> str:
    """What is picked, in words."""
    parts = value.split("|", 3)
    return said(dict(zip(PARTS, parts, strict=False))).replace("\n", ", ") if len(parts) == len(PARTS) else ""
