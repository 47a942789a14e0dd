"""Hours and days of series: right whatever came when, kept as long as their kind says, and answered in a resolution that fits."""

import threading
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module

import pytest
from django.db import connection

from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.models import Gap, HourToRoll, Latest, Reading, Rollup
from glueckauf.telemetry.rules.days import span_ms
from glueckauf.telemetry.rules.keep import DAY_MS, Keep
from glueckauf.telemetry.rules.resolution import MOST, Point, Resolution, join, joined, resolution
from tests import make_telemetry as make

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ms(at):
    return round(at.timestamp() * 1000)


def rolled(grain):
    """(hours after noon or days, low, mean, high, count)."""
    with reading(make.rule()):
        rows = Rollup.objects.visible_to(make.rule()).filter(grain=grain).order_by("series_id", "from_ms")
        return [((r.from_ms / 1000 - make.NOON.timestamp()) / 3600, r.low, r.mean, r.high, r.count) for r in rows]


def roll(at):
    while actions.roll_up(by=make.rule(), at=at):
        continue


def test_an_hour_is_rolled_up_when_it_is_over_and_twice_changes_nothing():
    device = make.device(interval_s=600)
    make.take(device, make.raws([1, 2, 6, 3], step_s=600))
    roll(make.NOON + 59 * HOUR / 60)
    assert rolled("hour") == []
    for _ in range(2):
        roll(make.NOON + HOUR)
        assert rolled("hour") == [(0, 1, 3, 6, 4)]
        assert [row[1:] for row in rolled("day")] == [(1, 3, 6, 4)]


def test_late_values_roll_their_hour_and_day_again():
    device = make.device(interval_s=600)
    make.take(device, make.raws([1, 3], step_s=600))
    make.take(device, make.raws([8], since=make.NOON + 2 * HOUR))
    roll(make.NOON + 4 * HOUR)
    make.take(device, make.raws([11], since=make.NOON + HOUR / 2), at=make.NOON + 5 * HOUR)
    roll(make.NOON + 5 * HOUR)
    assert rolled("hour") == [(0, 1, 5, 11, 3), (2, 8, 8, 8, 1)]
    assert [row[1:] for row in rolled("day")] == [(1, 5.75, 11, 4)]


def test_a_day_is_one_of_the_german_calendar():
    summer, winter = (span_ms(date(2026, 3, 29)), span_ms(date(2026, 10, 25)))
    assert [(end - start) / 3_600_000 for start, end in (summer, winter)] == [23, 25]
    device, night = make.device(interval_s=3600), datetime(2026, 3, 1, 22, tzinfo=UTC)
    make.take(device, make.raws([1, 2, 3], since=night, step_s=3600))
    roll(make.NOON)
    assert [row[4] for row in rolled("day")] == [1, 2]


def test_the_largest_values_that_are_taken_can_be_rolled_up():
    device = make.device()
    make.take(device, make.raws([1e15, 1e15, -1e15, 5e-324]))
    roll(make.NOON + HOUR)
    assert rolled("hour")[0][1] == -1e15


def test_a_roll_up_of_another_tenant_sees_nothing():
    make.take(make.device("dortmund"), make.raws([1]))
    assert actions.roll_up(by=make.rule("bochum"), at=make.NOON + DAY) == 0
    assert actions.roll_up(by=make.rule("dortmund"), at=make.NOON + DAY) == 1


def test_retention_deletes_single_values_then_hours_and_leaves_days_the_newest_and_what_is_to_be_rolled_up(settings):
    keep = Keep(raw_days=2, hourly_days=10, daily_days=400)
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"telemetry_gauge": keep})
    device = make.device(interval_s=3600)
    make.take(device, make.raws([1, 2], step_s=3600))
    assert actions.forget(by=make.rule(), at=make.NOON + 4 * DAY) == 0  # not rolled up yet
    roll(make.NOON + 4 * DAY)
    assert actions.forget(by=make.rule("dortmund"), at=make.NOON + 4 * DAY) == 0
    assert (actions.forget(by=make.rule(), at=make.NOON + 4 * DAY), len(rolled("hour"))) == (2, 2)
    assert (actions.forget(by=make.rule(), at=make.NOON + 11 * DAY), len(rolled("day"))) == (2, 1)
    assert (actions.forget(by=make.rule(), at=make.NOON + 402 * DAY), rolled("day")) == (1, [])
    with reading(make.rule()):
        assert (Reading.objects.count(), Latest.objects.get().value) == (0, 2)


def test_retention_goes_in_small_steps(monkeypatch):
    monkeypatch.setattr(import_module("glueckauf.telemetry.actions.forget"), "AT_ONCE", 3)
    make.take(make.device(), make.raws(list(range(10))))
    roll(make.NOON + DAY)
    assert actions.forget(by=make.rule(), at=make.NOON + 90 * DAY) == 10


