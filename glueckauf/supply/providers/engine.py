"""Asks the engine. It runs as one process beside each of ours that needs it, is started by the first question and again after it ended.

Questions of several threads wait for each other: on a grid they have to anyway, and one study uses two cores.
"""

import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from glueckauf.supply.providers.frames import Frame, packed, sizes

NOTHING: Mapping[str, Any] = {}
START_S = 60.0  # a cold disk loads the libraries slowly
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# glibc gives blocks of some megabytes back to the kernel and gets them zeroed again, thousands of times in a year of load flow; two threads
# then wait for each other in the kernel. Kept instead, the year takes a quarter less.
KEPT_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824", "MALLOC_ARENA_MAX": "2"}
ENVIRONMENT = {**ONE_THREAD, **KEPT_MEMORY, "PATH": "/usr/bin:/bin"}


class EngineDown(Exception):
    """It ended, was killed or took too long. What was asked has no answer; the next question finds a new process."""


class NoAnswer(Exception):
    """It works and has no answer; `code`: address, node, promise, method, solution, or the class of an error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FileRefused(Exception):
    """A file that is not taken: `place`, `reason`, and `problems` as (place, reason) where there are several; `count` of all."""

    def __init__(self, *, place: str, reason: str, problems: Sequence[tuple[str, str]], count: int) -> None:
        super().__init__(place)
        self.place, self.reason, self.problems, self.count = place, reason, tuple(problems), count


@dataclass(slots=True)
class Engine:
    """One process and the lock around it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    process: subprocess.Popen[bytes] | None = None
    owner: int = 0

    def ask(self, call: str, values: dict[str, Any], parts: Sequence[bytes] = (), *, within_s: float) -> Frame:
        """One answer. Raises EngineDown, NoAnswer, FileRefused."""
        with self.lock:
            try:
                self.start()
                found = self.exchange(packed({"call": call, **values}, parts), time.monotonic() + within_s)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                self.stop()
                raise EngineDown from error
        return checked(found)

    def ask_once(self, call: str, values: dict[str, Any], parts: Sequence[bytes] = (), *, within_s: float) -> Frame:
        """The same, and ends the process: for what is rare and may have taken much memory."""
        with self.lock:
            try:
                return self.ask(call, values, parts, within_s=within_s)
            finally:
                self.stop()

    def start(self) -> None:
        """Unless it runs. After a fork the other side's process is not ours."""
        if self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
            return
        self.process, self.owner = started(), os.getpid()
        self.exchange(packed({"call": "ready"}), time.monotonic() + START_S)

    def exchange(self, question: bytes, until: float) -> Frame:
        """Writes and reads at once, so that neither side waits for the other to empty its pipe."""
        if self.process is None or self.process.stdin is None or self.process.stdout is None:
            raise EOFError
        into, out = self.process.stdin.fileno(), self.process.stdout.fileno()
        left, answer = memoryview(question), bytearray()
        while True:
            reading, writing, _ = select.select([out], [into] if left else [], [], max(until - time.monotonic(), 0))
            if not reading and not writing:
                raise TimeoutError
            if writing:
                left = left[os.write(into, left[: 1 << 16]) :]
            if reading:
                piece = os.read(out, 1 << 20)
                if not piece:
                    raise EOFError
                answer += piece
                if (found := whole(answer)) is not None:
                    return found

    def stop(self) -> None:
        """Kills it; whoever asks next starts another."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        with suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    @property
    def pid(self) -> int | None:
        """Of the process, if one was started."""
        return self.process.pid if self.process else None


engine = Engine()
reader = Engine()  # looks at files somebody brought: a large one takes a while, and no check waits for it


def started() -> subprocess.Popen[bytes]:
    """With none of our variables. Its end of the pipes is all it has of us."""
    command = [sys.executable, "-B", "-m", "glueckauf.supply.providers.engine_process"]
    environment = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            os.set_blocking(pipe.fileno(), False)
    return process


def whole(answer: bytearray) -> Frame | None:
    """Once all of it is there."""
    end = answer.find(b"\n")
    if end < 0:
        return None
    values, lengths = sizes(bytes(answer[:end]))
    if len(answer) < end + 1 + sum(lengths):
        return None
    parts, at = [], end + 1
    for length in lengths:
        parts.append(bytes(answer[at : at + length]))
        at += length
    return Frame(values, tuple(parts))


def checked(found: Frame) -> Frame:
    """Raises what the process could only say."""
    if code := found.values.get("no_answer") or found.values.get("failed"):
        raise NoAnswer(code)
    if said := found.values.get("refused"):
        problems = [(one["place"], one["reason"]) for one in said["problems"]]
        raise FileRefused(place=said["place"], reason=said["reason"], problems=problems, count=said["count"])
    return found


def with_model(
    call: str,
    values: dict[str, Any],
    load: Callable[[], Sequence[bytes]],
    *,
    keep: Mapping[str, Any] = NOTHING,
    by: str = "keep",
    within_s: float,
) -> Frame:
    """About a model the process keeps under values["model"]; `load` gives its files when it does not have it (any more), `keep` says more
    about them, `by` is the call that keeps it."""
    with engine.lock:
        found = engine.ask(call, values, within_s=within_s)
        if not found.values.get("missing"):
            return found
        engine.ask(by, {"model": values["model"], **keep}, load(), within_s=within_s)
        return engine.ask(call, values, within_s=within_s)
