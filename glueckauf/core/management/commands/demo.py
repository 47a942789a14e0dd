"""`glueckauf demo`: tables, cities, services and invented cases, then everything runs."""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

# In this order, each safe to repeat and quick when there is nothing to do. Domains bring them; core knows their names only.
BESIDE = ("demo_sensors",)  # runs as long as the house does
STEPS = ("cities_sync", "catalogue_publish", "demo_grids", "demo_data")


class Command(BaseCommand):
    help = "Fills an empty installation with six cities and invented people, then runs it. Demo mode only."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until stopped."""
        if not settings.GLUECKAUF.is_demo:
            raise CommandError("This installation is not in demo mode (GLUECKAUF_MODE); its data stays as it is.")
        apart(fill)
        call_command("run", also=list(BESIDE))


def fill() -> None:
    """Tables, and what the domains bring."""
    call_command("migrate", verbosity=0)
    for step in STEPS:
        if step in get_commands():
            call_command(step)


def apart(work: Callable[[], None]) -> None:
    """In a process of its own. What serves is forked from this one, and the typesetter's threads would not survive that: the first
    letter would wait for them for ever, and with it everything behind it. Ends this process when the work failed."""
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit(1)
