"""An operator imports the municipality register: all municipalities, postcodes, or mergers. The same file again changes nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError
from django.db.models import Model

from glueckauf.cities.models import RegisterImport, RegisterKommune, RegisterMerger, RegisterPostcode, RegisterRegion
from glueckauf.cities.queries import forget_register
from glueckauf.cities.rules.register_files import FileKind, LeftOut, RegisterFile, read
from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.scope import Scope

BATCH = 500
MOST_GONE = 0.1
FIELDS = ("ags", "name", "kind", "inhabitants", "seat", "has_more")


class OlderFile(Refused):
    """A file of an earlier day would undo what a later one said."""

    text = "Die Datei ist vom {theirs}, das Verzeichnis schon vom {ours}. Das Verzeichnis ist unverändert."


class TooManyMissing(Refused):
    """More likely a part of the register than a reform of the municipalities."""

    text = (
        "In der Datei fehlen {gone} von {there} Gemeinden. Das sieht nach einem Ausschnitt aus. Das Verzeichnis ist unverändert. "
        "Ist es richtig so, wiederholen Sie den Import mit --most-gone {gone}."
    )


class RegisterImportedMeanwhile(Refused):
    """Two operators at once."""

    text = "Gerade hat jemand anderes das Verzeichnis eingelesen. Starten Sie den Import noch einmal, dann sehen Sie, was noch fehlt."


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did. `changed`: (key, column, before, now). `merged`: key of what is gone and of the municipality it belongs to now,
    as far as a table of mergers said so."""

    kind: FileKind
    encoding: str
    day: date | None
    rows: int
    new: tuple[str, ...]
    changed: tuple[tuple[str, str, str, str], ...]
    gone: tuple[str, ...]
    left: tuple[LeftOut, ...]
    merged: Mapping[str, str] = field(default_factory=dict)


def import_register(file: str, *, content: bytes, most_gone: int | None = None, by: str, at: datetime) -> Imported:
    """`by` is the code of an actor: cities know none. Raises UnreadableRegister, OlderFile, TooManyMissing; then nothing has changed."""
    found = read(content)
    digest = sha256(content).hexdigest()
    try:
        with writing(Scope()):
            done = written(file, digest, found, most_gone=most_gone, by=by, at=at)
    except IntegrityError as error:
        raise RegisterImportedMeanwhile from error
    forget_register()
    return done


def written(file: str, digest: str, found: RegisterFile, *, most_gone: int | None, by: str, at: datetime) -> Imported:
    """All rows in one transaction."""
    refuse_older(found)
    row = RegisterImport.objects.create(
        file=file[-200:],
        kind=found.kind,
        digest=digest,
        date=found.day,
        report={"left": [asdict(line) for line in found.left]},
        actor=by,
        at=at,
    )
    if found.kind is FileKind.KOMMUNEN:
        done = write_kommunen(found, row, most_gone=most_gone)
    elif found.kind is FileKind.POSTCODES:
        done = write_postcodes(found)
    else:
        done = write_mergers(found)
    row.report |= {"rows": done.rows, "new": len(done.new), "changed": len(done.changed), "gone": len(done.gone)}
    row.save(update_fields=["report"])
    return done


def refuse_older(found: RegisterFile) -> None:
    """Raises OlderFile."""
    newest = RegisterImport.objects.filter(kind=found.kind, date__isnull=False).order_by("-date").values_list("date", flat=True).first()
    if newest and found.day and found.day < newest:
        raise OlderFile(theirs=found.day.strftime("%d.%m.%Y"), ours=newest.strftime("%d.%m.%Y"))


