"""Alarms: one per cause, joined instead of repeated, seen by a person, ended, and of one tenant only."""

from datetime import UTC, datetime, timedelta

import pytest

from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.identity.rules.actor import Clerk, Role
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.models import Rollup, Series
from glueckauf.telemetry.rules.finding import Detector, Finding
from glueckauf.telemetry.rules.values import HOUR_MS
from tests import make_telemetry as make
from tests.make_signals import hours

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MAX = Clerk(id=7, tenant="bochum", offices=frozenset(), roles=frozenset([Role.CLERK]))


def ms(at):
    return round(at.timestamp() * 1000)


def finding(*subjects, cause="night_flow:nord", found=make.NOON):
    return Finding(
        detector=Detector.NIGHT_FLOW, cause=cause, subjects=subjects, onset_ms=ms(found) - 1, found_ms=ms(found), excess=2.5, unit="m³/h"
    )


def raised(*subjects, at=make.NOON, **more):
    return actions.raise_alarm(finding(*subjects, **more), by=make.rule(), at=at)


def events(kind):
    with reading(make.rule()):
        return Event.objects.filter(kind=f"telemetry.{kind}").count()


def test_what_shows_the_same_joins_the_alarm_and_is_told_once():
    first = raised("a")
    assert raised("b", "c") == first == raised("a")
    (alarm,) = queries.alarms(MAX)
    assert (alarm.subjects, alarm.excess, alarm.unit, alarm.acknowledged_by) == (("a", "b", "c"), 2.5, "m³/h", "")
    assert events("AlarmRaised") == 1
    assert raised("d", cause="night_flow:sued") != first


def test_a_hundred_series_of_one_cause_are_one_alarm():
    for number in range(100):
        raised(f"s{number}")
    assert [len(alarm.subjects) for alarm in queries.alarms(MAX)] == [100] and events("AlarmRaised") == 1


def test_somebody_sees_to_it_and_a_second_one_learns_that_he_is_late():
    alarm = raised("a")
    actions.acknowledge(alarm, by=MAX, at=make.NOON + MINUTE)
    with pytest.raises(actions.AlreadyAcknowledged):
        actions.acknowledge(alarm, by=MAX, at=make.NOON + 2 * MINUTE)
    (row,) = queries.alarms(MAX)
    assert (row.acknowledged_by, row.acknowledged_at, events("AlarmAcknowledged")) == ("clerk:7", make.NOON + MINUTE, 1)


def test_an_ended_alarm_stays_ended_for_what_was_found_before_and_a_new_finding_raises_a_new_one():
    alarm = raised("a")
    actions.end_alarm(alarm, by=MAX, at=make.NOON + HOUR)
    assert raised("a", at=make.NOON + 2 * HOUR) is None
    again = raised("a", found=make.NOON + 3 * HOUR, at=make.NOON + 3 * HOUR)
    assert again not in (None, alarm)
    assert [(row.id, row.ended_by) for row in queries.alarms(MAX)] == [(again, ""), (alarm, "clerk:7")]
    for act in (actions.acknowledge, actions.end_alarm):
        with pytest.raises(actions.AlarmOver):
            act(alarm, by=MAX, at=make.NOON + 4 * HOUR)
    assert events("AlarmEnded") == 1


def test_another_tenants_alarm_does_not_exist():
    alarm = raised("a")
    theirs = Clerk(id=8, tenant="dortmund", offices=frozenset(), roles=frozenset([Role.CLERK]))
    assert queries.alarms(theirs) == ()
    for act in (actions.acknowledge, actions.end_alarm):
        with pytest.raises(NotFound):
            act(alarm, by=theirs, at=make.NOON)
    make.device("dortmund", series=("druck",))
    with pytest.raises(NotFound):
        actions.watch_series("druck", Detector.CUSUM, by=make.rule("bochum"), at=make.NOON)


def test_statements_do_not_grow_with_alarms(django_assert_max_num_queries):
    for number in range(30):
        raised("a", "b", cause=f"cusum:{number}")
    with django_assert_max_num_queries(8):
        assert len(queries.alarms(MAX)) == 30


