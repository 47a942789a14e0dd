"""What all exporters of our own format share: columns to CSV, files to an archive. UTF-8 with BOM, semicolons, decimal commas, as office
programs open it; numbers with all their digits, so that nothing changes on the way back."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.imports.own_columns import Format

Columns = Mapping[str, Iterable[Any]]


def files_of(columns: Mapping[str, Columns], format: Format) -> dict[str, bytes]:
    """File name -> content, in the order of the format."""
    return {file: written(found, [name for name in format.files[file].columns if name in found]) for file, found in columns.items()}


def archive(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    raw = io.BytesIO()
    with ZipFile(raw, "w") as made:
        for name, content in files.items():
            made.writestr(ZipInfo(name), content, compress_type=ZIP_DEFLATED)
    return raw.getvalue()


def plain(format: Format, file: str, table: object) -> dict[str, Iterable[Any]]:
    """Columns that are named in the table as in the file."""
    return {name: getattr(table, name) for name in format.files[file].columns if hasattr(table, name)}


def named(ids: Sequence[str], rows: NDArray[np.int64]) -> list[str]:
    """Ids instead of rows, empty for -1."""
    return [ids[row] if row >= 0 else "" for row in rows]


def written(columns: Columns, names: Sequence[str]) -> bytes:
    """One file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(names)
    writer.writerows(zip(*([cell(value) for value in columns[name]] for name in names), strict=True))
    return text.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    """Empty for NaN and for a path with an unknown point."""
    if isinstance(value, bool | np.bool_):
        return "ja" if value else "nein"
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else repr(float(value)).replace(".", ",")
    if isinstance(value, np.ndarray):
        return line(value)
    return str(value)


def line(points: NDArray[np.float64]) -> str:
    """As WKT."""
    if len(points) < 2 or not np.isfinite(points).all():
        return ""
    return f"LINESTRING ({', '.join(f'{x!r} {y!r}' for x, y in points.tolist())})"
