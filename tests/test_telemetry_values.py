"""Values of devices: stored once each, in any order; gaps and wrong clocks are seen; what does not fit is refused by line."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Event
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.models import ClockFault, Latest, RefusedCount
from glueckauf.telemetry.rules.gaps import gaps, missed_ms, pieces
from glueckauf.telemetry.rules.keep import SeriesKind
from glueckauf.telemetry.rules.keys import is_key
from glueckauf.telemetry.rules.values import Raw, Reason
from tests import make_telemetry as make

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_values_are_stored_and_the_newest_is_known():
    device = make.device()
    taken = make.take(device, make.raws([3.1, 3.2, -0.5]))
    assert (taken.stored, taken.repeated, taken.refusals) == (3, 0, [])
    assert make.values() == [(0, 3.1), (60, 3.2), (120, -0.5)]
    with reading(make.rule()):
        assert Latest.objects.get(series__key="druck").value == -0.5


def test_the_same_twice_is_one_in_a_batch_and_in_the_next():
    device, lines = make.device(), make.raws([3.1, 3.2])
    assert make.take(device, lines + lines).repeated == 2
    again = make.take(device, lines)
    assert (again.stored, again.repeated, again.refusals) == (0, 2, [])
    assert len(make.values()) == 2


def test_another_value_at_the_same_time_is_refused_and_the_first_stays():
    device = make.device()
    taken = make.take(device, [*make.raws([3.1]), *make.raws([9.9])])
    assert [one.reason for one in taken.refusals] == [Reason.CONTRADICTION]
    assert [one.reason for one in make.take(device, make.raws([8.8])).refusals] == [Reason.CONTRADICTION]
    assert make.values() == [(0, 3.1)]


def test_values_in_any_order_and_late_ones_end_as_if_in_order():
    device, lines = make.device(), make.raws([1, 2, None, None, 5, 6, 7])
    make.take(device, [lines[3], lines[0], lines[4]])
    make.take(device, [lines[1], lines[2]], at=make.NOON + HOUR)
    assert [value for _, value in make.values()] == [1, 2, 5, 6, 7]
    assert make.gaps() == [(60, 240)]


def test_a_gap_opens_in_silence_ends_with_the_next_value_and_is_filled_by_late_ones():
    device = make.device()
    make.take(device, make.raws([1, 2]))
    assert actions.note_silence(by=make.rule(), at=make.NOON + 2 * MINUTE) == 0
    assert actions.note_silence(by=make.rule(), at=make.NOON + 3 * MINUTE) == 1
    assert actions.note_silence(by=make.rule(), at=make.NOON + 4 * MINUTE) == 0
    assert make.gaps() == [(60, None)]
    make.take(device, make.raws([9], since=make.NOON + 9 * MINUTE))
    assert make.gaps() == [(60, 540)]
    make.take(device, make.raws([5, 6], since=make.NOON + 4 * MINUTE), at=make.NOON + HOUR)
    assert make.gaps() == [(60, 240), (300, 540)]
    make.take(device, make.raws([3, 4], since=make.NOON + 2 * MINUTE), at=make.NOON + HOUR)
    make.take(device, make.raws([7, 8, 8.5], since=make.NOON + 6 * MINUTE), at=make.NOON + HOUR)
    assert make.gaps() == []


def test_a_series_that_promises_nothing_has_no_gaps():
    device = make.device(interval_s=0)
    make.take(device, make.raws([1, None, None, None, None, 2]))
    actions.note_silence(by=make.rule(), at=make.NOON + 48 * HOUR)
    assert make.gaps() == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (Raw(1, "fremd", "2026-03-02T12:00:00Z", 1), Reason.UNKNOWN_SERIES),
        (Raw(1, "../../etc/passwd", "2026-03-02T12:00:00Z", 1), Reason.UNKNOWN_SERIES),
        (Raw(1, "druck' OR '1'='1", "2026-03-02T12:00:00Z", 1), Reason.UNKNOWN_SERIES),
        (Raw(1, {"$ne": ""}, "2026-03-02T12:00:00Z", 1), Reason.UNKNOWN_SERIES),
        (Raw(1, "druck\x00", "2026-03-02T12:00:00Z", 1), Reason.UNKNOWN_SERIES),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", "1"), Reason.NOT_A_NUMBER),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", True), Reason.NOT_A_NUMBER),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", [1]), Reason.NOT_A_NUMBER),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", float("nan")), Reason.NOT_FINITE),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", float("-inf")), Reason.NOT_FINITE),
        (Raw(1, "druck", "2026-03-02T12:00:00Z", 10**400), Reason.NOT_FINITE),
        (Raw(1, "druck", "gestern", 1), Reason.NO_TIME),
        (Raw(1, "druck", None, 1), Reason.NO_TIME),
        (Raw(1, "druck", True, 1), Reason.NO_TIME),
        (Raw(1, "druck", float("nan"), 1), Reason.NO_TIME),
        (Raw(1, "druck", "2026-03-02T12:00:00", 1), Reason.NO_ZONE),
        (Raw(1, "druck", "2026-03-02", 1), Reason.NO_ZONE),
        (Raw(1, "druck", "2026-03-02T12:06:00Z", 1), Reason.FUTURE),
        (Raw(1, "druck", "2099-03-02T12:00:00Z", 1), Reason.FUTURE),
        (Raw(1, "druck", make.NOON.timestamp() * 1000, 1), Reason.FUTURE),
        (Raw(1, "druck", "2026-03-02T13:00:00Z", 1), Reason.WRONG_ZONE),
        (Raw(1, "druck", "2026-03-02T14:00:30Z", 1), Reason.WRONG_ZONE),
        (Raw(1, "druck", -5, 1), Reason.TOO_OLD),
        (Raw(1, "druck", "0001-01-01T00:00:00+14:00", 1), Reason.TOO_OLD),
        (Raw(1, "druck", "2025-11-01T12:00:00Z", 1), Reason.TOO_OLD),
    ],
)
def test_what_does_not_fit_is_refused_by_line_and_the_others_are_stored(line, reason):
    device = make.device()
    taken = make.take(device, [line, *make.raws([4.2])], at=make.NOON)
    assert ([one.reason for one in taken.refusals], taken.stored) == ([reason], 1)
    assert make.values() == [(0, 4.2)]


@pytest.mark.parametrize("at", ["2026-03-02T12:00:00Z", "2026-03-02T13:00:00+01:00", "2026-03-02 12:00:00+00:00", 1772452800, "1772452800"])
def test_times_of_other_zones_and_seconds_are_the_same_instant(at):
    make.take(make.device(), [Raw(1, "druck", at, 1)], at=make.NOON)
    assert make.values() == [(0, 1)]


def test_refusals_are_counted_not_kept():
    device = make.device()
    for _ in range(3):
        make.take(device, [Raw(number, "fremd", "2026-03-02T12:00:00Z", 1) for number in range(100)], at=make.NOON)
    with reading(make.rule()):
        assert [(row.reason, row.count) for row in RefusedCount.objects.all()] == [("unknown_series", 300)]


def test_a_clock_that_is_wrong_now_is_listed_before_a_hundred_that_were():
    device, by = make.device(), make.rule()
    with writing(by):
        long_ago = [make.NOON - number * MINUTE for number in range(2, 122)]
        over = [ClockFault(tenant=by.tenant, device_id=device.id, kind="ahead", offset_s=9, since=at, until=at + MINUTE) for at in long_ago]
        ClockFault.objects.bulk_create(over)
        ClockFault.objects.create(tenant=by.tenant, device_id=device.id, kind="behind", offset_s=-9, since=make.NOON - 9 * HOUR)
    found = queries.clock_faults(by)
    assert (len(found), found[0].kind, found[0].until, found[1].since) == (100, "behind", None, long_ago[0])


def test_a_clock_that_is_ahead_is_seen_at_once_and_even_where_nothing_can_be_stored():
    device = make.device()
    make.take(device, make.raws([1]), at=make.NOON - 2 * MINUTE)
    make.take(device, [Raw(1, "druck", "2099-01-01T00:00:00Z", 1)], at=make.NOON)
    kind, offset, ended = make.faults()[0]
    assert (kind, ended, len(make.faults())) == ("ahead", False, 1) and offset < -70 * 365 * 86400
    make.take(device, make.raws([2], since=make.NOON + MINUTE))
    assert make.faults()[0][2] is True
    with reading(make.rule()):
        assert Event.objects.filter(kind="telemetry.ClockFaultSeen").count() == 1


def test_a_clock_that_is_behind_is_told_from_one_batch_that_came_late():
    device, late = make.device(), 10 * MINUTE
    for number in range(7):
        make.take(device, make.raws([1], since=make.NOON + number * MINUTE), at=make.NOON + number * MINUTE + late)
    assert make.faults() == []
    make.take(device, make.raws([1], since=make.NOON + 7 * MINUTE), at=make.NOON + 7 * MINUTE + late)
    assert make.faults() == [("behind", 600, False)]
    make.take(device, make.raws([1], since=make.NOON + 20 * MINUTE))
    assert make.faults() == [("behind", 600, True)]


def test_a_device_that_says_what_its_clock_shows_is_judged_by_that_and_may_send_late():
    device, sent = make.device(), round((make.NOON + 2 * HOUR).timestamp() * 1000)
    for _ in range(9):
        make.take(device, make.raws([1]), at=make.NOON + 2 * HOUR, sent_ms=sent)
    assert make.faults() == []
    make.take(device, make.raws([1]), at=make.NOON + 2 * HOUR + 5 * MINUTE, sent_ms=sent)
    assert make.faults() == [("behind", 300, False)]


def test_another_tenants_device_takes_nothing_and_shows_nothing():
    theirs = make.device("dortmund", key="d", series=("druck",))
    batch = {theirs.pk: actions.Batch(lines=make.raws([1]))}
    taken = actions.take(batch, by=make.rule("bochum"), at=make.NOON)[theirs.pk]
    assert ([one.reason for one in taken.refusals], make.values("dortmund")) == ([Reason.UNKNOWN_SERIES], [])
    with pytest.raises(NotFound):
        actions.issue_token("d", by=make.rule("bochum"), at=make.NOON)


def test_two_tenants_may_use_the_same_keys():
    first, second = make.device("bochum", key="p1"), make.device("dortmund", key="p1")
    make.take(first, make.raws([1]))
    make.take(second, make.raws([2]))
    assert (make.values("bochum"), make.values("dortmund")) == ([(0, 1)], [(0, 2)])


def test_a_device_delivers_only_its_own_series():
    make.device(series=("zufluss",))
    other = make.device(series=("druck",))
    assert [one.reason for one in make.take(other, make.raws([1], series="zufluss")).refusals] == [Reason.UNKNOWN_SERIES]


@pytest.mark.parametrize("key", ["", "A", "a/b", "../a", "a..b", "a b", "ä", "+", "#", "a\n", "-a", "a" * 61, "a'--", "a\x00"])
def test_a_key_means_nothing_in_a_topic_or_path(key):
    assert not is_key(key)
    with pytest.raises(actions.NotAKey):
        actions.register_device(key, name="x", by=make.rule(), at=make.NOON)


def test_a_key_is_given_once():
    make.device(key="p1")
    with pytest.raises(actions.AlreadyThere):
        make.device(key="p1")
    with pytest.raises(actions.AlreadyThere):
        actions.register_series("p1", "druck", unit="bar", kind=SeriesKind.GAUGE, interval_s=60, by=make.rule(), at=make.NOON)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 400), min_size=2, unique=True), st.data())
def test_gaps_do_not_depend_on_the_order_of_arrival(times, data):
    """However the values are split into early and late, what is left is the gaps of all of them."""
    times, missed = sorted(times), 10
    early = sorted({times[0], times[-1], *data.draw(st.sets(st.sampled_from(times)))})
    late = [time for time in times if time not in early]
    left = [piece for gap in gaps(early, missed) for piece in pieces(gap, late, missed)]
    assert left == list(gaps(times, missed))


def test_one_value_missing_is_a_gap_and_a_little_late_is_none():
    assert list(gaps([0, 60_000, 149_000], missed_ms(60))) == []
    assert list(gaps([0, 60_000, 180_000], missed_ms(60))) == [(60_000, 180_000)]
