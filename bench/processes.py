"""CPU time and memory of the house's processes, from /proc."""

import os
from collections.abc import Iterator
from pathlib import Path

from bench.installation import Installation

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for stat in fields():
        children.setdefault(int(stat[3]), []).append(int(stat[0]))
    found, at = [pid], 0
    while at < len(found):
        found += children.get(found[at], [])
        at += 1
    return found


def fields() -> Iterator[list[str]]:
    """/proc/*/stat of all processes; the name, which may hold blanks, as `-`."""
    for entry in PROC.glob("[0-9]*/stat"):
        try:
            head, _, tail = entry.read_text().rpartition(")")
        except OSError:
            continue
        yield [head.partition(" ")[0], "-", *tail.split()]


def cpu_s(pid: int, made: Installation) -> float:
    """CPU seconds so far of the house and its database server, children that ended included."""
    pids = {*tree(pid), *(tree(server) if (server := postmaster(made)) else ())}
    return sum(sum(map(int, stat[13:17])) for stat in fields() if int(stat[0]) in pids) / TICKS


def postmaster(made: Installation) -> int | None:
    """PostgreSQL's first process."""
    if made.database != "postgresql":
        return None
    return int((made.server_log.resolve().parent / "data" / "postmaster.pid").read_text().split()[0])


def pss_mib(pid: int) -> float:
    """Memory of the process and all below it; what they share is counted once."""
    lines = (line for one in tree(pid) for line in (PROC / str(one) / "smaps_rollup").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
