"""Days in three inputs, and periods of two days. Limits are relative to the day the form is read."""

import re
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from glueckauf.forms.schema import DateField, PeriodField
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, part_of, text_of, wrong

PARTS = ("-day", "-month", "-year")
ENDS = ("-first", "-last")
RELATIVE = re.compile(r"today(?:([+-])([0-9]{1,6})(y?))?")
EARLIEST_EVER, LATEST_EVER = date(1880, 1, 1), date(2199, 12, 31)


def say_day(day: date) -> str:
    """14. November 2026, no-break space behind the dot."""
    return date_format(day, "j\xa0F Y" if (get_language() or "de").startswith("en") else "j.\xa0F Y")


def limit(text: str, today: date) -> date | None:
    """today, today+14 (calendar days), today-18y (years; 29 February becomes 28) or an ISO day; None for an empty text."""
    if not text:
        return None
    found = RELATIVE.fullmatch(text)
    if found is None:
        return date.fromisoformat(text)
    sign, count, is_years = found.groups()
    steps = int(count or 0) * (-1 if sign == "-" else 1)
    return years_on(today, steps) if is_years else today + timedelta(days=steps)


def years_on(day: date, years: int) -> date:
    """The same day of another year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def read_day(typed: Typed, prefix: str = "") -> tuple[date | None, Answer]:
    """The day in three inputs, or why there is none."""
    day, month, year = (one(typed, prefix + part) for part in PARTS)
    if not (day or month or year):
        return None, NOTHING
    problem = parts_problem(day, month, year, prefix)
    if problem.errors:
        return None, problem
    try:
        return date(int(year), int(month), int(day)), NOTHING
    except ValueError:
        return None, wrong(no_such_day(int(day), int(month), int(year)), prefix)


def parts_problem(day: str, month: str, year: str, prefix: str) -> Answer:
    """Parts that are missing or are no numbers in their range."""
    lacking = [name for name, text in ((_("der Tag"), day), (_("der Monat"), month), (_("das Jahr"), year)) if not text]
    if lacking:
        text = ngettext(
            "Es fehlt %(parts)s. Bitte ergänzen Sie das Datum.", "Es fehlen %(parts)s. Bitte ergänzen Sie das Datum.", len(lacking)
        )
        return wrong(text % {"parts": _(" und ").join(lacking)}, prefix)
    if not is_number(day, 31):
        return wrong(_("Der Tag ist eine Zahl von 1 bis 31. Bitte prüfen Sie ihn."), prefix)
    if not is_number(month, 12):
        return wrong(_("Der Monat ist eine Zahl von 1 bis 12. Bitte prüfen Sie ihn."), prefix)
    if not re.fullmatch("[0-9]{4}", year):
        return wrong(_("Das Jahr braucht vier Ziffern, zum Beispiel 2026."), prefix)
    return NOTHING


def is_number(text: str, most: int) -> bool:
    """One or two digits from 1 to most."""
    return bool(re.fullmatch("[0-9]{1,2}", text)) and 1 <= int(text) <= most


def no_such_day(day: int, month: int, year: int) -> str:
    """31 November, and 29 February of most years."""
    if not year >= 1:
        return _("Das Jahr %(year)04d gibt es nicht. Bitte prüfen Sie es.") % {"year": year}
    name = date_format(date(2000, month, 1), "F")
    if (day, month) == (29, 2):
        return _("Den 29. Februar gibt es im Jahr %(year)d nicht. Bitte prüfen Sie das Datum.") % {"year": year}
    return _("Den %(day)d. %(month)s gibt es nicht. Bitte prüfen Sie Tag und Monat.") % {"day": day, "month": name}


def out_of_range(day: date, field: DateField | PeriodField, today: date) -> str:
    """Before the earliest or after the latest possible day."""
    earliest = limit(field.earliest, today) or EARLIEST_EVER
    latest = limit(field.latest, today) or LATEST_EVER
    if day < earliest and field.earliest == "today":
        return _("Das Datum liegt in der Vergangenheit. Bitte tragen Sie heute oder einen späteren Tag ein.")
    if day < earliest:
        return _("Das Datum liegt zu früh. Möglich ist der %(day)s oder später.") % {"day": say_day(earliest)}
    if day > latest and field.latest == "today":
        return _("Das Datum liegt in der Zukunft. Bitte tragen Sie heute oder einen früheren Tag ein.")
    if day > latest:
        return _("Das Datum liegt zu spät. Möglich ist der %(day)s oder früher.") % {"day": say_day(latest)}
    return ""


def show_day(value: Any, prefix: str = "") -> dict[str, list[str]]:
    """Three texts of a stored day; anything else lands in the year, where it is refused."""
    text = text_of(value)
    parts = text.split("-") if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else [text, "", ""]
    year, month, day = parts
    return {f"{prefix}-day": [day.lstrip("0") or day], f"{prefix}-month": [month.lstrip("0") or month], f"{prefix}-year": [year]}


def say_iso(value: Any) -> str:
    """A stored day as people read it."""
    try:
        return say_day(date.fromisoformat(text_of(value)))
    except ValueError:
        return text_of(value)


class DateKind:
    """One day, stored as ISO text."""

    def suffixes(self, field: DateField) -> tuple[str, ...]:
        return PARTS

    def read(self, field: DateField, typed: Typed, limits: Limits) -> Answer:
        day, problem = read_day(typed)
        if day is None:
            return problem
        text = out_of_range(day, field, limits.today)
        return wrong(text) if text else Answer(day.isoformat())

    def show(self, field: DateField, value: Any) -> dict[str, list[str]]:
        return show_day(value)

    def say(self, field: DateField, value: Any) -> str:
        return say_iso(value)

    def missing(self, field: DateField) -> str:
        return _("Bitte tragen Sie Tag, Monat und Jahr ein.")


class PeriodKind:
    """First and last day, both counted."""

    def suffixes(self, field: PeriodField) -> tuple[str, ...]:
        return tuple(end + part for end in ENDS for part in PARTS)

    def read(self, field: PeriodField, typed: Typed, limits: Limits) -> Answer:
        days: list[date] = []
        errors: list[tuple[str, str]] = []
        for end in ENDS:
            day, problem = read_day(typed, end)
            text = out_of_range(day, field, limits.today) if day else ""
            errors += [(end, text)] if text else problem.errors
            days += [day] if day else []
        if errors:
            return Answer(errors=tuple(errors))
        if len(days) < len(ENDS):
            return self.half(typed) if days else NOTHING
        return self.together(field, *days)

    def half(self, typed: Typed) -> Answer:
        """One of the two days is there."""
        if any(one(typed, ENDS[0] + part) for part in PARTS):
            return wrong(_("Bitte tragen Sie auch den letzten Tag ein. Ist es nur ein Tag, tragen Sie ihn zweimal ein."), ENDS[1])
        return wrong(_("Bitte tragen Sie auch den ersten Tag ein."), ENDS[0])

    def together(self, field: PeriodField, first: date, last: date) -> Answer:
        """Order and length."""
        if last < first:
            return wrong(_("Der letzte Tag liegt vor dem ersten. Bitte prüfen Sie beide Daten."), ENDS[1])
        days = (last - first).days + 1
        if field.longest_days is not None and days > field.longest_days:
            text = _("Der Zeitraum hat %(days)d Tage, möglich sind %(most)d. Bitte verkürzen Sie ihn.")
            return wrong(text % {"days": days, "most": field.longest_days}, ENDS[1])
        return Answer({"first": first.isoformat(), "last": last.isoformat()})

    def show(self, field: PeriodField, value: Any) -> dict[str, list[str]]:
        return show_day(part_of(value, "first"), ENDS[0]) | show_day(part_of(value, "last"), ENDS[1])

    def say(self, field: PeriodField, value: Any) -> str:
        first, last = part_of(value, "first"), part_of(value, "last")
        if first == last:
            return say_iso(first)
        return _("%(first)s bis %(last)s") % {"first": say_iso(first), "last": say_iso(last)}

    def missing(self, field: PeriodField) -> str:
        return _("Bitte tragen Sie den ersten und den letzten Tag ein.")
