"""Retention: what is older than its kind of series keeps it leaves, in small transactions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model, QuerySet

from glueckauf.core.db import reading, writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.models import ClockFault, Gap, HourToRoll, Reading, RefusedCount, Rollup, Series
from glueckauf.telemetry.rules.keep import DAY_MS, Grain, Keep

AT_ONCE = 20_000


def forget(*, by: Rule, at: datetime) -> int:
    """All of a tenant; how many rows left. Single values stay a day longer than late ones are taken, and until they are rolled up."""
    now_ms = round(at.timestamp() * 1000)
    gone = 0
    for kind, keep in settings.GLUECKAUF.telemetry_keep().items():
        with reading(by):
            series = list(Series.objects.visible_to(by).filter(kind=kind).values_list("pk", flat=True))
        for one in series:
            gone += forget_series(one, keep, now_ms, by)
    longest = max(keep.hourly_days for keep in settings.GLUECKAUF.telemetry_keep().values())
    return gone + forget_quality(now_ms - longest * DAY_MS, at - timedelta(days=longest), by)


def forget_series(series: int, keep: Keep, now_ms: int, by: Rule) -> int:
    """Oldest first. An hour that still has to be rolled up holds the single values from it on."""
    with reading(by):
        waiting = HourToRoll.objects.visible_to(by).filter(series_id=series).order_by("hour_ms").values_list("hour_ms", flat=True).first()
    until = now_ms - (keep.raw_days + 1) * DAY_MS
    raw = Reading.objects.filter(series_id=series, at_ms__lt=until if waiting is None else min(until, waiting))
    gone = delete(raw, "at_ms", by)
    for grain, days in ((Grain.HOUR, keep.hourly_days), (Grain.DAY, keep.daily_days)):
        old = Rollup.objects.filter(series_id=series, grain=grain, from_ms__lt=now_ms - days * DAY_MS)
        gone += delete(old, "from_ms", by)
    return gone


def delete(old: QuerySet[Reading] | QuerySet[Rollup], column: str, by: Rule) -> int:
    """Up to AT_ONCE rows a transaction: whoever writes waits no longer than for that."""
    gone = 0
    while True:
        with writing(by):
            last = old.order_by(column).values_list(column, flat=True)[AT_ONCE : AT_ONCE + 1].first()
            rows = old if last is None else old.filter(**{f"{column}__lt": last})
            gone += rows._raw_delete(rows.db)
        if last is None:
            return gone


def forget_quality(before_ms: int, before: datetime, by: Rule) -> int:
    """Gaps and faults that have ended, counts of refused lines: as long as hours."""
    ended: tuple[QuerySet[Model], ...] = (
        Gap.objects.visible_to(by).filter(to_ms__lt=before_ms),
        ClockFault.objects.visible_to(by).filter(until__lt=before),
        RefusedCount.objects.visible_to(by).filter(day__lt=before.date()),
    )
    with writing(by):
        return sum(rows.delete()[0] for rows in ended)
