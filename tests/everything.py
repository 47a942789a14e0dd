"""`make test`: the whole suite on SQLite and on PostgreSQL, side by side on two cores, each in a folder of its own.

A test that pytest-django forbids the database (no mark, no fixture) cannot tell one from the other: it runs beside SQLite only.
Browser tests look at pages, whose rows the other tests have compared: they run on PostgreSQL only, but for those marked `both`.
The run on SQLite is shown while it goes, the one on PostgreSQL when it is done; then the closing line of both. Nothing may hang:
a test ends after ten minutes (pyproject.toml), a run is interrupted after eighty and still says what failed until then, and which
tests were slow. Temporary files lie in memory where there is enough of it.
Properties are tried with the same examples each time, so that red says something of the change; a run by hand looks for new ones.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import postgres

LIMIT_S = 80 * 60  # 57 minutes on two slow cores (five million additions of Python: 0.65 s), PostgreSQL with the browser the longer one
MEMORY_KB = 12_000_000  # half of it for files
ONCE = "--not-without-database"
ELSEWHERE = "--not-in-browser"
# Two runs that each multiply on both cores wait for each other at every product: ten times as long as with a thread each, measured.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
SLOW = ["--durations=25", "--durations-min=5"]


def main(options: list[str]) -> int:
    """0 when both runs are green."""
    with tempfile.TemporaryDirectory(prefix="gl-", dir=roomy_memory()) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        place = Path(folder)
        place.chmod(0o711)  # servers that run as somebody else pass through
        return both(place, options)


def both(place: Path, options: list[str]) -> int:
    """Side by side."""
    with postgres.server() as socket, (place / "postgres.txt").open("w+") as output:
        other = start([ONCE, *options], place / "postgres", output=output, **postgres.variables(socket))
        codes = [start([ELSEWHERE, *options], place / "sqlite", output=None).wait(), other.wait()]
        output.seek(0)
        text = output.read()
    print("\n=== PostgreSQL ===", text, sep="\n")
    print("SQLite:     ", "green" if codes[0] == 0 else f"red ({codes[0]})")
    print("PostgreSQL: ", "green" if codes[1] == 0 else f"red ({codes[1]})", " ", text.strip().rpartition("\n")[2])
    return max(codes)


def roomy_memory() -> Path | None:
    """Where a file is in memory, so that no commit of the many waits for a disk; None where that would be too little of it."""
    memory = Path("/dev/shm")
    free = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())["MemAvailable"] if memory.is_dir() else "0 kB"
    is_roomy = int(free.split()[0]) > MEMORY_KB and shutil.disk_usage(memory).free > MEMORY_KB * 512
    return memory if is_roomy else None


def start(options: list[str], var: Path, *, output: IO[str] | None, **variables: str) -> subprocess.Popen[bytes]:
    """pytest in a process of its own."""
    var.mkdir()
    environment = {**os.environ, **ONE_THREAD, "GLUECKAUF_MODE": "test", "GLUECKAUF_VAR": str(var), **variables}
    limit = ["timeout", "--signal=INT", "--kill-after=60", str(LIMIT_S)]
    command = [*limit, sys.executable, "-m", "pytest", "-q", "--hypothesis-profile=ci", *SLOW, *options]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
