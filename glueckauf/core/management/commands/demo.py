"""`glueckauf demo`: tables, cities, services and invented cases, then everything runs."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

# In this order, each safe to repeat and quick when there is nothing to do. Domains bring them; core knows their names only.
STEPS = ("cities_sync", "catalogue_publish", "demo_data")


class Command(BaseCommand):
    help = "Fills an empty installation with six cities and invented people, then runs it. Demo mode only."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Blocks until stopped."""
        if not settings.GLUECKAUF.is_demo:
            raise CommandError("This installation is not in demo mode (GLUECKAUF_MODE); its data stays as it is.")
        call_command("migrate", verbosity=0)
        for step in STEPS:
            if step in get_commands():
                call_command(step)
        call_command("run")
