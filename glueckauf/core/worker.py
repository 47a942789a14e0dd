"""The worker: loops that look for due deliveries, unsealed events and due jobs, until it is told to stop. Two look for jobs, so
that one that waits for a network does not hold up the others.

Several workers may run at once, on one machine or many. Whatever a loop meets, it goes on: a database that is away is asked again.
"""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection

from glueckauf.core.clock import now
from glueckauf.core.jobs import run_due
from glueckauf.core.outbox.chain import seal_chains
from glueckauf.core.outbox.dispatch import deliver_due
from glueckauf.core.place import place_of

log = structlog.get_logger("worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """`step(at)` does some work and returns how much; nothing to do means a pause."""

    name: str
    step: Callable[[datetime], int]
    pause_s: float


# Somebody waits for a page; nobody sees whether a letter was made this second or the next. Counts only while all cores are busy.
BEHIND_PAGES = 5

LOOPS = (
    Loop(name="deliver", step=lambda at: deliver_due(at, limit=1), pause_s=0.25),
    Loop(name="seal", step=seal_chains, pause_s=0.5),
    Loop(name="jobs", step=lambda at: run_due(at, limit=1), pause_s=0.5),
    Loop(name="more jobs", step=lambda at: run_due(at, limit=1), pause_s=0.5),
)


_prepared: list[Callable[[], object]] = []


def at_start(prepare: Callable[[], object]) -> Callable[[], object]:
    """Registers what each worker does once while it begins to work, such as loading what the first question would wait for."""
    _prepared.append(prepare)
    return prepare


def prepare() -> None:
    """All that was registered. What fails is logged and left for the first question."""
    for one in _prepared:
        try:
            one()
        except Exception as error:  # a database that is away at the start must not end the worker
            log.error("prepare_failed", step=one.__module__, error=place_of(error))
    connection.close()


def work() -> None:
    """Runs in the main thread until SIGTERM or SIGINT; what is being delivered then is finished first."""
    os.nice(BEHIND_PAGES)
    threading.Thread(target=prepare, name="prepare", daemon=True).start()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = [threading.Thread(target=repeat, args=(loop, stop), name=loop.name) for loop in LOOPS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def repeat(loop: Loop, stop: threading.Event) -> None:
    """One loop, in a thread and on a connection of its own."""
    while not stop.is_set():
        try:
            busy = loop.step(now())
        except Exception as error:  # a database that restarts must not end the worker
            log.error("loop_failed", loop=loop.name, error=place_of(error))
            connection.close()
            busy = 0
        if not busy:
            stop.wait(loop.pause_s)
    connection.close()
