"""Stored files: written once under the hash of their content, in the place settings name (a folder, or S3 by Django's storages).

A file may serve several rows, also of several cities. It leaves the store when no row names it any more: `sweep` asks every domain that
registered with `@keeps_files`. A day lies between the last storing and the first look, so that a row still being written is not missed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage

from glueckauf.core.db import writing
from glueckauf.core.errors import Refused
from glueckauf.core.models import Blob
from glueckauf.core.place import place_of
from glueckauf.core.scope import Scope

CHUNK = 64 * 1024
GRACE = timedelta(days=1)
AT_ONCE = 1_000

log = structlog.get_logger("files")


class StoreDown(Refused):
    """Disk or object store did not take or give a file. No row was written for it."""

    text = (
        "Die Datei konnte gerade nicht gespeichert oder gelesen werden. Was schon angekommen war, ist weiter da. "
        "Versuchen Sie es in einigen Minuten noch einmal."
    )
    status = 503

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.errno = getattr(cause, "errno", None)


Hashes = frozenset[str]
Keeper = Callable[[Hashes], Hashes]
_keepers: list[Keeper] = []


def store(chunks: Iterable[bytes], *, at: datetime) -> Blob:
    """Streams to the store, first the file, then its row: a crash leaves an orphan file, never a row without content."""
    digest, size = hashlib.sha256(), 0
    with SpooledTemporaryFile(max_size=1_000_000) as held:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            held.write(chunk)
        _put(digest.hexdigest(), held, size)
        blob, _ = Blob.objects.update_or_create(
            sha256=digest.hexdigest(), defaults={"checked_at": at}, create_defaults={"size": size, "stored_at": at, "checked_at": at}
        )
        _put(blob.sha256, held, size)  # a sweep may have taken the file just before the row said that it is needed
    return blob


def _put(sha256: str, held: IO[bytes], size: int) -> None:
    """Unless it is there, and whole: a disk that was full or lost its power can leave a part."""
    path = path_of(sha256)
    with _answering():
        if not default_storage.exists(path) or default_storage.size(path) != size:
            held.seek(0)
            default_storage.save(path, File(held))


@contextmanager
def _answering(*passed: type[Exception]) -> Iterator[None]:
    """Every way in which a store can fail, whatever library speaks to it, is one error with a sentence; `passed` are not its faults."""
    try:
        yield
    except passed:
        raise
    except Exception as error:
        log.error("store_down", error=place_of(error))
        raise StoreDown(error) from error


def store_bytes(content: bytes, *, at: datetime) -> Blob:
    """The same for content that is in memory already."""
    return store([content], at=at)


def open_blob(sha256: str) -> IO[bytes]:
    """The content, for streaming. Raises FileNotFoundError when the store lost it, StoreDown when it does not answer."""
    with _answering(FileNotFoundError):
        return default_storage.open(path_of(sha256))


def read_blob(sha256: str) -> bytes:
    """The content at once; for letters and previews, not for uploads of unknown size."""
    with open_blob(sha256) as file, _answering(FileNotFoundError):
        return file.read()


def path_of(sha256: str) -> str:
    """Two levels of folders: a million files stay listable."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def damaged(sha256: str) -> str:
    """Empty when the store has the content whose hash this is; else "missing" or "changed"."""
    digest = hashlib.sha256()
    try:
        with open_blob(sha256) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return "missing"
    return "" if digest.hexdigest() == sha256 else "changed"


def keeps_files(keeper: Keeper) -> Keeper:
    """Registers fn(hashes) -> those among them that rows of the domain name, in any tenant."""
    _keepers.append(keeper)
    return keeper


def sweep(at: datetime, *, limit: int = AT_ONCE) -> int:
    """Looks at the files whose last look is longest ago and removes those that no row names. Returns how many left."""
    before = at - GRACE
    old = Blob.objects.filter(checked_at__lt=before).order_by("checked_at")
    asked = frozenset(old.values_list("pk", flat=True)[:limit])
    kept = frozenset[str]().union(*(keeper(asked) for keeper in _keepers))
    with writing(Scope()):
        Blob.objects.filter(pk__in=kept & asked).update(checked_at=at)
    forget_unfinished = getattr(default_storage, "forget_unfinished", None)  # an object store has none
    if forget_unfinished:
        forget_unfinished(before)
    return sum(_remove(sha256, before) for sha256 in sorted(asked - kept))


def _remove(sha256: str, before: datetime) -> int:
    """First the row, then the file, under the lock that storing the same content again takes: whoever comes second sees what is true."""
    with writing(Scope()):
        if not Blob.objects.select_for_update().filter(pk=sha256, checked_at__lt=before).exists():
            return 0
        if any(keeper(frozenset([sha256])) for keeper in _keepers):
            return 0
        Blob.objects.filter(pk=sha256).delete()
        default_storage.delete(path_of(sha256))
    return 1
