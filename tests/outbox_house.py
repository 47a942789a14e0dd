"""A worker in a process of its own, for tests that kill it: `python tests/outbox_house.py COMMAND …`, in the environment of a House.

Its one handler leaves a row per event (once, however often it runs) and a line per run, so that a test can count both.
"""

import hashlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")
django.setup()

from glueckauf.core import worker  # noqa: E402
from glueckauf.core.db import writing  # noqa: E402
from glueckauf.core.models import Blob, Delivery, Event  # noqa: E402
from glueckauf.core.outbox import DomainEvent, chain, dispatch, publish, subscribe  # noqa: E402
from glueckauf.core.scope import Scope  # noqa: E402

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RUNS = Path(os.environ["GLUECKAUF_VAR"]) / "runs.txt"
TENANTS = ("bochum", "essen")


@dataclass(frozen=True, slots=True, kw_only=True)
class LampSeen(DomainEvent):
    lamp_id: int


class Machine:
    """Who publishes."""

    code = "rule:test"


def handle(event, at):
    """Idempotent: the row's key is the lamp's."""
    with RUNS.open("a") as lines:
        lines.write(f"{os.getpid()} {event.lamp_id}\n")
    time.sleep(0.003)
    with writing(Scope(tenant=event.tenant)):
        Blob.objects.get_or_create(sha256=hashlib.sha256(str(event.lamp_id).encode()).hexdigest(), defaults={"size": 0, "stored_at": at})


def say(value):
    """One line of JSON for the test."""
    print(json.dumps(value))


def lamps(first, count):
    """Publishes an event for each lamp, turn by turn in two cities."""
    for lamp in range(int(first), int(first) + int(count)):
        with writing(Scope(tenant=TENANTS[lamp % 2])):
            publish(LampSeen(tenant=TENANTS[lamp % 2], lamp_id=lamp), by=Machine(), at=NOON)


def deliver(*minutes):
    """Delivers what is due so many minutes after noon, one time after the other."""
    for passed in minutes:
        dispatch.deliver_due(NOON + timedelta(minutes=int(passed)), limit=1000)


def publish_and_die(first, minutes, step, turn):
    """Three lamps, and then dies without a word before a step of their delivery, at its n-th turn."""
    lamps(first, 3)
    die_before(step, int(turn))
    deliver(minutes)


def die_before(step, turn):
    """Steps: _claim, _run, _settle of the dispatcher, or `effect`, after the handler's row and before anybody says so."""
    module, name = (Blob.objects, "get_or_create") if step == "effect" else (dispatch, step)
    original, left = getattr(module, name), [turn]

    def fatal(*args, **kwargs):
        left[0] -= 1
        if step == "effect":
            original(*args, **kwargs)
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return None if step == "effect" else original(*args, **kwargs)

    setattr(module, name, fatal)


def work():
    """The true worker, with our handler."""
    worker.work()


def count():
    """Everything a test wants to know."""
    open_ = Delivery.objects.filter(done_at=None)
    events = 0
    for tenant in TENANTS:
        with writing(Scope(tenant=tenant)):
            events += Event.objects.filter(tenant=tenant, kind=LampSeen.kind(), seq__isnull=False).count()
    say(
        {
            "rows": Blob.objects.count(),
            "open": open_.filter(dead_at=None).count(),
            "dead": open_.exclude(dead_at=None).count(),
            "sealed": events,
            "broken": [str(found) for tenant in TENANTS if (found := chain.verify(tenant))],
        }
    )


subscribe(LampSeen, "test.lamps", handle)
if __name__ == "__main__":
    {"lamps": lamps, "deliver": deliver, "die": publish_and_die, "work": work, "count": count}[sys.argv[1]](*sys.argv[2:])
