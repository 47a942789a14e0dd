"""Repeated jobs of the worker."""

from datetime import datetime, timedelta

from glueckauf.cities.queries import tenants
from glueckauf.core.jobs import job, steady_since
from glueckauf.identity.rules.actor import Rule
from glueckauf.telemetry import actions


@job("telemetry.silence", every=timedelta(seconds=20), lease=timedelta(minutes=1))
def silence(at: datetime) -> None:
    """Series that should have said something, groups that fell silent together, sudden changes.

    Whoever stops the house and starts it again hears devices anew: a pause of this job is taken for one of the inlet.
    """
    since = steady_since("telemetry.silence")
    for tenant in tenants():
        by = Rule(tenant=tenant, name="telemetry.silence")
        actions.note_silence(by=by, at=at, heard_since=since)
        actions.detect_outages(by=by, at=at)
        actions.detect_bursts(by=by, at=at)


@job("telemetry.detect", every=timedelta(hours=1), lease=timedelta(minutes=30))
def detect(at: datetime) -> None:
    """Night flow and CUSUM; alarms whose series are as usual again."""
    for tenant in tenants():
        by = Rule(tenant=tenant, name="telemetry.detect")
        actions.detect(by=by, at=at)
        actions.note_calm(by=by, at=at)


@job("telemetry.roll", every=timedelta(minutes=5), lease=timedelta(minutes=30))
def roll(at: datetime) -> None:
    """Hours and days, until nothing is left to do."""
    for tenant in tenants():
        while actions.roll_up(by=Rule(tenant=tenant, name="telemetry.roll"), at=at):
            continue


@job("telemetry.forget", every=timedelta(hours=6), lease=timedelta(hours=1))
def forget(at: datetime) -> None:
    """What is older than its kind of series keeps it."""
    for tenant in tenants():
        actions.forget(by=Rule(tenant=tenant, name="retention"), at=at)
