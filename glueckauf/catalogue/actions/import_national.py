"""An operator imports the national catalogue. Repeatable: the same file changes nothing, a newer one changes what is new in it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError

from glueckauf.catalogue import queries
from glueckauf.catalogue.events import NationalCatalogueImported
from glueckauf.catalogue.models import NationalImport, NationalLeistung
from glueckauf.catalogue.rules.national import Left, Line, Read, read
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.outbox import publish
from glueckauf.identity.rules.actor import Actor

COLUMNS = ("name", "typ", "ozg_id", "ozg_name", "situation", "topic", "law", "words")
MOST_GONE = 0.5
BATCH = 500


class TooManyGone(Refused):
    """Half of the catalogue would be marked as gone: more likely a file cut off than a reform."""

    text = (
        "In der Datei fehlen {gone} von {there} Leistungen, die bisher im Katalog stehen. Das sieht nach einer unvollständigen Datei aus. "
        "Der Katalog ist unverändert. Ist es richtig so, wiederholen Sie den Import mit --most-gone {gone}."
    )


class ImportedMeanwhile(Refused):
    """Two operators at once."""

    text = "Gerade hat jemand anderes den Katalog importiert. Starten Sie den Import noch einmal, dann sehen Sie, was noch fehlt."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One column that reads differently now."""

    key: str
    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an import did. `returned`: were gone and are there again. `left`: lines not used; `odd`: used as they are."""

    encoding: str
    rows: int
    new: tuple[str, ...]
    changed: tuple[Change, ...]
    gone: tuple[str, ...]
    returned: tuple[str, ...]
    left: tuple[Left, ...]
    odd: tuple[Left, ...]


def import_national(file: str, *, content: bytes, most_gone: int | None = None, by: Actor, at: datetime) -> Report:
    """Raises Unreadable, TooManyGone, ImportedMeanwhile; then nothing has changed."""
    found = read(content)
    try:
        with writing(by):
            report = written(file, sha256(content).hexdigest(), found, most_gone=most_gone, by=by, at=at)
    except IntegrityError as error:
        raise ImportedMeanwhile from error
    queries.forget()
    return report


def written(file: str, digest: str, found: Read, *, most_gone: int | None, by: Actor, at: datetime) -> Report:
    """All rows in one transaction."""
    before = {row.key: row for row in NationalLeistung.objects.order_by("pk").select_for_update()}
    lines = {line.key: line for line in found.lines}
    columns = [name for name in COLUMNS if name in found.columns]
    report = compared(before, lines, columns, found)
    there = sum(row.gone_id is None for row in before.values())
    if len(report.gone) > (there * MOST_GONE if most_gone is None else most_gone):
        raise TooManyGone(gone=len(report.gone), there=there)
    kept = {"new": len(report.new), "changed": len({c.key for c in report.changed}), "gone": len(report.gone)}
    details = {**kept, "returned": len(report.returned), "left": [asdict(line) for line in report.left]}
    row = NationalImport.objects.create(file=file[-200:], digest=digest, rows=len(lines), report=details, actor=by.code, at=at)
    new = [NationalLeistung(since=row, **asdict(lines[key])) for key in report.new]
    NationalLeistung.objects.bulk_create(new, batch_size=BATCH)
    touched = {change.key for change in report.changed} | set(report.returned)
    update([before[key] for key in touched], lines, columns)
    NationalLeistung.objects.filter(pk__in=report.gone).update(gone=row)
    publish(NationalCatalogueImported(tenant="", import_id=row.pk, **kept), by=by, at=at)
    return report


def compared(before: dict[str, NationalLeistung], lines: dict[str, Line], columns: list[str], found: Read) -> Report:
    """Old rows against new lines. What a file has no column for stays as it was."""
    both = [key for key in before if key in lines]
    pairs = [(key, name, getattr(before[key], name), getattr(lines[key], name)) for key in both for name in columns]
    return Report(
        encoding=found.encoding,
        rows=len(lines),
        new=tuple(key for key in lines if key not in before),
        changed=tuple(Change(key=key, column=name, before=was, now=now) for key, name, was, now in pairs if was != now),
        gone=tuple(key for key, row in before.items() if key not in lines and row.gone_id is None),
        returned=tuple(key for key in both if before[key].gone_id is not None),
        left=found.left,
        odd=found.odd,
    )


def update(rows: list[NationalLeistung], lines: dict[str, Line], columns: list[str]) -> None:
    """Writes the columns of the file."""
    for row in rows:
        row.gone = None
        for name in columns:
            setattr(row, name, getattr(lines[row.key], name))
    NationalLeistung.objects.bulk_update(rows, [*columns, "gone"], batch_size=BATCH)
