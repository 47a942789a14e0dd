"""`glueckauf demo_data`: clerks and some three hundred invented Vorgänge in an empty installation. Demo mode only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from glueckauf.core.clock import now
from glueckauf.portal.actions import demo_cases


class Command(BaseCommand):
    help = "Fills an empty installation with invented people and their Vorgänge. Demo mode only; does nothing when there is any."

    def add_arguments(self, parser: Any) -> None:
        """Fewer for tests."""
        parser.add_argument("--cases", type=int, default=demo_cases.CASES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Every row through the actions of the house, in the order of time."""
        if not settings.GLUECKAUF.is_demo:
            raise CommandError("This installation is not in demo mode (GLUECKAUF_MODE); its data stays as it is.")
        if not demo_cases.is_empty():
            return
        self.stdout.write(f"inventing {options['cases']} Vorgänge, the first time only: a minute, on a busy machine some")
        self.stdout.flush()
        self.stdout.write(f"invented {demo_cases.fill(now(), cases=options['cases'])} Vorgänge")
