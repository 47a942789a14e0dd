"""Frozen tables as one file and back, exactly: what a revision keeps of a grid whose source format holds less than the grid does.

An .npz of plain arrays and one JSON text; nothing in it is ever run. Fields are numbers, words, booleans, arrays, tuples of words or of
arrays, mappings of names to arrays, and tables of these.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zipfile import BadZipFile, ZipFile

import numpy as np

Table = TypeVar("Table")
PLAIN = "plain"
MOST_BYTES = 400 * 1024 * 1024  # unpacked


class NotStored(ValueError):
    """Not a file of ours, or of an older shape of the tables: import the grid again."""


@dataclass(slots=True)
class Parts:
    """Arrays by path, and plain values by path."""

    arrays: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    plain: dict[str, Any] = field(default_factory=dict)


def stored(table: Any) -> bytes:
    """The same tables give the same bytes."""
    parts = Parts()
    take(table, "", parts)
    out = io.BytesIO()
    np.savez_compressed(out, **parts.arrays, **{PLAIN: np.array(json.dumps(parts.plain, sort_keys=True))})  # type: ignore[arg-type]
    return out.getvalue()


def is_stored(content: bytes) -> bool:
    """Whether it looks like a file of ours; a set of CSV files is a ZIP too."""
    try:
        with ZipFile(io.BytesIO(content)) as file:
            return f"{PLAIN}.npy" in file.NameToInfo
    except (ValueError, OSError, EOFError, BadZipFile):
        return False


def read(kind: type[Table], content: bytes) -> Table:
    """Tables of that kind. Raises NotStored."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            if sum(file.zip.getinfo(f"{name}.npy").file_size for name in file.files) > MOST_BYTES:
                raise NotStored("larger than 400 MB")
            parts = Parts({name: file[name] for name in file.files if name != PLAIN}, json.loads(str(file[PLAIN])))
        made: Table = given(kind, "", parts)
        return made
    except (KeyError, TypeError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise NotStored(str(error)) from error


def take(value: Any, path: str, parts: Parts) -> None:
    """One field, with all below it."""
    if is_dataclass(value):
        for one in fields(value):
            take(getattr(value, one.name), f"{path}.{one.name}", parts)
    elif isinstance(value, np.ndarray):
        parts.arrays[path] = value
    elif isinstance(value, Mapping):
        parts.plain[path] = list(value)
        for name, array in value.items():
            parts.arrays[f"{path}/{name}"] = array
    elif isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
        parts.plain[path] = [len(array) for array in value]
        parts.arrays[path] = np.concatenate(value)
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        parts.plain[path] = [{one.name: getattr(row, one.name) for one in fields(row)} for row in value]
    else:
        parts.plain[path] = list(value) if isinstance(value, tuple) else value


def given(kind: Any, path: str, parts: Parts) -> Any:
    """The field of that type at that path."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{one.name: given(hints[one.name], f"{path}.{one.name}", parts) for one in fields(kind)})
    origin, inner = get_origin(kind), get_args(kind)
    if origin is np.ndarray:
        return parts.arrays[path]
    if origin is tuple:
        return row_of(inner[0], path, parts)
    if origin is not None and issubclass(origin, Mapping):
        return MappingProxyType({name: parts.arrays[f"{path}/{name}"] for name in parts.plain[path]})
    return parts.plain[path]


def row_of(inner: Any, path: str, parts: Parts) -> tuple[Any, ...]:
    """A tuple of words, of tables or of arrays."""
    found = parts.plain[path]
    if is_dataclass(inner) and isinstance(inner, type):
        return tuple(inner(**one) for one in found)
    if path in parts.arrays:
        return tuple(np.split(parts.arrays[path], np.cumsum(found)[:-1]))
    return tuple(found)
