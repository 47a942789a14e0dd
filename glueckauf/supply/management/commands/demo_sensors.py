"""`glueckauf demo_sensors`: invented sensors of the invented town send values to this house. Demo mode only; part of `glueckauf demo`."""

import http.client
import signal
import threading
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions

EVERY_S, AGAIN_S = 2.0, 10.0
log = structlog.get_logger("demo_sensors")


class Command(BaseCommand):
    help = "Synthetic sensors for the demo: 35 days of history once, then a value every half minute, until it is stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """For tests, which do not wait minutes."""
        parser.add_argument("--once", type=int, metavar="MINUTES", help="send what was due so many minutes ago, and end")
        parser.add_argument("--history-step", type=int, default=900, metavar="SECONDS", help="between values of the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until SIGTERM or SIGINT. While the house does not answer, what is due waits."""
        if not settings.GLUECKAUF.is_demo:
            raise CommandError("This installation is not in demo mode (GLUECKAUF_MODE); nothing is simulated.")
        step = options["history_step"]
        if options["once"] is not None:
            begun(step).send_due(actions.demo_faults(), now() - timedelta(minutes=options["once"]))
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        simulate(stop, step)


def simulate(stop: threading.Event, step: int) -> None:
    """Until it is stopped."""
    simulator: actions.Simulator | None = None
    wait = EVERY_S
    while not stop.wait(wait):
        wait = EVERY_S
        try:
            simulator = simulator or begun(step)
            simulator.send_due(actions.demo_faults(), now())
        except (OSError, http.client.HTTPException, Refused) as error:
            log.warning("not sent", reason=type(error).__name__)
            wait = AGAIN_S


def begun(step: int) -> actions.Simulator:
    """With its sensors set up and its tokens issued."""
    by = Rule(tenant=actions.demo_operator(), name="demo")
    actions.set_up_sensors(by=by, at=now())
    made = actions.Simulator(by, history_s=step)
    made.begin(now())
    return made
