"""Parts on the workers of a Dask cluster (dask.distributed). A scheduler runs whatever its clients send, so it stands on loopback or behind
TLS with certificates on both sides; workers start with our package and nothing else of ours.

The files of a grid are one task: every part depends on it, workers hand its result to each other, and one that was lost is made again.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from distributed import Client, Future, wait
from distributed.scheduler import KilledWorker
from distributed.security import Security

from glueckauf.supply.providers.studies.run import TRIES, Cluster, Done, NoWorkers, Run, RunnerDown, Work
from glueckauf.supply.providers.studies.worker import compute, grid_files
from glueckauf.supply.rules.scheduler import check

CONNECT_S = 5.0
NOBODY_S = 15.0  # a nanny starts a worker again in less
LOST = (OSError, TimeoutError, asyncio.CancelledError)


def security(cluster: Cluster) -> Security | None:
    """None on loopback. Raises InsecureScheduler."""
    files = {"tls_ca_file": cluster.ca, "tls_client_cert": cluster.certificate, "tls_client_key": cluster.key}
    check(cluster.address, has_files=all(files.values()))
    if not cluster.address.startswith("tls:"):
        return None
    return Security(require_encryption=True, **{name: str(path) for name, path in files.items()})


class OnCluster:
    """One client of the scheduler."""

    name = "dask"

    def __init__(self, work: Work, client: Client) -> None:
        self.work, self.client = work, client
        self.asked = {"kind": work.kind, "limits": dict(work.limits), "asked": dict(work.asked)}
        self.files = client.submit(grid_files, work.files, key=f"grid-{work.grid}")
        self.flying: dict[Future, int] = {}
        self.tries: dict[int, int] = {}
        self.given: dict[int, Mapping[str, Any]] = {}
        self.staffed = time.monotonic()

    @property
    def capacity(self) -> int:
        """Two for each thread of the workers; two where none has come yet, so that the first to come finds something."""
        return 2 * max(1, sum(int(count) for count in self.client.nthreads().values()))

    def hand_in(self, number: int, part: Mapping[str, Any]) -> None:
        """The same part of the same study has the same name: two that ask for it share it."""
        self.given[number] = part
        key = f"part-{self.work.key}-{number}-{self.tries.get(number, 0)}"
        try:
            self.flying[self.client.submit(compute, self.files, self.work.key, self.asked, dict(part), key=key)] = number
        except LOST as error:
            raise RunnerDown from error

    def collect(self, within_s: float) -> list[Done]:
        """Raises RunnerDown when the scheduler is gone, NoWorkers when nobody was there for a while."""
        with suppress(TimeoutError), self.client.as_current():
            wait(list(self.flying), timeout=within_s, return_when="FIRST_COMPLETED")
        if self.client.status != "running":
            raise RunnerDown
        self.require_workers()
        finished = [(future, number) for future, number in self.flying.items() if future.done()]
        return [done for future, number in finished if (done := self.taken(future, number)) is not None]

    def require_workers(self) -> None:
        """Raises NoWorkers."""
        if self.client.nthreads():
            self.staffed = time.monotonic()
        elif time.monotonic() > self.staffed + NOBODY_S:
            raise NoWorkers

    def taken(self, future: Future, number: int) -> Done | None:
        """A part whose result was lost with its worker is handed in again, as one that killed some workers is a few times."""
        del self.flying[future]
        error = future.exception(timeout=CONNECT_S) if future.status == "error" else None
        if future.status in ("cancelled", "lost") or isinstance(error, KilledWorker):
            self.tries[number] = self.tries.get(number, 0) + 1
            if self.tries[number] >= TRIES:
                raise RunnerDown
            self.hand_in(number, self.given[number])
            return None
        if error is not None:
            return Done(number=number, failed=type(error).__name__)
        try:
            found = future.result(timeout=CONNECT_S)
        except LOST:
            self.tries[number] = self.tries.get(number, 0) + 1
            self.hand_in(number, self.given[number])
            return None
        return Done(number=number, rows=found["rows"], solver=found["solver"], seconds=found["seconds"])


@contextmanager
def on_cluster(work: Work, cluster: Cluster) -> Iterator[Run]:
    """Raises RunnerDown, InsecureScheduler."""
    secured = security(cluster)
    try:
        client = Client(cluster.address, security=secured, timeout=CONNECT_S, set_as_default=False, name="glueckauf")
    except LOST as error:
        raise RunnerDown from error
    run = OnCluster(work, client)
    try:
        yield run
    finally:
        with suppress(*LOST):
            client.cancel(list(run.flying), force=True)
        client.close(timeout=CONNECT_S)
