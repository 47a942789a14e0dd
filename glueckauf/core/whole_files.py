"""The folder of stored files: a file is there whole or not at all, whatever kills the process that writes it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

UNFINISHED = "unfinished"


class WholeFiles(FileSystemStorage):
    """Django's own writes at the final place: killed there, it leaves a part under the name of the whole, which whoever stores the
    same again takes for done. Here the name is given last, when the content is on the disk."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_overwrite=True)

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with self._unfinished() as held:
            for chunk in content.chunks():
                held.write(chunk)
            held.flush()
            os.fsync(held.fileno())
            if self.file_permissions_mode is not None:
                os.fchmod(held.fileno(), self.file_permissions_mode)
            Path(held.name).replace(target)
        sync_folder(target.parent)
        return name

    @contextmanager
    def _unfinished(self) -> Iterator[IO[bytes]]:
        """A file beside all others, on the same disk; gone after an error, left behind by a kill."""
        folder = Path(self.location) / UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as held:
            try:
                yield held
            except BaseException:
                Path(held.name).unlink(missing_ok=True)
                raise

    def forget_unfinished(self, before: datetime) -> int:
        """Removes what killed processes left. Returns how many."""
        count = 0
        for path in (Path(self.location) / UNFINISHED).glob("*"):
            with suppress(FileNotFoundError):  # its writer has just given it its name
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    count += 1
        return count


def sync_folder(folder: Path) -> None:
    """A name is on the disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
