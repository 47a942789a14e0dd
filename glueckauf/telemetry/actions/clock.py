"""Clocks of devices, batch by batch: lags remembered, faults as rows with a beginning and an end."""

from collections.abc import Mapping
from datetime import datetime

from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import events
from glueckauf.telemetry.models import ClockFault, DeviceClock
from glueckauf.telemetry.rules.clock import Clock, remembered, seen, told


def watch_clocks(
    newest: Mapping[int, int | None], sent: Mapping[int, int | None], intervals: Mapping[int, int], *, by: Rule, at: datetime
) -> None:
    """Device id -> the newest time it named, and what its clock showed if it said so. Inside the transaction that stores its values."""
    now_s = at.timestamp()
    named = {device: (now_s - ms / 1000) for device, ms in newest.items() if ms is not None}
    if not named:
        return
    before = {clock.device_id: clock.lags_s for clock in DeviceClock.objects.visible_to(by).filter(device__in=named)}
    lags = {device: remembered(before.get(device, ()), lag) for device, lag in sorted(named.items())}
    rows = [DeviceClock(device_id=device, tenant=by.tenant, lags_s=found) for device, found in lags.items()]
    DeviceClock.objects.bulk_create(rows, update_conflicts=True, unique_fields=["device"], update_fields=["lags_s"])
    clocks = {device: clock_of(found, sent.get(device), now_s, intervals.get(device, 0)) for device, found in lags.items()}
    keep_faults(clocks, by=by, at=at)


def clock_of(lags: list[float], sent_ms: int | None, now_s: float, interval_s: int) -> Clock:
    """A value from the future is one whatever the device says of its clock."""
    by_values = seen(lags, interval_s=interval_s)
    if sent_ms is None or (by_values.fault and lags[-1] < 0):
        return by_values
    return told(now_s - sent_ms / 1000)


def keep_faults(clocks: Mapping[int, Clock], *, by: Rule, at: datetime) -> None:
    """Opens, widens and ends rows."""
    open_rows = {row.device_id: row for row in ClockFault.objects.visible_to(by).filter(device__in=clocks, until=None)}
    for device, clock in clocks.items():
        row = open_rows.get(device)
        if row and row.kind != clock.fault:
            ClockFault.objects.filter(pk=row.pk).update(until=at)
        if clock.fault and (row is None or row.kind != clock.fault):
            ClockFault.objects.create(tenant=by.tenant, device_id=device, kind=clock.fault, offset_s=clock.offset_s, since=at)
            seen_now = events.ClockFaultSeen(tenant=by.tenant, device_id=device, fault=str(clock.fault), offset_s=clock.offset_s)
            publish(seen_now, by=by, at=at)
        elif row and clock.fault and abs(clock.offset_s) > abs(row.offset_s):
            ClockFault.objects.filter(pk=row.pk).update(offset_s=clock.offset_s)
