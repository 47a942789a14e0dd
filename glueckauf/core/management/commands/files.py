"""`glueckauf files verify`: whether the store has every file the database knows, unchanged."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.files import damaged
from glueckauf.core.models import Blob


class Command(BaseCommand):
    help = "verify: reads every stored file and compares its hash; after a restore, and as often as you back up."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error when a file is missing or changed."""
        known = Blob.objects.order_by("pk").values_list("pk", flat=True)
        found = [(sha256, fault) for sha256 in known.iterator() if (fault := damaged(sha256))]
        for sha256, fault in found:
            self.stdout.write(f"{fault:8} {sha256}")
        if found:
            raise CommandError(f"{len(found)} of {known.count()} files are missing or changed; put them back from a copy.")
        self.stdout.write(f"{known.count()} files, all as they were stored")
