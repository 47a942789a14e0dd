"""Repeated jobs: `@job("mail.send", every=timedelta(seconds=5))` registers fn(at), and the worker runs what is due.

The row of a job says when it is due next. Whoever moves that on holds the job until its lease ends or it is finished, so several
workers never run one job at the same time, and a job whose worker was killed runs again. A job is safe to run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import Case, F, Q, Value, When

from glueckauf.core.db import writing
from glueckauf.core.models import Job
from glueckauf.core.place import place_of
from glueckauf.core.scope import Scope

log = structlog.get_logger("jobs")

Run = Callable[[datetime], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """One registered job."""

    name: str
    every: timedelta
    lease: timedelta
    run: Run


_jobs: dict[str, Repeated] = {}


def job(name: str, *, every: timedelta, lease: timedelta = timedelta(minutes=2)) -> Callable[[Run], Run]:
    """Registers fn(at). `lease`: longest time one run may take before another worker may start it. A double name stops the start."""

    def register(run: Run) -> Run:
        if name in _jobs:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Repeated(name=name, every=every, lease=lease, run=run)
        return run

    return register


def jobs() -> list[Repeated]:
    """All registered jobs by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due(at: datetime, *, limit: int = 100) -> int:
    """Runs up to `limit` jobs that are due and free, once each, the longest due first; returns how many ran.

    A job that fails is logged and due again at its next time.
    """
    due_at = dict(Job.objects.values_list("name", "due_at"))
    due = [repeated for repeated in jobs() if due_at.get(repeated.name, at) <= at]
    ran = 0
    for repeated in sorted(due, key=lambda repeated: due_at.get(repeated.name, at)):
        ran += _run(repeated, at)
        if ran == limit:
            break
    return ran


def _run(repeated: Repeated, at: datetime) -> int:
    held_until = _take(repeated, at)
    if held_until is None:
        return 0
    failure = ""
    try:
        repeated.run(at)
    except Exception as error:  # one job's fault is not the others'
        failure = place_of(error)
        log.error("job_failed", job=repeated.name, error=failure)
    _move(repeated.name, held_until, due_at=at + repeated.every, ran_at=at, error=failure)
    return 1


def _take(repeated: Repeated, at: datetime) -> datetime | None:
    """A job's first run is now. Its lease is what other workers see as the next time; who is later than that comes after a pause."""
    held_until = at + repeated.lease
    after_pause = Q(ran_at=None) | Q(ran_at__lt=at - repeated.every - repeated.lease)
    steady_since = Case(When(after_pause, then=Value(at)), default=F("steady_since"))
    with writing(Scope()):
        Job.objects.bulk_create([Job(name=repeated.name, due_at=at)], ignore_conflicts=True)
        taken = Job.objects.filter(name=repeated.name, due_at__lte=at).update(due_at=held_until, steady_since=steady_since)
    return held_until if taken else None


def _move(name: str, held_until: datetime, **values: object) -> None:
    with writing(Scope()):
        Job.objects.filter(name=name, due_at=held_until).update(**values)


def steady_since(name: str) -> datetime | None:
    """Since when its runs followed each other without a pause (of its interval and its lease): the house was up. None: it never ran."""
    return Job.objects.filter(name=name).values_list("steady_since", flat=True).first()


def run_soon(name: str, at: datetime) -> None:
    """Due at once, unless it is running or due already."""
    with writing(Scope()):
        Job.objects.filter(name=name, due_at__gt=at + _jobs[name].lease).update(due_at=at)
