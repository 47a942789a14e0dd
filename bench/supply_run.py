"""What the measurements of supply networks share: options, data beside the checkout, turns with rivals, their own environments.

Rivals conflict with each other and with us, so each group of `bench/rivals/*.txt` is installed into var/bench-rivals and runs as a process
that answers one JSON line for each question.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.installation import ROOT
from bench.results import Row, table, write

HERE = ROOT / "bench" / "rivals"
ENVIRONMENTS = ROOT / "var" / "bench-rivals"
TURNS = 7


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one call: on the wall, and of the processor over all threads."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """One call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


def turns(sides: Mapping[str, Callable[[], Took]], *, quick: bool, count: int = TURNS) -> dict[str, Took]:
    """Medians of turns in which every side comes once: what disturbs one disturbs all. The first turn warms up and does not count."""
    found: dict[str, list[Took]] = {name: [] for name in sides}
    for turn in range(2 if quick else count + 1):
        for name, side in sides.items():
            took = side()
            found[name] += [took] if turn else []
    return {name: Took(*(statistics.median(getattr(t, part) for t in took) for part in ("wall", "cpu"))) for name, took in found.items()}


def both(name: str, ours: Took, theirs: Took, *, rival: str, goal: str, least: float) -> list[Row]:
    """Ours on the wall with its goal, and the ratios to a rival, on the wall and in time of the processor."""
    from bench.results import row

    ratio, cpu = theirs.wall / ours.wall, theirs.cpu / ours.cpu
    told = f"{rival} {theirs.wall:.4g} s"
    return [
        row(name, ours.wall, "s", goal, rival=told, ratio=ratio),
        row(f"{name}.cpu", ours.cpu, "s", rival=f"{rival} {theirs.cpu:.4g} s", ratio=cpu),
        row(f"{name}.ratio_{rival.split()[0]}", ratio, "x", f">= {least:g}", rival=told, ratio=ratio),
    ]


class Rival:
    """A program of bench/rivals in its own environment."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, task: str, **values: Any) -> Any:
        """Its answer. Raises RuntimeError with what it says went wrong."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"task": task, **values}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "it ended"}
        if "error" in answer:
            raise RuntimeError(f"{task}: {answer['error']}")
        return answer

    def took(self, task: str, **values: Any) -> Took:
        """Of a task that says so."""
        answer = self.ask(task, **values)
        return Took(answer["wall"], answer["cpu"])


@contextmanager
def rival(name: str, data: Path) -> Iterator[Rival]:
    """Installs it where it is not, and ends it afterwards."""
    python = installed(name)
    words = [python, str(HERE / f"{name}.py"), str(data)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Rival(process)
    finally:
        process.kill()
        process.wait()


def installed(name: str) -> str:
    """Its interpreter; installed anew when the pins differ."""
    folder, pins = ENVIRONMENTS / name, (HERE / f"{name}.txt").read_text("utf-8")
    python, mark = folder / "bin" / "python", folder / "pins.txt"
    if not mark.exists() or mark.read_text("utf-8") != pins:
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "-q", "--clear", "-p", f"{sys.version_info[0]}.{sys.version_info[1]}", str(folder)], check=True)
        subprocess.run([uv, "pip", "install", "-q", "-p", str(python), "-r", str(HERE / f"{name}.txt")], check=True)
        mark.write_text(pins, "utf-8")
    return str(python)


def as_the_engine() -> None:
    """Starts this measurement again with what the engine's own process is started with, which libraries read once: one BLAS thread, and
    memory that is kept. Rivals inherit it."""
    from glueckauf.supply.providers.engine import KEPT_MEMORY, ONE_THREAD

    wanted = {**os.environ, **ONE_THREAD, **KEPT_MEMORY}  # noqa: TID251 - read by numpy and glibc
    if wanted != dict(os.environ):  # noqa: TID251
        os.execve(sys.executable, sys.orig_argv, wanted)


def measured(parts: Mapping[str, Callable[..., list[Row]]]) -> None:
    """Runs the parts, each for itself: one that breaks or has no data says so by name and leaves the others their numbers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a smoke run: its numbers mean little")
    parser.add_argument("--database", help="not used: no installation is measured")
    parser.add_argument("--rows", type=Path, help="file for the rows as JSON")
    parser.add_argument("--data", type=Path, help="folder as shared/data; else GLUECKAUF_SHARED_DATA, or beside the checkout")
    parser.add_argument("--part", action="append", choices=list(parts), help="these only")
    chosen = parser.parse_args()
    as_the_engine()
    if chosen.data:
        os.environ["GLUECKAUF_SHARED_DATA"] = str(chosen.data)  # noqa: TID251 - read by tests.shared
    from tests.shared import SHARED

    rows: list[Row] = []
    for name, part in parts.items():
        if chosen.part and name not in chosen.part:
            continue
        if SHARED is None:
            print(f"NOT MEASURED: supply {name}: no data (GLUECKAUF_SHARED_DATA or --data)", file=sys.stderr)
            continue
        try:
            rows += part(SHARED, quick=chosen.quick)
        except Exception as error:  # whatever a rival raises, the others are measured
            print(f"NOT MEASURED: supply {name}: {type(error).__name__}: {error}", file=sys.stderr)
        if chosen.rows:
            write(rows, chosen.rows)
    if not chosen.rows:
        print(table(rows))
