"""Stored files: written once under the hash of their content, in the place settings name (a folder, or S3 by Django's storages)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from glueckauf.core.models import Blob

CHUNK = 64 * 1024


def store(chunks: Iterable[bytes], *, at: datetime) -> Blob:
    """Streams to the store, first the file, then its row: a crash leaves an orphan file, never a row without content."""
    digest, size = hashlib.sha256(), 0
    with SpooledTemporaryFile(max_size=1_000_000) as held:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            held.write(chunk)
        key = digest.hexdigest()
        name = path_of(key)
        if not default_storage.exists(name):
            held.seek(0)
            default_storage.save(name, File(held))
    blob, _ = Blob.objects.get_or_create(sha256=key, defaults={"size": size, "stored_at": at})
    return blob


def store_bytes(content: bytes, *, at: datetime) -> Blob:
    """The same for content that is in memory already."""
    return store([content], at=at)


def open_blob(sha256: str) -> IO[bytes]:
    """The content, for streaming. Raises FileNotFoundError when the store lost it."""
    return default_storage.open(path_of(sha256))


def read_blob(sha256: str) -> bytes:
    """The content at once; for letters and previews, not for uploads of unknown size."""
    with open_blob(sha256) as file:
        return file.read()


def path_of(sha256: str) -> str:
    """Two levels of folders: a million files stay listable."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
