"""A folder of files as a ZIP, and what may come out of one that somebody sends: small, few, plain names, nothing else."""

import io
import zipfile
import zlib
from collections.abc import Mapping

MOST_FILES, MOST_BYTES = 60, 4_000_000
KNOWN = (".yaml", ".md", ".typ")


class NotAnArchive(ValueError):
    """What was sent cannot be read; `reason` is for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def packed(files: Mapping[str, str]) -> bytes:
    """The same files give the same bytes."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return found.getvalue()


def unpacked(content: bytes) -> dict[str, str]:
    """Path and text of each file we know. Raises NotAnArchive; a bomb is refused by what it says and by what comes out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and entry.filename.endswith(KNOWN)]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise NotAnArchive("Das Archiv ist zu groß: höchstens 60 Dateien und 4 MB.")
            return {entry.filename: text_of(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise NotAnArchive("Das ist kein lesbares ZIP-Archiv.") from error


def text_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """One file as text."""
    with archive.open(entry) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise NotAnArchive("Das Archiv ist zu groß: höchstens 60 Dateien und 4 MB.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAnArchive(f"Die Datei {entry.filename} ist nicht in UTF-8 geschrieben.") from error
