"""Runs the detectors over what is stored. Nothing is remembered between two runs: each replays the last weeks, so that late values count,
a worker that was killed has lost nothing, and running twice changes nothing."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import queries
from glueckauf.telemetry.actions.alarm import end_alarm, raise_alarm
from glueckauf.telemetry.engine.burst import BurstRule, band, burst
from glueckauf.telemetry.engine.cusum import Cusum
from glueckauf.telemetry.engine.last_gasp import GaspRule, outages
from glueckauf.telemetry.engine.night_flow import NightFlow, smallest_hour
from glueckauf.telemetry.queries import WatchedGroup, WatchedSeries
from glueckauf.telemetry.rules.days import BERLIN, start_ms
from glueckauf.telemetry.rules.finding import Detector, Finding
from glueckauf.telemetry.rules.values import HOUR_MS

NIGHTS, NIGHT_HOURS, LEAST_HOURS = 60, (1, 5), 3
WEEK_MS = 7 * 24 * HOUR_MS
WEEKS = 10
NEWS_MS = 48 * HOUR_MS  # what was found longer ago was found by an earlier run, or is no news
GASP = GaspRule()
BURST_MS = 2 * HOUR_MS
BURST, DROP = BurstRule(), BurstRule(share=0.01)  # a pressure stands on a level of which a drop is a small part

Look = Callable[[WatchedSeries, Rule, datetime], Finding | None]


def detect(*, by: Rule, at: datetime) -> int:
    """Night flow and CUSUM over all watched series; how many findings there are now."""
    return run(DETECTORS, by=by, at=at)


def detect_bursts(*, by: Rule, at: datetime) -> int:
    """Single values of the last two hours; how many findings there are now."""
    return run(SUDDEN, by=by, at=at)


def run(detectors: Mapping[Detector, Look], *, by: Rule, at: datetime) -> int:
    """Whatever is watched by one of these."""
    findings = [found for watch in queries.watched_series(by, list(detectors)) if (found := detectors[watch.detector](watch, by, at))]
    for finding in findings:
        raise_alarm(finding, by=by, at=at)
    return len(findings)


def by_night(watch: WatchedSeries, by: Rule, at: datetime) -> Finding | None:
    """The smallest hour between one and five o'clock, German time, of the last nights."""
    today = at.astimezone(BERLIN).date()
    start, end = start_ms(today - timedelta(days=NIGHTS)), ms_of(at) // HOUR_MS * HOUR_MS
    means = queries.hours(by, watch.series_id, from_ms=start, to_ms=end)
    detector, found = NightFlow(), None
    for back in range(NIGHTS, -1, -1):
        midnight = start_ms(today - timedelta(days=back))
        first, last = ((midnight - start) // HOUR_MS + hour for hour in NIGHT_HOURS)
        if last > len(means):
            break
        told = detector.night(smallest_hour(means[first:last], least=LEAST_HOURS))
        if told:
            onset = start_ms(today - timedelta(days=back + told.night - told.onset))
            found = finding_of(watch, onset, start + last * HOUR_MS, told.excess)
    return found if found and found.found_ms > ms_of(at) - NEWS_MS else None


def by_cusum(watch: WatchedSeries, by: Rule, at: datetime) -> Finding | None:
    """Whole weeks since 1970, so that an hour always has the same place."""
    end = ms_of(at) // HOUR_MS * HOUR_MS
    start = (end // WEEK_MS - WEEKS) * WEEK_MS
    detector, found = Cusum(), None
    for number, mean in enumerate(queries.hours(by, watch.series_id, from_ms=start, to_ms=end)):
        told = detector.value(mean)
        if told:
            found = finding_of(watch, start + told.onset * HOUR_MS, start + (number + 1) * HOUR_MS, told.difference)
    return found if found and found.found_ms > ms_of(at) - NEWS_MS else None


def by_burst(watch: WatchedSeries, by: Rule, at: datetime, *, rule: BurstRule = BURST, upwards: int = 1) -> Finding | None:
    """The last two hours of single values against the same hours of the day. A run that began before was told then."""
    values = queries.singles(by, watch.series_id, from_ms=ms_of(at) - BURST_MS, to_ms=ms_of(at))
    if len(values) <= rule.following:
        return None
    bands = {}
    for hour in {ms // HOUR_MS * HOUR_MS for ms, _ in values}:
        earlier = queries.usual_hours(by, (watch.series_id,), hour_ms=hour, days=rule.days)[watch.series_id]
        found = band([(one.low, one.mean, one.high) for one in earlier], rule)
        if found is not None:
            bands[hour] = found
    told = burst([(ms // HOUR_MS * HOUR_MS, value) for ms, value in values], bands, rule, upwards=upwards)
    return finding_of(watch, values[told.onset][0], values[told.number][0], told.excess) if told else None


DETECTORS: dict[Detector, Look] = {Detector.NIGHT_FLOW: by_night, Detector.CUSUM: by_cusum}
SUDDEN: dict[Detector, Look] = {Detector.BURST: by_burst, Detector.DROP: partial(by_burst, rule=DROP, upwards=-1)}


def finding_of(watch: WatchedSeries, onset_ms: int, found_ms: int, excess: float) -> Finding:
    """Of one series."""
    return Finding(
        detector=watch.detector,
        cause=watch.cause,
        subjects=(watch.series,),
        onset_ms=onset_ms,
        found_ms=found_ms,
        excess=round(excess, 6),
        unit=watch.unit,
    )


def detect_outages(*, by: Rule, at: datetime) -> int:
    """Last gasps over all watched groups: raises, adds devices, ends where nobody is silent any more. How many groups are dark."""
    dark = 0
    for group in queries.watched_groups(by):
        finding = outage_of(group, at)
        if finding:
            raise_alarm(finding, by=by, at=at)
            dark += 1
        elif group.open_alarm is not None and not group.silences:
            end_alarm(group.open_alarm, by=by, at=at)
    return dark


def outage_of(group: WatchedGroup, at: datetime) -> Finding | None:
    """Silence is noticed when a value is missed, so devices of one outage are noticed within their interval."""
    rule = GaspRule(least=GASP.least, share=GASP.share, window_s=max(GASP.window_s, group.interval_ms / 1000 * 1.5))
    recent = [(ms / 1000, device, group.group) for ms, device in group.silences if ms > ms_of(at) - NEWS_MS]
    found = outages(recent, {group.group: group.size}, rule)
    if not found:
        return None
    last = found[-1]
    subjects = tuple(device for _, device in group.silences)
    return Finding(
        detector=Detector.LAST_GASP,
        cause=group.cause,
        subjects=subjects,
        onset_ms=round(last.since_s * 1000),
        found_ms=round(last.at_s * 1000),
    )


def ms_of(at: datetime) -> int:
    """Milliseconds since 1970."""
    return round(at.astimezone(UTC).timestamp() * 1000)
