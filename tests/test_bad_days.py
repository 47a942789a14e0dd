"""docs/bad-days.md names a test for every bad input and bad day; here are the small ones, and that each named test exists."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import make_forms
import pytest

from glueckauf.core.clock import local_day

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/bad-days.md").read_text("utf-8"))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # winter time: midnight is 23:00
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),  # the day of 23 hours ends at 22:00
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # summer time: midnight is 22:00
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # half past two, for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),  # and for the second
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),  # the day of 25 hours ends at 23:00
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_day_is_that_of_germany_also_when_the_clock_changes(instant, day):
    assert local_day(instant) == day


@pytest.mark.parametrize("typed", ['=HYPERLINK("http://evil.example";"Klick")', "+49 234 1", "-2+3", "@SUM(A1:A9)", "=cmd|' /C calc'!A0"])
def test_what_would_be_a_formula_in_a_table_stays_the_text_it_was(typed):
    assert make_forms.answer(make_forms.field("text", max_length=200), {"f": typed}) == typed


def test_every_test_that_the_table_of_bad_days_names_exists():
    assert len(NAMED) > 40
    missing = [f"{file}::{name}" for file, name in NAMED if not re.search(rf"def {name}\(", (ROOT / file).read_text("utf-8"))]
    assert not missing


def test_every_bad_day_of_the_table_names_a_test():
    rows = [row for row in (ROOT / "docs/bad-days.md").read_text("utf-8").splitlines() if row.startswith("| ") and "`" in row]
    assert len(rows) > 30
    assert not [row for row in rows if "::" not in row]