def test_old_gaps_and_faults_leave_and_lasting_ones_stay():
    device = make.device()
    make.take(device, make.raws([1, None, None, None, 2]))
    actions.note_silence(by=make.rule(), at=make.NOON + DAY)
    actions.forget(by=make.rule(), at=make.NOON + 900 * DAY)
    assert make.gaps() == [(240, None)]


def test_the_newest_values_and_who_is_silent():
    first, second = make.device(series=("a",), group="x"), make.device(series=("b", "c"), group="y")
    make.take(first, make.raws([1, 2], series="a"))
    make.take(second, make.raws([7], series="b", since=make.NOON + HOUR))
    actions.note_silence(by=make.rule(), at=make.NOON + HOUR)
    found = {row.series: (row.value, row.is_silent) for row in queries.latest(make.rule())}
    assert found == {"a": (2, True), "b": (7, False), "c": (None, False)}
    assert [row.series for row in queries.latest(make.rule(), group="x")] == ["a"]
    assert queries.latest(make.rule("dortmund")) == ()


def test_a_span_comes_with_its_gaps_and_another_tenants_series_is_none():
    device = make.device()
    make.take(device, make.raws([1, 2, None, None, 5]))
    span = queries.span(make.rule(), "druck", from_ms=ms(make.NOON), to_ms=ms(make.NOON + HOUR), at=make.NOON + HOUR)
    assert (span.resolution, [point.mean for point in span.points]) == (Resolution.RAW, [1, 2, 5])
    assert span.gaps == ((ms(make.NOON) + 60_000, ms(make.NOON) + 240_000),)
    with pytest.raises(NotFound):
        queries.span(make.rule("dortmund"), "druck", from_ms=0, to_ms=1, at=make.NOON)


def test_a_long_span_is_answered_from_hours_then_days():
    device = make.device()
    make.take(device, make.raws([1, 3]))
    roll(make.NOON + HOUR)
    start = ms(make.NOON) - HOUR // timedelta(milliseconds=1)
    for days, expected in ((3, Resolution.HOUR), (100, Resolution.DAY)):
        span = queries.span(make.rule(), "druck", from_ms=start - 86_400_000, to_ms=start + days * DAY_MS, at=make.NOON + HOUR)
        assert (span.resolution, [point.mean for point in span.points]) == (expected, [2])


def test_a_series_that_delivers_far_more_than_it_promised_is_still_answered_within_the_limit(monkeypatch):
    monkeypatch.setattr("glueckauf.telemetry.queries.series.RAW_MOST", 3)
    make.take(make.device(interval_s=3600), make.raws(list(range(9))))
    span = queries.span(make.rule(), "druck", from_ms=ms(make.NOON), to_ms=ms(make.NOON + HOUR), at=make.NOON)
    assert (span.resolution, span.points) == (Resolution.HOUR, ())


def test_joined_points_keep_their_extremes_and_their_mean():
    points = [Point(at, float(at), float(at), float(at), 1) for at in range(5_001)]
    found = joined(points)
    assert len(found) <= MOST and found[-1].high == 5_000 and found[0].low == 0
    assert join(found).mean == pytest.approx(2_500) and join(found).values == 5_001


@pytest.mark.parametrize(
    ("days", "interval_s", "age_days", "expected"),
    [
        (1, 60, 1, "raw"),
        (2, 60, 2, "hour"),
        (10, 900, 10, "raw"),
        (10, 0, 10, "raw"),
        (10, 900, 70, "hour"),
        (90, 60, 90, "day"),
        (5, 60, 900, "day"),
    ],
)
def test_the_finest_resolution_that_fits(days, interval_s, age_days, expected):
    kept = {"raw_ms": 60 * DAY_MS, "hourly_ms": 800 * DAY_MS}
    assert resolution(days * DAY_MS, interval_s=interval_s, age_ms=age_days * DAY_MS, **kept) == expected


def alone(work, failures):
    """In a thread, on a connection of its own."""
    try:
        work()
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_values_that_arrive_while_it_rolls_are_never_left_out():
    """Writers and a roller side by side: at the end every hour says what its values say, each stored once."""
    devices = [make.device(series=(f"s{number}",), interval_s=1) for number in range(3)]
    failures = []

    def deliver(device, series):
        for number in range(25):
            lines = make.raws([float(number)] * 4, series=series, since=make.NOON + timedelta(seconds=4 * number), step_s=1)
            make.take(device, lines, at=make.NOON + 2 * HOUR)

    def rolls():
        for _ in range(40):
            actions.roll_up(by=make.rule(), at=make.NOON + 2 * HOUR)

    work = [partial(deliver, device, f"s{number % 3}") for number, device in enumerate([*devices, *devices])]
    threads = [threading.Thread(target=alone, args=(one, failures)) for one in (*work, rolls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    roll(make.NOON + 2 * HOUR)
    assert [row[1:] for row in rolled("hour")] == [(0, 12, 24, 100)] * 3
    with writing(make.rule()):
        assert (HourToRoll.objects.count(), Gap.objects.count(), Reading.objects.count()) == (0, 0, 300)
