"""What runs where parts are computed: a Dask worker or an engine process. No database, no settings; plain values in and out."""

import time
from collections.abc import Mapping
from typing import Any

from glueckauf.supply.engine.studies import parts


def grid_files(files: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """A task of the cluster by itself: a worker that lost the files is given them again without anybody asking."""
    return files


def compute(files: tuple[bytes, ...], study: str, asked: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """One part; the study is prepared where this process does not know it. `asked`: kind, limits, asked."""
    if study not in parts.kept:
        parts.prepare(study, asked["kind"], files, asked["limits"], asked["asked"])
    return timed(study, part)


def timed(study: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """With its seconds. Raises KeyError where the study is not kept."""
    begun = time.perf_counter()
    found = parts.part_of(study, part)
    return found | {"seconds": round(time.perf_counter() - begun, 4)}
