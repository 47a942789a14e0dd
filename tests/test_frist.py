"""Deadlines: the worked dates of the norms, and what holds for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workalendar.europe import NorthRhineWestphalia

from glueckauf.catalogue.rules.schema import Regime
from glueckauf.cities.rules import holidays
from glueckauf.vorgaenge.rules import frist, working_days
from glueckauf.vorgaenge.rules.frist import Channel

days = st.dates(date(2006, 1, 1), date(2040, 12, 31))


def post(posted: date, regime: Regime = Regime.VWVFG_NRW) -> date:
    return frist.announced_on(posted, frist.rule_for(regime, Channel.POST, posted))


@pytest.mark.parametrize(
    ("posted", "announced", "until"),
    [
        (date(2026, 4, 1), date(2026, 4, 5), date(2026, 5, 5)),  # Easter Sunday stays
        (date(2025, 1, 27), date(2025, 1, 31), date(2025, 2, 28)),  # the month ends on its last day
        (date(2024, 12, 30), date(2025, 1, 2), date(2025, 2, 3)),  # posted under the old rule: 3 days; 2 February is a Sunday
        (date(2028, 1, 27), date(2028, 1, 31), date(2028, 2, 29)),  # leap year
    ],
)
def test_a_posted_bescheid_is_announced_and_open_to_remedy_as_the_norm_says(posted, announced, until):
    assert post(posted) == announced
    assert frist.remedy_until(announced) == until


def test_in_tax_law_the_day_of_announcement_moves_off_easter():
    assert post(date(2026, 4, 1), Regime.AO) == date(2026, 4, 7)


def test_a_retrieved_bescheid_is_announced_the_day_after():
    rule = frist.rule_for(Regime.VWVFG_NRW, Channel.PORTAL, date(2026, 12, 1))
    assert frist.announced_on(date(2026, 12, 4), rule) == date(2026, 12, 5)
    assert frist.retrieve_by(date(2026, 12, 1), rule) == date(2026, 12, 11)


@given(days, st.sampled_from(Regime))
def test_nothing_is_announced_before_it_is_posted(posted, regime):
    if regime is Regime.SGB_X and posted < date(2025, 1, 1):
        with pytest.raises(LookupError):
            post(posted, regime)
        return
    assert posted < post(posted, regime) <= posted + timedelta(days=10)


@given(days)
def test_a_remedy_is_open_for_a_month_and_never_ends_on_a_day_off(announced):
    until = frist.remedy_until(announced)
    assert until >= announced + timedelta(days=28)
    assert working_days.is_working(until)


@given(days, st.integers(1, 60), st.integers(0, 30))
def test_a_pause_never_shortens_the_promise_and_costs_its_working_days(submitted, promised, length):
    start = submitted + timedelta(days=1)
    end = start + timedelta(days=length)
    plain = frist.promise_on(submitted, promised, today=end)
    paused = frist.promise_on(submitted, promised, pauses=((start, end),), today=end)
    assert paused >= plain
    if plain >= end:
        assert working_days.working_days_between(plain, paused) == working_days.working_days_between(start, end)


def test_two_packages_agree_on_the_holidays_of_the_land():
    second = NorthRhineWestphalia()
    for year in range(1995, 2041):
        assert holidays.holidays_of(year) == {day for day, _ in second.holidays(year)}, year


def test_christmas_is_jumped_over():
    assert working_days.add_working_days(date(2026, 12, 23), 2) == date(2026, 12, 28)
    assert working_days.add_working_days(date(2026, 2, 13), 1, days_off=frozenset([date(2026, 2, 16)])) == date(2026, 2, 17)


@given(days)
def test_urgency_has_one_word_for_every_day(due):
    assert frist.urgency(due, due) is frist.Urgency.TODAY
    assert frist.urgency(due, due + timedelta(days=1)) is frist.Urgency.OVER
    assert frist.urgency(None, due) is frist.Urgency.WAIT


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 12, 28), "seit 3 Tagen"),
        (date(2026, 12, 30), "seit gestern"),
        (date(2026, 12, 31), "heute"),
        (date(2027, 1, 1), "morgen"),
        (date(2027, 1, 2), "Sa 02.01.2027, in 2 Tagen"),
        (date(2027, 1, 4), "Mo 04.01.2027"),
    ],
)
def test_a_date_reads_as_a_clerk_says_it(due, said):
    assert frist.due_words(due, date(2026, 12, 31)) == said
