"""The national catalogue as it was imported last. Cached per process; what another process imported is seen after core.latest.SECONDS."""

from dataclasses import dataclass
from datetime import datetime

from glueckauf.catalogue.models import NationalImport, NationalLeistung
from glueckauf.catalogue.queries.remembered import forgetting, remembered
from glueckauf.catalogue.rules.national import Level, level
from glueckauf.core.errors import NotFound
from glueckauf.core.latest import Latest


class UnknownEntry(NotFound):
    """The national catalogue has no such key."""

    text = "Diese Leistung steht nicht im nationalen Katalog. Suchen Sie auf der Startseite nach Ihrem Anliegen, oder rufen Sie die 115 an."


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalEntry:
    """One Leistung of the national catalogue. `words`: synonyms and short names of its laws. Empty text: not known."""

    key: str
    name: str
    typ: str
    level: Level
    ozg_id: str
    ozg_name: str
    topic: str
    situation: str
    words: tuple[str, ...]
    law: str
    is_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastImport:
    """Which file the catalogue is from."""

    file: str
    rows: int
    at: datetime


def newest() -> int:
    """Of all imports."""
    return NationalImport.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


watch = Latest(newest)
forgetting.append(watch.forget)


def entries() -> tuple[NationalEntry, ...]:
    """All that the latest file has, by name. Empty before an import. The same object until the next one."""
    return present(watch.current())


def entry(key: str) -> NationalEntry:
    """One Leistung, also one that a newer file does not have any more. Raises UnknownEntry."""
    found = find(key)
    if found is None:
        raise UnknownEntry
    return found


def find(key: str) -> NationalEntry | None:
    """One Leistung, if there is one."""
    return by_key(watch.current()).get(key)


def last_import() -> LastImport | None:
    """None before there is one."""
    return described(watch.current())


def version() -> int:
    """Of what entries() returns: a key for what is worked out from it."""
    return watch.current()


@remembered(most=2)
def by_key(number: int) -> dict[str, NationalEntry]:
    """Everything by its key, sorted by name."""
    if not number:
        return {}
    found = [as_entry(row) for row in NationalLeistung.objects.all()]
    return {e.key: e for e in sorted(found, key=lambda e: (e.name.casefold(), e.key))}


@remembered(most=2)
def present(number: int) -> tuple[NationalEntry, ...]:
    """Without what is gone."""
    return tuple(e for e in by_key(number).values() if not e.is_gone)


@remembered(most=2)
def described(number: int) -> LastImport | None:
    """File and day."""
    row = NationalImport.objects.filter(pk=number).first()
    return LastImport(file=row.file, rows=row.rows, at=row.at) if row else None


def as_entry(row: NationalLeistung) -> NationalEntry:
    """A row without its history."""
    return NationalEntry(
        key=row.key,
        name=row.name,
        typ=row.typ,
        level=level(row.typ),
        ozg_id=row.ozg_id,
        ozg_name=row.ozg_name,
        topic=row.topic,
        situation=row.situation,
        words=tuple(row.words.splitlines()),
        law=row.law,
        is_gone=row.gone_id is not None,
    )
