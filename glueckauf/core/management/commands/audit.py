"""`glueckauf audit verify`: walks the chain of events of every tenant."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.outbox import chain


class Command(BaseCommand):
    help = "verify: checks the chain of events; prints the heads to keep elsewhere, or the first broken row of each tenant."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when any chain is broken."""
        breaks = [found for tenant in chain.tenants() if (found := chain.verify(tenant))]
        for tenant, seq, digest in chain.heads():
            self.stdout.write(f"{tenant:20} {seq:>8} {digest}")
        if breaks:
            raise CommandError("The chain is broken:\n" + "\n".join(map(str, breaks)))
