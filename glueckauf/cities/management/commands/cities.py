"""`glueckauf cities import FILE`: the municipality register of Destatis, postcodes, or mergers. An operator's step, safe to repeat."""

from glueckauf.cities.actions import Imported, import_register
from glueckauf.cities.rules.register_files import MOST_BYTES, FileKind
from glueckauf.core.clock import now
from glueckauf.core.management.importing import ImportCommand, Report, counted, difference


class Command(ImportCommand):
    help = (
        "import FILE: reads GV100AD, a table of municipalities, of postcodes or of mergers, and says what is new, changed, gone, left out."
    )
    most_bytes = MOST_BYTES
    usually_gone = "a tenth"

    def take(self, name: str, content: bytes, most_gone: int | None) -> Report:
        """What the file was taken for, and what it changed."""
        done = import_register(name, content=content, most_gone=most_gone, by="rule:cities", at=now())
        day = f", of {done.day:%d.%m.%Y}" if done.day else ""
        changed = len({key for key, *_ in done.changed})
        return Report(
            head=[
                f"{done.kind}: {done.rows} rows ({done.encoding}{day})",
                counted(new=len(done.new), changed=changed, gone=len(done.gone), left=len(done.left)),
            ],
            kinds=[
                [difference(*change) for change in done.changed],
                [gone(key, done) for key in done.gone],
                [f"left out: line {row.line}, {row.key}: {row.reason}" for row in done.left],
            ],
        )


def gone(key: str, done: Imported) -> str:
    """Of a municipality: where it went, or that nobody said so yet."""
    if done.kind is not FileKind.KOMMUNEN:
        return f"gone {key}"
    into = done.merged.get(key)
    return f"gone {key}: " + (
        f"part of {into}" if into else "where it went says a table of mergers (ars_alt,ars_neu,seit); until then it is not found"
    )
