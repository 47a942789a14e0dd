"""`glueckauf letters verify`: whether every letter that was issued still verifies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.clock import now
from glueckauf.letters.queries import verify_all


class Command(BaseCommand):
    help = "verify: checks seal and register of every letter, as the public page does; after a restore or a new sealing key."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when one does not verify."""
        verdicts, wrong = verify_all(now())
        for verdict, count in sorted(verdicts.items()):
            self.stdout.write(f"{count:>8} {verdict}")
        if wrong:
            raise CommandError(f"{len(wrong)} letters do not verify: {', '.join(map(str, wrong[:20]))}")
        self.stdout.write(f"{sum(verdicts.values())} letters, all verify")