def group(size=6, *, name="nord", interval_s=60):
    """Devices of a feeder that all deliver now."""
    devices = [make.device(series=(f"{name}-{n}",), group=name, interval_s=interval_s) for n in range(size)]
    actions.watch_group(name, by=make.rule(), at=make.NOON)
    speak(devices, name, make.NOON)
    return devices


def speak(devices, name, at):
    for n, device in enumerate(devices):
        make.take(device, make.raws([1.0], series=f"{name}-{n}", since=at), at=at)


def look(at, *, since=None):
    actions.note_silence(by=make.rule(), at=at, heard_since=since)
    return actions.detect_outages(by=make.rule(), at=at)


def test_devices_of_a_group_that_fall_silent_together_are_one_alarm_that_ends_when_they_speak():
    devices = group()
    assert look(make.NOON + MINUTE) == 0
    assert look(make.NOON + 3 * MINUTE) == look(make.NOON + 4 * MINUTE) == 1
    (alarm,) = queries.alarms(MAX)
    assert (alarm.detector, alarm.cause, len(alarm.subjects), events("AlarmRaised")) == ("last_gasp", "last_gasp:nord", 6, 1)
    speak(devices, "nord", make.NOON + 10 * MINUTE)
    assert look(make.NOON + 10 * MINUTE) == 0
    assert queries.alarms(MAX)[0].ended_by == "rule:test"


def test_after_a_stop_of_the_house_only_those_who_stay_silent_are_an_outage():
    devices, morning = group(), make.NOON + 20 * HOUR
    sued = group(name="sued")
    assert look(morning, since=morning) == look(morning + 3 * MINUTE, since=morning) == 0
    speak(sued, "sued", morning + 3 * MINUTE)
    assert look(morning + 4 * MINUTE, since=morning) == 1
    (alarm,) = queries.alarms(MAX)
    assert (alarm.cause, len(alarm.subjects)) == ("last_gasp:nord", len(devices))


def test_one_device_that_fails_is_no_outage_and_neither_are_devices_of_different_groups():
    first, second = group(name="nord"), group(name="sued")
    speak(first[:-1], "nord", make.NOON + 2 * MINUTE)
    speak(second[:-1], "sued", make.NOON + 2 * MINUTE)
    assert look(make.NOON + 3 * MINUTE) == 0 and queries.alarms(MAX) == ()


def of_hours(means, *, since):
    """As roll-up leaves them; a series of hourly means."""
    make.device(series=("zufluss",), interval_s=3600)
    with writing(make.rule()):
        pk = Series.objects.get(key="zufluss").pk
        rows = [(ms(since) + n * HOUR_MS, mean) for n, mean in enumerate(means) if mean is not None]
        Rollup.objects.bulk_create(
            Rollup(tenant="bochum", series_id=pk, grain="hour", from_ms=at, low=mean, mean=mean, high=mean, count=1) for at, mean in rows
        )


def test_a_leak_is_found_by_night_flow_and_by_cusum_and_told_once_by_each():
    since, days = datetime(2026, 1, 1, tzinfo=UTC), 70
    begin = since + timedelta(days=days - 5)
    normal = hours(77, days=days)
    of_hours([x and x + (30 if n >= (days - 5) * 24 else 0) for n, x in enumerate(normal)], since=since)
    for detector in (Detector.NIGHT_FLOW, Detector.CUSUM):
        actions.watch_series("zufluss", detector, by=make.rule(), at=since)
    for hour in range(0, 5 * 24, 6):
        actions.detect(by=make.rule(), at=begin + hour * HOUR)
    found = {alarm.detector: alarm for alarm in queries.alarms(MAX)}
    assert set(found) == {"night_flow", "cusum"} and events("AlarmRaised") == 2
    for alarm in found.values():
        assert abs(alarm.onset_ms - ms(begin)) <= 36 * HOUR_MS and alarm.excess > 10
        assert alarm.raised_at <= begin + 4 * 24 * HOUR


