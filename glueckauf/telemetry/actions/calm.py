"""Says of alarms that last when their series are as usual again, and when they no longer are. Nothing is ended: that is for a person.

What a detector finds meanwhile takes it back at once (`alarm.raise_alarm`), and then counts from there.
"""

from datetime import UTC, date, datetime, timedelta

from glueckauf.core.db import writing
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import events, queries
from glueckauf.telemetry.actions.alarm import unusual_again
from glueckauf.telemetry.actions.detect import LEAST_HOURS, NIGHT_HOURS, ms_of
from glueckauf.telemetry.engine.calm import HOURS, NIGHTS, calm_since, slots
from glueckauf.telemetry.engine.night_flow import smallest_hour
from glueckauf.telemetry.models import Alarm, AlarmCalm
from glueckauf.telemetry.queries import LastingAlarm, Shown
from glueckauf.telemetry.rules.days import BERLIN, start_ms
from glueckauf.telemetry.rules.finding import Detector
from glueckauf.telemetry.rules.values import HOUR_MS

WEEK = 168
WEEKS_BEFORE, NIGHTS_BEFORE = 6, 28
OTHER_WAY = frozenset({Detector.DROP})


def note_calm(*, by: Rule, at: datetime) -> int:
    """Over all alarms that last; how many count as calm now. Each run replays from the begin of the alarm."""
    calm = 0
    for alarm in queries.lasting_alarms(by):
        since_ms = calm_of(alarm, by, at)
        calm += since_ms is not None
        if since_ms is not None and alarm.calm_id is None:
            say_calm(alarm, since_ms, by, at)
        elif since_ms is None and alarm.calm_id is not None:
            with writing(by):
                unusual_again(alarm.id, before_ms=ms_of(at), by=by, at=at)
    return calm


def calm_of(alarm: LastingAlarm, by: Rule, at: datetime) -> int | None:
    """Since when all that shows it is as usual again, for every detector that looks at it; None while one is not."""
    found = [(nights_calm if one.detector is Detector.NIGHT_FLOW else hours_calm)(alarm, one, by, at) for one in alarm.shown]
    known = [ms for ms in found if ms is not None]
    return max(known) if found and len(known) == len(found) else None


def hours_calm(alarm: LastingAlarm, one: Shown, by: Rule, at: datetime) -> int | None:
    """Hourly means against the same hour of six weeks before it began."""
    onset = alarm.onset_ms // HOUR_MS * HOUR_MS
    start = onset - WEEKS_BEFORE * WEEK * HOUR_MS
    means = queries.hours(by, one.series_id, from_ms=start, to_ms=ms_of(at) // HOUR_MS * HOUR_MS)
    before = slots(means[: WEEKS_BEFORE * WEEK], WEEK)
    if before is None:
        return None
    skipped = (alarm.from_ms - onset) // HOUR_MS
    deviations = before.deviations(means[WEEKS_BEFORE * WEEK :], 0)[skipped:]
    found = [
        calm_since([z and z * way for z in deviations], excess=excess_of(alarm, one, before.spread), rule=HOURS)
        for way in directions(alarm, one)
    ]
    known = [number for number in found if number is not None]
    return onset + (skipped + max(known)) * HOUR_MS if len(known) == len(found) else None


def nights_calm(alarm: LastingAlarm, one: Shown, by: Rule, at: datetime) -> int | None:
    """The smallest hour of each night against four weeks of nights before it began."""
    first = day_of(alarm.onset_ms)
    days = [first + timedelta(days=back) for back in range(-NIGHTS_BEFORE, (at.astimezone(BERLIN).date() - first).days + 1)]
    start = start_ms(days[0])
    means = queries.hours(by, one.series_id, from_ms=start, to_ms=ms_of(at) // HOUR_MS * HOUR_MS)
    nights = []
    for day in days:
        begin = (start_ms(day) - start) // HOUR_MS
        hours = means[begin + NIGHT_HOURS[0] : begin + NIGHT_HOURS[1]]
        nights.append(smallest_hour(hours, least=LEAST_HOURS) if begin + NIGHT_HOURS[1] <= len(means) else None)
    before = slots(nights[:NIGHTS_BEFORE], 1, least=14)
    if before is None:
        return None
    skipped = (day_of(alarm.from_ms) - first).days
    number = calm_since(before.deviations(nights[NIGHTS_BEFORE:], 0)[skipped:], excess=excess_of(alarm, one, before.spread), rule=NIGHTS)
    return None if number is None else start_ms(first + timedelta(days=skipped + number)) + NIGHT_HOURS[0] * HOUR_MS


def day_of(ms: int) -> date:
    """In Germany."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(BERLIN).date()


def excess_of(alarm: LastingAlarm, one: Shown, spread: float) -> float | None:
    """How much was told, in deviations, where this detector told it: what is smaller than the usual test must be told apart too."""
    return abs(alarm.excess) / spread if alarm.excess and one.detector == alarm.detector else None


def directions(alarm: LastingAlarm, one: Shown) -> tuple[int, ...]:
    """Which way is unusual: a flow rises, a pressure drops, CUSUM looks both ways unless it said which."""
    if one.detector is Detector.CUSUM:
        return (1, -1) if alarm.detector != one.detector or not alarm.excess else (1 if alarm.excess > 0 else -1,)
    return (-1,) if one.detector in OTHER_WAY else (1,)


def say_calm(alarm: LastingAlarm, since_ms: int, by: Rule, at: datetime) -> None:
    """A row and its event, unless somebody ended the alarm meanwhile."""
    with writing(by):
        row = Alarm.objects.visible_to(by).select_for_update().filter(pk=alarm.id, ended_at=None).first()
        if row is None or row.calms.filter(ended_at=None).exists():
            return
        AlarmCalm.objects.create(alarm=row, tenant=by.tenant, since_ms=since_ms, at=at)
        publish(events.AlarmCalm(tenant=by.tenant, alarm_id=row.pk, since_ms=since_ms), by=by, at=at)
