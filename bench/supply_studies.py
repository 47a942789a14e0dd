"""Studies of a whole grid: parts a second in one engine process and on two Dask workers; 1,000 leaks. `-m bench.supply_studies`

Both sides run through the product's own runners with the same parts, in turns; what they give must be equal. No database: what a part costs
to keep is a row. L-Town's sensors are simulated.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 - before numpy is there

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any

from bench.results import Row, row
from bench.supply_run import measured

TOWN = {"transformers": 12, "houses": 480, "origin": (7.2, 51.48), "postcode": "44787"}
ASKED: dict[str, dict[str, Any]] = {
    "hosting": {"sign": -1, "most_kw": 100},
    "outages": {"days": 24},
    "leaks": {"leaks": 200, "seed": 1, "sensors": 33},
}
SCENARIOS, TURNS = 1_000, 3


def works(kinds: dict[str, dict[str, Any]], files: dict[str, tuple[bytes, ...]]) -> dict[str, Any]:
    """As the product hands them out."""
    from glueckauf.supply.providers.studies.run import Work
    from glueckauf.supply.rules.norms import default_limits

    return {kind: Work(kind=kind, files=files[kind], limits=default_limits(), asked=asked) for kind, asked in kinds.items()}


def computed(run: Any, parts: list[dict[str, Any]]) -> tuple[list[Any], float]:
    """All parts; merged rows and seconds on the wall."""
    from glueckauf.supply.engine.studies.merge import merged

    begun, rows, flying, left = time.perf_counter(), [], 0, list(enumerate(parts))
    while left or flying:
        while left and flying < run.capacity:
            run.hand_in(*left.pop(0))
            flying += 1
        for done in run.collect(5.0):
            assert not done.failed, done.failed
            rows += done.rows
            flying -= 1
    took = time.perf_counter() - begun
    return merged(rows), took


@contextmanager
def two_workers() -> Iterator[Any]:
    """Processes of this machine, a thread each."""
    from distributed import LocalCluster

    from glueckauf.supply.providers.studies.run import Cluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0") as made:
        yield Cluster(address=made.scheduler_address)


def scale(data: Path, *, quick: bool) -> list[Row]:
    """The three studies of a synthetic town, in turns."""
    from glueckauf.supply.engine.calls.town import town
    from glueckauf.supply.engine.studies.parts import planned
    from glueckauf.supply.providers.studies.backends import opened

    power, series, water = town({**TOWN, **({"transformers": 2, "houses": 16} if quick else {})}, 11)
    found: list[Row] = []
    with two_workers() as cluster:
        for kind, work in works(ASKED, {"hosting": (power, series), "outages": (power, series), "leaks": (water, b"")}).items():
            parts = planned(kind, work.files, work.limits, work.asked)["parts"]
            seconds: dict[str, list[float]] = {"one": [], "two": []}
            rows = {}
            for turn in range(2 if quick else TURNS + 1):  # the first warms up: each process prepares the study once
                for name, where in (("one", None), ("two", cluster)):
                    with opened(work, cluster=where, processes=1) as run:
                        rows[name], took = computed(run, parts)
                    seconds[name] += [took] if turn else []
            assert rows["one"] == rows["two"], kind
            one, two = (len(parts) / median(seconds[name]) for name in ("one", "two"))
            told = f"one engine process {one:.4g} parts/s, {len(parts)} parts, {len(rows['one'])} rows, equal; no other program was run"
            found.append(row(f"supply.study.{kind}.one_process", one, "parts/s"))
            found.append(row(f"supply.study.{kind}.two_dask_workers", two, "parts/s", rival=told, ratio=two / one))
    return found


def leaks(data: Path, *, quick: bool) -> list[Row]:
    """1,000 random leaks of L-Town with the 33 places of the contest's sensors, on two workers, from nothing."""
    from glueckauf.supply.engine.studies.parts import planned
    from glueckauf.supply.providers.studies.backends import opened
    from tests import make_leaks, make_water

    grid = make_water.town()
    sensors = [grid.nodes.id[at] for at in make_leaks.sensors(grid)]
    asked = {"leaks": {"leaks": 20 if quick else SCENARIOS, "seed": 20261129, "sensors": sensors}}
    work = works(asked, {"leaks": (make_water.town_file().read_bytes(), b"")})["leaks"]
    parts = planned("leaks", work.files, work.limits, work.asked)["parts"]
    before = getrusage(RUSAGE_CHILDREN)
    with two_workers() as cluster, opened(work, cluster=cluster, processes=1) as run:
        rows, took = computed(run, parts)
    after = getrusage(RUSAGE_CHILDREN)
    metres = [one["metres"] for one in rows if one["metres"] is not None]
    told = f"{len(rows)} leaks of L-Town, simulated sensors, two Dask workers, responses included; no other program was run"
    return [
        row("supply.study.leaks_1000.whole", took, "s", rival=told),
        row("supply.study.leaks_1000.whole.cpu", after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "s"),
        row("supply.study.leaks_1000.within_300_m", 100 * sum(one <= 300 for one in metres) / len(rows), "%", rival=told),
        row("supply.study.leaks_1000.median", median(metres), "m", rival=told),
    ]


PARTS = {"scale": scale, "leaks": leaks}


if __name__ == "__main__":
    measured(PARTS)
