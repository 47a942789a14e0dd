"""`glueckauf catalogue_import_files bochum FOLDER_OR_FILE`: files become a draft of the city, which two of its people then release."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.files import import_files
from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.core.strict_yaml import Broken
from glueckauf.identity.rules.actor import Rule


class Command(BaseCommand):
    help = "Reads leistungen/<slug>/ or kommunen/<city>/<slug>.yaml into a draft; publishes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """City and place."""
        parser.add_argument("kommune")
        parser.add_argument("place", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """One line, or one per mistake with file, line and column."""
        place: Path = options["place"]
        by = Rule(tenant=options["kommune"], name="import")
        try:
            content = import_files(files_at(place))
            kind = DraftKind.OVERRIDE if "change" in content else DraftKind.OWN
            draft = editing.begin_with(place.stem, content, kind=kind, by=by, at=now())
        except Broken as broken:
            raise CommandError("\n".join(map(str, broken.problems))) from broken
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{place}: {type(error).__name__}") from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"draft {draft.pk} of {place.stem} in {by.tenant}, version {draft.current}")


def files_at(place: Path) -> dict[str, str]:
    """A folder's files, or one file with the examples beside it."""
    if place.is_dir():
        found = [path for path in sorted(place.iterdir()) if path.suffix in (".yaml", ".md", ".typ")]
    else:
        examples = place.with_name(f"{place.stem}.beispiele.yaml")
        found = [place, *([examples] if examples.exists() else [])]
    return {str(path): path.read_text("utf-8") for path in found}
