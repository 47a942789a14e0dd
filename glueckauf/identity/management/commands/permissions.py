"""`glueckauf permissions`: who may call what, as one table; ends with an error when a view declares nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from glueckauf.identity.permissions import EVERYONE, served, table


class Command(BaseCommand):
    help = "Prints every permission, who holds it, and the URLs that ask for it."

    def handle(self, *args: Any, **options: Any) -> None:
        """One block per permission, URLs below it."""
        urls = sorted(served(), key=lambda url: url.route)
        for name, who in table().items():
            holders = "everyone" if who == EVERYONE else ", ".join(sorted(who))
            self.stdout.write(f"{name}: {holders}")
            for url in urls:
                if url.permission == name:
                    self.stdout.write(f"    {url.route}")
        if bare := [url.route for url in urls if not url.permission]:
            raise CommandError(f"without a declared permission: {', '.join(bare)}")
