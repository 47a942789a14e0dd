"""`glueckauf catalogue_export bochum hundesteuer-anmeldung --to DIR`: what a city released, as the files of leistungen/ and kommunen/."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.catalogue.queries.contents import content_in_effect
from glueckauf.catalogue.rules.files import export_files
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound


class Command(BaseCommand):
    help = "Writes a city's own Leistung, or what it changes in a shared one, as it is in effect today."

    def add_arguments(self, parser: CommandParser) -> None:
        """City, Leistung, folder."""
        parser.add_argument("kommune")
        parser.add_argument("leistung")
        parser.add_argument("--to", type=Path, default=Path(), help="Folder in which leistungen/ and kommunen/ lie.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per file."""
        kommune, slug = options["kommune"], options["leistung"]
        try:
            content = content_in_effect(kommune, slug, local_day(now()))
        except NotFound as error:
            raise CommandError(f"{kommune} has no {slug} of its own") from error
        for name, text in export_files(content, slug=slug, kommune=kommune).items():
            path = options["to"] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            self.stdout.write(str(path))
