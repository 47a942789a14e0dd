"""The calendar file read back by hand (RFC 5545), and the days on which the clock changes or nobody works."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from glueckauf.cities.rules.openings import BERLIN, Hours, starts
from glueckauf.vorgaenge.rules.calendar_file import calendar_file

MADE = datetime(2026, 11, 24, 11, tzinfo=UTC)


def written(*, starts=datetime(2026, 12, 1, 7, 20, tzinfo=UTC), minutes=20, title="Personalausweis", place="Rathaus", text="Vorgang"):
    ends = starts + timedelta(minutes=minutes)
    return calendar_file(uid="BO-1@glueckauf", starts=starts, ends=ends, made=MADE, sequence=2, title=title, place=place, text=text)


def parsed(raw):
    """Lines unfolded, as (name, unescaped value); fails for what the format does not allow."""
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.decode().replace("\r\n ", "").split("\r\n")[:-1]
    return [(name, unescaped(value)) for name, _, value in (line.partition(":") for line in lines)]


def unescaped(value):
    """Backslash before comma, semicolon, backslash and n."""
    found, signs = "", iter(value)
    for sign in signs:
        found += {"n": "\n"}.get(after := next(signs), after) if sign == "\\" else sign
    return found


def test_one_event_with_a_reminder_and_all_that_a_calendar_needs():
    lines = parsed(written())
    assert [v for n, v in lines if n == "BEGIN"] == ["VCALENDAR", "VEVENT", "VALARM"]
    assert [v for n, v in lines if n == "END"] == ["VALARM", "VEVENT", "VCALENDAR"]
    of = dict(lines)
    assert (of["VERSION"], of["UID"], of["SEQUENCE"], of["TRIGGER"]) == ("2.0", "BO-1@glueckauf", "2", "-P1D")
    assert (of["DTSTAMP"], of["DTSTART"], of["DTEND"]) == ("20261124T110000Z", "20261201T072000Z", "20261201T074000Z")


@pytest.mark.parametrize(("day", "hour"), [("2026-10-24", "06"), ("2026-10-26", "07"), ("2027-03-27", "07"), ("2027-03-29", "06")])
def test_eight_on_the_wall_is_the_right_instant_on_both_sides_of_the_change(day, hour):
    local = datetime.combine(date.fromisoformat(day), time(8), tzinfo=BERLIN)
    assert dict(parsed(written(starts=local.astimezone(UTC))))["DTSTART"] == f"{day.replace('-', '')}T{hour}0000Z"


@pytest.mark.parametrize(
    "text",
    ["Rathaus, Zimmer 3; links", "Straße \\ Hof", "ä" * 200, "Zeile\nZeile", "🎂" * 40, "", "a\r\nATTENDEE:mailto:boese@example.org"],
)
def test_any_text_comes_back_and_adds_no_line(text):
    lines = parsed(written(place=text, title=text))
    assert dict(lines)["LOCATION"] == text.replace("\r\n", "\n")
    assert [n for n, _ in lines].count("ATTENDEE") == 0 and len(lines) == 20


def test_the_hour_that_comes_twice_gives_its_appointments_once():
    night = Hours(weekday=6, opens=time(1), closes=time(4), minutes=60, first_day=date(2026, 10, 25))
    found = [s.hour for s in starts(night, first=date(2026, 10, 25), last=date(2026, 10, 25), closed=frozenset())]
    assert found == [23, 0, 2]  # 1 o'clock and the first 2 o'clock of summer time, 3 o'clock of winter time


HOLIDAYS = ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-05-27"]
HOLIDAYS += ["2027-10-03", "2027-11-01", "2027-12-25", "2027-12-26"]


@pytest.mark.parametrize("day", HOLIDAYS)
def test_nobody_is_booked_on_a_holiday_of_nrw(day):
    on = date.fromisoformat(day)
    hours = Hours(weekday=on.weekday(), opens=time(8), closes=time(9), minutes=30, first_day=date(2027, 1, 1))
    found = {s.date() for s in starts(hours, first=on - timedelta(days=7), last=on + timedelta(days=7), closed=frozenset())}
    assert on not in found and found
