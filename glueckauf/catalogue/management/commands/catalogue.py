"""`glueckauf catalogue import FILE`: the national catalogue (LeiKa/OZG) becomes pages of every city. An operator's step, safe to repeat."""

from glueckauf.catalogue.actions import import_national
from glueckauf.catalogue.rules.national import MOST_BYTES
from glueckauf.core.clock import now
from glueckauf.core.management.importing import ImportCommand, Report, counted, difference
from glueckauf.identity.rules.actor import Rule


class Command(ImportCommand):
    help = "import FILE: reads a CSV of the national catalogue and says what is new, changed, gone, back and left out."
    most_bytes = MOST_BYTES
    usually_gone = "half of them"

    def take(self, name: str, content: bytes, most_gone: int | None) -> Report:
        """What the file changed, and what was odd in it."""
        done = import_national(name, content=content, most_gone=most_gone, by=Rule(tenant="", name="catalogue"), at=now())
        changed = len({change.key for change in done.changed})
        return Report(
            head=[
                f"leistungen: {done.rows} rows ({done.encoding})",
                counted(new=len(done.new), changed=changed, gone=len(done.gone), left=len(done.left)),
            ],
            kinds=[
                [difference(c.key, c.column, c.before, c.now) for c in done.changed],
                [f"gone {key}" for key in done.gone],
                [f"back {key}" for key in done.returned],
                [f"left out: line {row.line}, {row.key}: {row.reason}" for row in done.left],
                [f"odd: line {row.line}, {row.key}: {row.reason}" for row in done.odd],
            ],
        )
