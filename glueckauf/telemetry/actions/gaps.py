"""Gaps as rows: opened when a series falls silent, ended by the next value, filled by late ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from glueckauf.core.db import writing
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry.models import Device, Gap, Latest
from glueckauf.telemetry.rules.gaps import MISSED, gaps, pieces
from glueckauf.telemetry.rules.values import Known

AT_ONCE = 500
BACK_MS = 120_000  # devices that lost us look for us at least this often


def note_gaps(times_of: Mapping[int, Sequence[int]], known: Mapping[int, Known], *, by: Rule, at: datetime) -> None:
    """New values by series, their times ascending. Inside the transaction that stores them, before the newest is moved on."""
    watched = {series: times for series, times in times_of.items() if known[series].missed_ms}
    ahead = {series: [t for t in times if not known[series].is_late(t)] for series, times in watched.items()}
    Gap.objects.visible_to(by).filter(series__in=[series for series, times in ahead.items() if times], to_ms=None).delete()
    found = []
    for series, following in ahead.items():
        latest = known[series].latest_ms
        since = following if latest is None else [latest, *following]
        found += [new(series, gap, by, at) for gap in gaps(since, known[series].missed_ms)]
    for series, times in watched.items():
        late = [t for t in times if known[series].is_late(t)]
        found += fill(series, late, known[series].missed_ms, by, at) if late else []
    Gap.objects.bulk_create(found, batch_size=AT_ONCE)


def fill(series: int, late: Sequence[int], missed: int, by: Rule, at: datetime) -> list[Gap]:
    """What late values leave of the gaps they fall into. Values from before the first one make none."""
    touched = list(Gap.objects.visible_to(by).filter(series=series, from_ms__lt=late[-1], to_ms__gt=late[0]))
    Gap.objects.filter(pk__in=[gap.pk for gap in touched]).delete()
    ended = [(gap.from_ms, gap.to_ms, gap.at) for gap in touched if gap.to_ms is not None]
    return [new(series, piece, by, seen) for start, end, seen in ended for piece in pieces((start, end), late, missed)]


def new(series: int, gap: tuple[int, int] | tuple[int, None], by: Rule, at: datetime) -> Gap:
    """A row."""
    return Gap(tenant=by.tenant, series_id=series, from_ms=gap[0], to_ms=gap[1], at=at)


def note_silence(*, by: Rule, at: datetime, heard_since: datetime | None = None) -> int:
    """Series of which a value is overdue get an open gap; how many did. A device that delivers this moment is passed over.

    `heard_since`: when the house began to listen after a pause of its own; what it did not hear before is no silence of a device.
    """
    now_ms, since_ms = ms(at), ms(heard_since) + BACK_MS if heard_since else 0
    with writing(by):
        devices = overdue(by, now_ms, since_ms).order_by("series__device").values_list("series__device", flat=True).distinct()[:AT_ONCE]
        still = Device.objects.filter(pk__in=list(devices)).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        rows = overdue(by, now_ms, since_ms).filter(series__device__in=[device.pk for device in still]).values_list("series", "at_ms")
        Gap.objects.bulk_create([new(series, (last, None), by, at) for series, last in rows], batch_size=AT_ONCE)
    return len(rows)


def ms(at: datetime) -> int:
    """Since 1970."""
    return round(at.timestamp() * 1000)


def big(number: int) -> Value:
    """Django sends a bare number as four bytes to PostgreSQL, which drops the rest without a word."""
    return Value(number, output_field=BigIntegerField())


def overdue(by: Rule, now_ms: int, since_ms: int) -> QuerySet[Latest]:
    """Newest values after which another one should have come since then, of series that are not known to be silent."""
    silent = Gap.objects.filter(series=OuterRef("series"), to_ms=None)
    due = Greatest(F("at_ms"), big(since_ms)) + F("series__interval_s") * big(int(MISSED * 1000))
    rows = (
        Latest.objects.visible_to(by)
        .filter(series__interval_s__gt=0)
        .annotate(due_ms=ExpressionWrapper(due, output_field=BigIntegerField()))
    )
    return rows.filter(~Exists(silent), due_ms__lt=now_ms)
