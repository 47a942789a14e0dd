"""Base of the commands that serve: they start only with what production needs, and say in one sentence each what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from glueckauf.core.production import of_production


class ServingCommand(BaseCommand):
    """run, web, worker, inlet."""

    requires_system_checks = ()  # of_production is what an operator can mend; the rest is for developers

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Refuses before anything is opened."""
        found = of_production()
        for message in found:
            if not message.is_serious():
                self.stderr.write(f"Warning: {message.msg}")
        if errors := [str(message.msg) for message in found if message.is_serious()]:
            raise CommandError("\n".join(("Not started.", *errors)))
        return super().execute(*args, **options)
