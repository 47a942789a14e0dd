"""`glueckauf catalogue_from_fim FILE`: a FIM Stammdatenschema becomes the folder of a Leistung; prints what a person has to settle."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.catalogue.rules.from_fim import files
from glueckauf.core.errors import Refused
from glueckauf.forms import xdatenfelder


class Command(BaseCommand):
    help = "Reads XDatenfelder 2 or 3 and writes leistungen/<key>/. An existing folder is never touched."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What the file cannot say."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", required=True, help="name of the folder and the address: small letters, digits, dashes")
        parser.add_argument("--office", required=True, help="key of the office, as in kommunen/<city>/kommune.yaml")
        parser.add_argument("--topic", required=True, help="key of the topic, as in the other Leistungen")
        parser.add_argument("--codelist", type=Path, action="append", default=[], help="a genericode file; may be given several times")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error and writes nothing when a file cannot be used."""
        folder = Path(settings.GLUECKAUF.leistungen) / options["key"]
        if folder.exists():
            raise CommandError(f"{folder} is there already")
        try:
            imported = xdatenfelder.read(content(options["file"]), codelists=[content(path) for path in options["codelist"]])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        folder.mkdir(parents=True)
        for name, text in files(imported, key=options["key"], office=options["office"], topic=options["topic"]).items():
            (folder / name).write_text(text, "utf-8")
        for line in imported.for_a_person:
            self.stdout.write(f"{line.path} {line.field}: {line.text}")
        taken = len(imported.report) - len(imported.for_a_person)
        self.stdout.write(f"{taken} parts taken, {len(imported.for_a_person)} lines for a person, written to {folder}")


def content(path: Path) -> bytes:
    """A file, not more of it than can be used."""
    try:
        with path.open("rb") as opened:
            return opened.read(xdatenfelder.MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
