"""Parts in engine processes of this machine, beside the one that answers pages: a study never makes somebody wait for a check."""

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from glueckauf.supply.providers.engine import Engine, EngineDown, FileRefused, NoAnswer
from glueckauf.supply.providers.studies.run import TRIES, Done, Run, RunnerDown, Work

PART_S = 600.0

planner = Engine()  # beside the one that answers checks: a large grid takes a while to be cut into parts
idle: list[Engine] = []  # kept between runs: a process costs seconds to start and knows the last grids


class Machine:
    """As many threads as processes; each thread has an engine of its own."""

    name = "engine"

    def __init__(self, work: Work, processes: int) -> None:
        self.work, self.processes = work, processes
        self.waiting: queue.SimpleQueue[tuple[int, Mapping[str, Any]] | None] = queue.SimpleQueue()
        self.finished: queue.SimpleQueue[Done | None] = queue.SimpleQueue()
        self.engines = [idle.pop() if idle else Engine() for _ in range(processes)]
        self.busy: set[int] = set()
        self.closed = threading.Event()
        self.threads = [threading.Thread(target=self.serve, args=(engine,), daemon=True) for engine in self.engines]
        for thread in self.threads:
            thread.start()

    @property
    def capacity(self) -> int:
        """One in hand and one to follow."""
        return 2 * self.processes

    def hand_in(self, number: int, part: Mapping[str, Any]) -> None:
        """To whoever is free."""
        self.waiting.put((number, part))

    def collect(self, within_s: float) -> list[Done]:
        """Raises RunnerDown when a process could not be started or ended again and again."""
        found = []
        try:
            found.append(self.finished.get(timeout=within_s))
            while True:
                found.append(self.finished.get_nowait())
        except queue.Empty:
            pass
        if None in found:
            raise RunnerDown
        return [one for one in found if one is not None]

    def serve(self, engine: Engine) -> None:
        """One thread."""
        while (given := self.waiting.get()) is not None and not self.closed.is_set():
            self.busy.add(id(engine))
            self.finished.put(self.computed(engine, *given))
            self.busy.discard(id(engine))

    def computed(self, engine: Engine, number: int, part: Mapping[str, Any]) -> Done | None:
        """A process that ends takes the part with it, and the next one gets it again."""
        for _ in range(TRIES):
            try:
                found = self.asked(engine, part)
            except EngineDown:
                if self.closed.is_set():
                    return None
                continue
            except (NoAnswer, FileRefused) as error:
                return Done(number=number, failed=getattr(error, "code", type(error).__name__))
            return Done(number=number, rows=found["rows"], solver=found["solver"], seconds=found["seconds"])
        return None

    def asked(self, engine: Engine, part: Mapping[str, Any]) -> dict[str, Any]:
        """Raises EngineDown, NoAnswer, FileRefused."""
        question = {"study": self.work.key, "part": dict(part)}
        found = engine.ask("part", question, within_s=PART_S).values
        if found.get("missing"):
            values = {"study": self.work.key, "kind": self.work.kind, "limits": dict(self.work.limits), "asked": dict(self.work.asked)}
            engine.ask("prepare", values, self.work.files, within_s=PART_S)
            found = engine.ask("part", question, within_s=PART_S).values
        return found

    def close(self) -> None:
        """Engines that compute what nobody wants any more are killed; the others wait for the next run."""
        self.closed.set()
        for engine in self.engines:
            self.waiting.put(None)
            if id(engine) in self.busy and engine.process is not None:
                engine.process.kill()
            else:
                idle.append(engine)


@contextmanager
def on_machine(work: Work, processes: int) -> Iterator[Run]:
    """As many engine processes as told."""
    run = Machine(work, processes)
    try:
        yield run
    finally:
        run.close()


def rest() -> None:
    """Nothing is left to do: the processes end."""
    while idle:
        idle.pop().stop()