def write_kommunen(found: RegisterFile, row: RegisterImport, *, most_gone: int | None) -> Imported:
    """Municipalities and what lies above them. What is missing stays, marked. Raises TooManyMissing."""
    before = {r.ars: r for r in RegisterKommune.objects.order_by("pk").select_for_update()}
    there = [ars for ars, r in before.items() if r.gone_id is None]
    gone = tuple(ars for ars in there if ars not in found.kommunen)
    if len(gone) > (len(there) * MOST_GONE if most_gone is None else most_gone):
        raise TooManyMissing(gone=len(gone), there=len(there))
    fresh = [line for ars, line in found.kommunen.items() if ars not in before]
    RegisterKommune.objects.bulk_create([RegisterKommune(since=row, **asdict(line)) for line in fresh], batch_size=BATCH)
    lines = {ars: asdict(line) for ars, line in found.kommunen.items() if ars in before}
    changed = differences(before, lines)
    touched = [before[ars] for ars in dict.fromkeys([*(key for key, *_ in changed), *(a for a in lines if before[a].gone_id is not None)])]
    for kept in touched:
        kept.gone = None
    update(touched, lines)
    RegisterKommune.objects.filter(pk__in=gone).update(gone=row)
    write_regions(found)
    done = report(found, len(found.kommunen), new=tuple(line.ars for line in fresh), changed=changed, gone=gone)
    return replace(done, merged=dict(RegisterMerger.objects.filter(old__in=gone).values_list("old", "into")))


def differences(before: dict[str, Any], lines: dict[str, dict[str, Any]]) -> tuple[tuple[str, str, str, str], ...]:
    """What reads differently now."""
    pairs = ((key, name, getattr(before[key], name), line[name]) for key, line in lines.items() for name in FIELDS)
    return tuple((key, name, str(was), str(now)) for key, name, was, now in pairs if was != now)


def update(rows: list[RegisterKommune], lines: dict[str, dict[str, Any]]) -> None:
    """Writes all columns of these rows."""
    for row in rows:
        for name in FIELDS:
            setattr(row, name, lines[row.ars][name])
    RegisterKommune.objects.bulk_update(rows, [*FIELDS, "gone"], batch_size=BATCH)


def write_regions(found: RegisterFile) -> None:
    """Regions of the file, new and renamed; others stay. A table of municipalities only adds what is missing."""
    rows = [RegisterRegion(**asdict(line)) for line in found.regions.values()]
    if any(row.level == "land" for row in rows):
        upsert(RegisterRegion, rows, key="code", columns=["level", "name", "seat"])
    else:
        RegisterRegion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def write_postcodes(found: RegisterFile) -> Imported:
    """The pairs of the file replace those of an earlier one."""
    before = {(p, a): pk for pk, p, a in RegisterPostcode.objects.values_list("pk", "postcode", "ags")}
    new = [key for key in found.postcodes if key not in before]
    gone = [key for key in before if key not in found.postcodes]
    RegisterPostcode.objects.filter(pk__in=[before[key] for key in gone]).delete()
    RegisterPostcode.objects.bulk_create([RegisterPostcode(postcode=p, ags=a) for p, a in new], batch_size=BATCH)
    return report(found, len(found.postcodes), new=tuple(map("-".join, new)), gone=tuple(map("-".join, gone)))


def write_mergers(found: RegisterFile) -> Imported:
    """Mergers are added and corrected, never removed: what merged stays merged."""
    before = {row.old: row.into for row in RegisterMerger.objects.all()}
    rows = [RegisterMerger(**asdict(line)) for line in found.mergers.values()]
    upsert(RegisterMerger, rows, key="old", columns=["into", "name", "since", "source"])
    pairs = ((row.old, before.get(row.old), row.into) for row in rows)
    changed = tuple((old, "into", was, now) for old, was, now in pairs if was and was != now)
    return report(found, len(rows), new=tuple(row.old for row in rows if row.old not in before), changed=changed)


def upsert(model: type[Model], rows: list[Any], *, key: str, columns: list[str]) -> None:
    """Adds rows, and writes these columns where the key is there."""
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=columns, batch_size=BATCH)


def report(
    found: RegisterFile,
    rows: int,
    *,
    new: tuple[str, ...] = (),
    changed: tuple[tuple[str, str, str, str], ...] = (),
    gone: tuple[str, ...] = (),
) -> Imported:
    """What was done with a file."""
    return Imported(
        kind=found.kind, encoding=found.encoding, day=found.day, rows=rows, new=new, changed=changed, gone=gone, left=tuple(found.left)
    )
