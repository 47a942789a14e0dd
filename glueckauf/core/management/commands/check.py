"""`glueckauf check`: Django's own for developers, and what production needs before it starts."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import check

from glueckauf.core.production import of_production


class Command(check.Command):
    help = "Says what is missing or unsafe, one sentence each. Ends with an error when the house would not start."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """All of it at once, warnings first."""
        super().handle(*app_labels, **options)
        found = of_production()
        for message in found:
            if not message.is_serious():
                self.stdout.write(f"Warning: {message.msg}")
        if errors := [str(message.msg) for message in found if message.is_serious()]:
            raise CommandError("\n".join(("Would not start.", *errors)))
