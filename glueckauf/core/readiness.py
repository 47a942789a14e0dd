"""Whether this installation does its work, not only answers: for /ready, the operator page and a monitoring system."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection

from glueckauf.core.jobs import jobs
from glueckauf.core.models import ChainHead, Job
from glueckauf.core.outbox.waiting import Waiting, waiting

LATE_DELIVERY = timedelta(minutes=2)
LATE_JOB = timedelta(minutes=15)
FREE_GB = 1.0


class Problem(StrEnum):
    """What needs an operator now."""

    DATABASE = "database"
    DELIVERY_LATE = "delivery late"
    JOB_LATE = "job late"
    DISK = "disk"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Numbers for the operator; `problems` empty means ready. `outbox` is None when the database does not answer."""

    problems: tuple[Problem, ...]
    outbox: Waiting | None
    late_jobs: tuple[str, ...]
    disk_free_gb: float


def readiness(at: datetime) -> Readiness:
    """Four statements. Never raises for a database that is away: that is one of its answers."""
    free_gb = shutil.disk_usage(settings.GLUECKAUF.var).free / 1e9
    full = (Problem.DISK,) if free_gb < FREE_GB else ()
    try:
        outbox, late, broken = waiting(at), late_jobs(at), ChainHead.objects.exclude(fault="").exists()
    except DatabaseError:
        connection.close()
        return Readiness(problems=(Problem.DATABASE, *full), outbox=None, late_jobs=(), disk_free_gb=free_gb)
    found = {
        Problem.DELIVERY_LATE: outbox.oldest_s > LATE_DELIVERY.total_seconds(),
        Problem.JOB_LATE: bool(late),
        Problem.AUDIT: broken,
    }
    problems = tuple(problem for problem, there in found.items() if there)
    return Readiness(problems=problems + full, outbox=outbox, late_jobs=late, disk_free_gb=free_gb)


def late_jobs(at: datetime) -> tuple[str, ...]:
    """Registered jobs that nobody ran when they were due, lease included: then no worker runs."""
    due = dict(Job.objects.filter(due_at__lt=at - LATE_JOB).values_list("name", "due_at"))
    return tuple(repeated.name for repeated in jobs() if repeated.name in due)
