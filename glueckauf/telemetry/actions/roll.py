"""Roll-up: hours and days of a series, computed anew from all that is stored whenever something came. Doing it twice changes nothing.

Whoever adds values touches the row of the hour in the same transaction. Here it is deleted first and the values are read then, so a value
is either counted now, or its hour is to be rolled up again.
"""

from datetime import datetime

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.actions import bulk
from glueckauf.telemetry.models import HourToRoll, Rollup
from glueckauf.telemetry.rules.days import day_of, span_ms
from glueckauf.telemetry.rules.keep import Grain
from glueckauf.telemetry.rules.resolution import Point, join
from glueckauf.telemetry.rules.values import HOUR_MS

AT_ONCE = 500
REPLACE = """ON CONFLICT (series_id, grain, from_ms) DO UPDATE SET
low = excluded.low, mean = excluded.mean, high = excluded.high, count = excluded.count"""

HOURS = """
SELECT t.s, t.a, min(r.value), avg(r.value), max(r.value), count(*) FROM {table}
JOIN telemetry_reading r ON r.series_id = t.s AND r.at_ms >= t.a AND r.at_ms < t.a + 3600000 GROUP BY t.s, t.a
"""


def roll_up(*, by: Rule, at: datetime) -> int:
    """Some hours that have ended and their days; how many hours. 0: nothing is left to do."""
    over = round(at.timestamp() * 1000) - HOUR_MS
    with writing(by):
        waiting = HourToRoll.objects.visible_to(by).filter(hour_ms__lte=over).order_by("series_id", "hour_ms")
        hours = list(waiting.select_for_update(skip_locked=True).values_list("series_id", "hour_ms")[:AT_ONCE])
        if not hours:
            return 0
        HourToRoll.objects.filter(pk__in=hours).delete()
        table, given = bulk.pairs(hours)
        put(Grain.HOUR, {(row[0], row[1]): Point(*row[1:]) for row in bulk.rows(HOURS.format(table=table), given)}, by.tenant)
        days = sorted({(series, day_of(hour)) for series, hour in hours})
        found = {(series, span_ms(day)[0]): of_hours(by, series, *span_ms(day)) for series, day in days}
        put(Grain.DAY, {key: point for key, point in found.items() if point}, by.tenant)
    return len(hours)


def of_hours(by: Rule, series: int, start: int, end: int) -> Point | None:
    """A day of hours, weighted by how many values each holds."""
    rows = Rollup.objects.visible_to(by).filter(series_id=series, grain=Grain.HOUR, from_ms__gte=start, from_ms__lt=end)
    hours = [Point(*row) for row in rows.values_list("from_ms", "low", "mean", "high", "count")]
    return join(hours)._replace(at_ms=start) if hours else None


def put(grain: Grain, found: dict[bulk.Pair, Point], tenant: str) -> None:
    """Replaces what was there."""
    rows = sorted(found.items())
    columns: list[bulk.Column] = [
        ("series_id", "bigint", [key[0] for key, _ in rows]),
        ("grain", "text", [str(grain)] * len(rows)),
        ("from_ms", "bigint", [key[1] for key, _ in rows]),
        ("low", "float8", [point.low for _, point in rows]),
        ("mean", "float8", [point.mean for _, point in rows]),
        ("high", "float8", [point.high for _, point in rows]),
        ("count", "int", [point.values for _, point in rows]),
    ]
    bulk.insert("telemetry_rollup", tenant, columns, REPLACE)
