"""Repeated jobs: due, taken by one worker, finished or run again."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from glueckauf.core import housekeeping, jobs, worker
from glueckauf.core.models import Delivery, Event, Job

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def repeat(monkeypatch):
    """Registers jobs for one test only."""
    monkeypatch.setattr(jobs, "_jobs", {})
    return lambda name, run, **more: jobs.job(name, every=HOUR, **more)(run)


def test_a_job_runs_at_once_and_then_every_hour(repeat):
    ran = []
    repeat("sweep", ran.append)
    for minutes in (0, 30, 60, 61, 120):
        jobs.run_due(NOON + timedelta(minutes=minutes))
    assert ran == [NOON, NOON + HOUR, NOON + 2 * HOUR]


def test_after_a_long_stop_a_job_runs_once_not_for_every_hour_missed(repeat):
    ran = []
    repeat("sweep", ran.append)
    jobs.run_due(NOON)
    jobs.run_due(NOON + timedelta(days=3))
    jobs.run_due(NOON + timedelta(days=3))
    assert len(ran) == 2


def test_a_job_knows_since_when_it_runs_without_a_pause(repeat):
    repeat("sweep", lambda at: None, lease=timedelta(minutes=5))
    assert jobs.steady_since("sweep") is None
    for hours, since in ((0, 0), (1, 0), (2, 0), (2 + 65 / 60, 0), (9, 9), (10, 9)):
        jobs.run_due(NOON + hours * HOUR)
        assert jobs.steady_since("sweep") == NOON + since * HOUR


def test_a_job_that_is_running_is_not_taken_twice(repeat):
    ran = []

    def nested(at):
        ran.append(at)
        jobs.run_due(at)

    repeat("sweep", nested)
    jobs.run_due(NOON)
    assert len(ran) == 1


def test_a_job_whose_worker_died_runs_again_after_its_lease(repeat):
    ran = []
    repeat("sweep", ran.append, lease=timedelta(minutes=5))
    jobs._take(jobs.jobs()[0], NOON)
    assert jobs.run_due(NOON + timedelta(minutes=4)) == 0
    assert jobs.run_due(NOON + timedelta(minutes=5)) == 1


def test_a_failing_job_stops_neither_the_others_nor_its_next_time(repeat):
    ran = []
    repeat("broken", lambda at: [][0])
    repeat("sound", ran.append)
    assert jobs.run_due(NOON) == 2
    assert ran == [NOON]
    assert Job.objects.get(name="broken").due_at == NOON + HOUR


def test_two_jobs_of_one_name_stop_the_start(repeat):
    repeat("sweep", lambda at: None)
    with pytest.raises(ValueError, match="sweep"):
        repeat("sweep", lambda at: None)


def test_a_loop_of_the_worker_outlives_a_database_that_is_away():
    stop, steps = threading.Event(), []

    def step(at):
        steps.append(at)
        if len(steps) == 3:
            stop.set()
        raise DatabaseError("gone away")

    worker.repeat(worker.Loop(name="test", step=step, pause_s=0), stop)
    assert len(steps) == 3


def test_deliveries_are_forgotten_a_month_after_they_were_done_their_events_never(as_tenant):
    with as_tenant("bochum"):
        event = Event.objects.create(tenant="bochum", kind="test.Seen", payload={}, actor="rule:test", at=NOON)
        for number, done_at in enumerate((NOON, NOON + timedelta(days=20), None)):
            Delivery.objects.create(event=event, tenant="bochum", handler=f"a.{number}", due_at=NOON, done_at=done_at)
    housekeeping.forget(NOON + timedelta(days=31))
    assert sorted(Delivery.objects.values_list("handler", flat=True)) == ["a.1", "a.2"]
    with as_tenant("bochum"):
        assert Event.objects.count() == 1
