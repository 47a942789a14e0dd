"""A ZIP of CSV files as names and bytes. Nothing is unpacked to a disk, and no more is read than a grid may hold."""

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from glueckauf.supply.engine.imports.problems import ImportRefused

LARGEST_BYTES = 100 * 1024 * 1024  # of the archive, and of all its files unpacked
MOST_ENTRIES = 200
ENCRYPTED = 0x1
BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    OverflowError,
    IndexError,
)  # all that zipfile raises


def archived(raw: bytes) -> dict[str, bytes]:
    """File name -> content; one folder around all of them counts as none. Raises ImportRefused."""
    if len(raw) > LARGEST_BYTES:
        raise ImportRefused("Datei", "Die Datei ist größer als 100 MB.")
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            return read(archive)
    except ImportRefused:
        raise
    except BROKEN as error:
        raise ImportRefused("Datei", "Das ist kein lesbares ZIP-Archiv.") from error


def read(archive: ZipFile) -> dict[str, bytes]:
    """All files, counted while they are unpacked: what the directory says about sizes is not believed."""
    found: dict[str, bytes] = {}
    left = LARGEST_BYTES
    for entry in entries(archive):
        name = PurePosixPath(entry.filename).name
        if name in found:
            raise ImportRefused(shown(entry), "Diese Datei steht zweimal im Archiv.")
        with archive.open(entry) as file:
            found[name] = file.read(left + 1)
        left -= len(found[name])
        if left < 0:
            raise ImportRefused("Datei", "Entpackt ist das Archiv größer als 100 MB.")
    return found


def entries(archive: ZipFile) -> Iterator[ZipInfo]:
    """Files that are meant; what macOS adds is not. Refuses paths that lead out, deep folders and passwords."""
    everything = archive.infolist()
    if len(everything) > MOST_ENTRIES:
        raise ImportRefused("Datei", f"Das Archiv enthält mehr als {MOST_ENTRIES} Dateien.")
    folders = set()
    for entry in everything:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
            raise ImportRefused(shown(entry), "Der Pfad führt aus dem Archiv heraus.")
        if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if entry.flag_bits & ENCRYPTED:
            raise ImportRefused(shown(entry), "Die Datei ist mit einem Kennwort geschützt.")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ImportRefused(shown(entry), "Die Datei ist auf eine Weise gepackt, die der Import nicht kennt.")
        folders.add(path.parent)
        if len(path.parts) > 2 or len(folders) > 1:
            raise ImportRefused(shown(entry), "Die Dateien müssen alle in demselben Ordner liegen.")
        yield entry


def shown(entry: ZipInfo) -> str:
    """A name somebody else chose, short and printable."""
    return "".join(letter if letter.isprintable() else "?" for letter in entry.filename[:80])
