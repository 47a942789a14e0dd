"""Devices, series and batches for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import actions, queries
from glueckauf.telemetry.models import ClockFault, Gap, Reading
from glueckauf.telemetry.rules.keep import SeriesKind
from glueckauf.telemetry.rules.values import Raw

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_numbers = count(1)


def rule(tenant="bochum"):
    """The house in this tenant's scope."""
    return Rule(tenant=tenant, name="test")


def device(tenant="bochum", *, key=None, series=("druck",), interval_s=60, group="", kind=SeriesKind.GAUGE):
    """A registered device with series."""
    made = actions.register_device(key or f"geraet-{next(_numbers)}", name="Druckmesser", group=group, by=rule(tenant), at=NOON)
    for one in series:
        actions.register_series(made.key, one, unit="bar", kind=kind, interval_s=interval_s, by=rule(tenant), at=NOON)
    return made


def token(made):
    """A good one."""
    return actions.issue_token(made.key, by=rule(made.tenant), at=NOON)


def stamp(at):
    """As devices write it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def raws(values, *, series="druck", since=NOON, step_s=60):
    """Lines one after the other: numbers, None for a missing one."""
    times = (since + timedelta(seconds=step_s * number) for number in range(len(values)))
    pairs = [(at, value) for at, value in zip(times, values, strict=True) if value is not None]
    return [Raw(number, series, stamp(at), value) for number, (at, value) in enumerate(pairs, start=1)]


def take(made, lines, *, at=None, sent_ms=None):
    """As both ways in do it; received at the newest time unless told."""
    at = at or max(datetime.fromisoformat(line.at) for line in lines)
    batch = actions.Batch(lines=lines, sent_ms=sent_ms)
    return actions.take({made.pk: batch}, by=queries.inlet(made.tenant), at=at)[made.pk]


def values(tenant="bochum"):
    """All that is stored, in order of series and time: (seconds after noon, value)."""
    with reading(rule(tenant)):
        rows = Reading.objects.visible_to(rule(tenant)).order_by("series_id", "at_ms").values_list("at_ms", "value")
        return [(at / 1000 - NOON.timestamp(), value) for at, value in rows]


def gaps(tenant="bochum"):
    """(from, to) in seconds after noon; None: still silent."""
    with reading(rule(tenant)):
        rows = Gap.objects.visible_to(rule(tenant)).order_by("series_id", "from_ms").values_list("from_ms", "to_ms")
        return [tuple(None if ms is None else ms / 1000 - NOON.timestamp() for ms in row) for row in rows]


def faults(tenant="bochum"):
    """(kind, offset, has ended)."""
    with reading(rule(tenant)):
        rows = ClockFault.objects.visible_to(rule(tenant)).order_by("pk")
        return [(row.kind, round(row.offset_s), row.until is not None) for row in rows]
