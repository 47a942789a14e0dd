"""`glueckauf outbox list` and `glueckauf outbox retry`: what waits and what was given up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from glueckauf.core.clock import now
from glueckauf.core.outbox.dispatch import retry_dead
from glueckauf.core.outbox.waiting import dead_letters, waiting


class Command(BaseCommand):
    help = "list: what waits and what was given up, with class and place of the error. retry [id]: makes dead deliveries due again."

    def add_arguments(self, parser: CommandParser) -> None:
        """A verb, and for retry one delivery."""
        parser.add_argument("verb", choices=["list", "retry"])
        parser.add_argument("id", nargs="?", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line per dead delivery."""
        at = now()
        if options["verb"] == "retry":
            self.stdout.write(f"{retry_dead(at, id=options['id'])} due again")
            return
        state = waiting(at)
        self.stdout.write(f"due {state.due}, oldest for {state.oldest_s:.0f} s, later {state.later}, dead {state.dead}")
        for letter in dead_letters():
            self.stdout.write(f"{letter.id:>8} {letter.tenant:12} {letter.handler:40} {letter.attempts:>3} {letter.error}")