def test_series_of_one_cause_share_an_alarm_and_a_watch_that_ended_finds_nothing():
    make.device(series=("x",))
    actions.watch_series("x", Detector.CUSUM, cause="zone-nord", by=make.rule(), at=make.NOON)
    with pytest.raises(actions.AlreadyThere):
        actions.watch_series("x", Detector.CUSUM, cause="zone-nord", by=make.rule(), at=make.NOON)
    assert [watch.cause for watch in queries.watched_series(make.rule(), list(Detector))] == ["zone-nord"]
    actions.end_watch(Detector.CUSUM, series="x", by=make.rule(), at=make.NOON)
    assert queries.watched_series(make.rule(), list(Detector)) == ()
    with pytest.raises(NotFound):
        actions.end_watch(Detector.CUSUM, series="x", by=make.rule(), at=make.NOON)
    assert actions.detect(by=make.rule(), at=make.NOON) == 0


def burst_of(at, *, values=(5.0, 5.1, 9.0, 9.2, 9.1)):
    """A series with 28 days of hours around 5, and single values half a minute apart up to `at`."""
    made = make.device(series=("zufluss",), interval_s=30)
    with writing(make.rule()):
        series = Series.objects.get(key="zufluss")
        start = ms(at) // HOUR_MS * HOUR_MS - 28 * 24 * HOUR_MS
        rows = [
            Rollup(tenant="bochum", series_id=series.pk, grain="hour", from_ms=start + hour * HOUR_MS, low=4.8, mean=5, high=5.3, count=120)
            for hour in range(28 * 24)
        ]
        Rollup.objects.bulk_create(rows)
    make.take(made, make.raws(values, series="zufluss", since=at - timedelta(seconds=30 * (len(values) - 1)), step_s=30))
    return made


def test_a_burst_is_an_alarm_with_its_third_value_once_and_again_only_after_it_was_usual():
    actions_at = make.NOON + timedelta(minutes=30)
    made = burst_of(actions_at)
    actions.watch_series("zufluss", Detector.BURST, cause="leck:nord", by=make.rule(), at=make.NOON)
    assert actions.detect_bursts(by=make.rule(), at=actions_at) == 1 == actions.detect_bursts(by=make.rule(), at=actions_at)
    (alarm,) = queries.alarms(MAX)
    assert (alarm.detector, alarm.cause, alarm.subjects, alarm.onset_ms) == ("burst", "leck:nord", ("zufluss",), ms(actions_at) - 60_000)
    assert alarm.excess == pytest.approx(4.1)
    actions.end_alarm(alarm.id, by=MAX, at=actions_at + MINUTE)
    make.take(made, make.raws((9, 9), series="zufluss", since=actions_at + MINUTE))
    actions.detect_bursts(by=make.rule(), at=actions_at + 2 * MINUTE)
    assert [row.ended_by for row in queries.alarms(MAX)] == ["clerk:7"]
    make.take(made, make.raws((5, 9, 9, 9), series="zufluss", since=actions_at + 3 * MINUTE))
    actions.detect_bursts(by=make.rule(), at=actions_at + 6 * MINUTE)
    assert len(queries.alarms(MAX)) == 2 and queries.alarm(MAX, alarm.id).id == alarm.id


def test_how_much_a_series_differs_from_its_hour_is_asked_by_its_owner():
    at = make.NOON + timedelta(minutes=30)
    burst_of(at)
    (change,) = queries.changes(MAX, ["zufluss", "fremd"], from_ms=ms(at) - 60_000, to_ms=ms(at))
    assert (change.values, change.usual, change.days) == (3, 5, 28) and change.now == pytest.approx(9.1)
    theirs = Clerk(id=8, tenant="dortmund", offices=frozenset(), roles=frozenset([Role.CLERK]))
    assert queries.changes(theirs, ["zufluss"], from_ms=0, to_ms=ms(at)) == ()
    with pytest.raises(NotFound):
        queries.alarm(theirs, 1)
