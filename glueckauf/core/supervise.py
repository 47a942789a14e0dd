"""Keeps several programs running as child processes of one: starts them, restarts one that died, stops all of them in order.

The parent has imported everything before it forks, so the children share that memory. It opens no database connection and starts
no thread, and it waits for signals instead of handling them: one loop, no races.
"""

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from glueckauf.core.place import place_of

SIGNALS = {signal.SIGCHLD, signal.SIGINT, signal.SIGTERM}
PR_SET_PDEATHSIG = 1
STOP_WITHIN_S = 8.0
CALM_AFTER_S = 10.0
LONGEST_PAUSE_S = 30.0

log = structlog.get_logger("supervise")


@dataclass(slots=True, kw_only=True)
class Program:
    """One child: `run` blocks until SIGTERM; `is_ready` says whether it serves."""

    name: str
    run: Callable[[], object]
    is_ready: Callable[[], bool] = lambda: True
    pid: int = 0
    started: float = 0.0
    start_at: float = 0.0
    pause_s: float = field(default=0.5)


def supervise(programs: list[Program], *, ready: Callable[[], None]) -> None:
    """Runs until SIGINT or SIGTERM; calls `ready` once, when every program serves."""
    gc.collect()
    gc.freeze()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    announced = False
    while True:
        for program in programs:
            if not program.pid and time.monotonic() >= program.start_at:
                _start(program)
        received = signal.sigtimedwait(SIGNALS, 0.2)
        if received and received.si_signo != signal.SIGCHLD:
            break
        _reap(programs)
        if not announced and all(program.pid and program.is_ready() for program in programs):
            announced = True
            ready()
    _stop(programs)


def die_with_parent() -> None:
    """Linux: the kernel sends SIGTERM to this process when its parent ends, however that happens."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(program: Program) -> None:
    program.started = time.monotonic()
    parent = os.getpid()
    program.pid = os.fork()
    if program.pid:
        return
    die_with_parent()
    os.setpgid(0, 0)  # Ctrl-C reaches the parent alone, which then stops its children
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    if os.getppid() == parent:
        _run(program)
    os._exit(1)


def _run(program: Program) -> None:
    try:
        program.run()
    except Exception as error:  # becomes a line in the log; the parent starts it again
        log.error("program_failed", program=program.name, error=place_of(error))
        sys.stderr.flush()
        os._exit(1)
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    sys.stdout.flush()
    os._exit(0)


def _reap(programs: list[Program]) -> None:
    """A program that died soon after its start waits longer each time."""
    by_pid = {program.pid: program for program in programs if program.pid}
    for pid, program in by_pid.items():
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            continue
        now = time.monotonic()
        program.pause_s = 0.5 if now - program.started > CALM_AFTER_S else min(program.pause_s * 2, LONGEST_PAUSE_S)
        program.pid, program.start_at = 0, now + program.pause_s
        log.warning("program_ended", program=program.name, pid=pid, code=os.waitstatus_to_exitcode(status), again_in_s=program.pause_s)


def _stop(programs: list[Program]) -> None:
    """SIGTERM to each; what has not ended in time is killed with all its own children."""
    running = {program.pid for program in programs if program.pid}
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN_S
    while running and time.monotonic() < until:
        running = {pid for pid in running if not os.waitpid(pid, os.WNOHANG)[0]}
        time.sleep(0.02)
    for pid in running:
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
