"""`make test`: the whole suite on SQLite and on PostgreSQL, side by side on two cores, each in a folder of its own.

The run on SQLite is shown while it goes, the one on PostgreSQL when it is done; then the closing line of both. Nothing may hang:
a test ends after two minutes (pyproject.toml), a run after twenty.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import postgres

LIMIT_S = 20 * 60


def main(options: list[str]) -> int:
    """0 when both runs are green."""
    with tempfile.TemporaryDirectory(prefix="glueckauf-test-") as folder, postgres.server() as socket:
        place = Path(folder)
        with (place / "postgres.txt").open("w+") as output:
            other = start(options, place / "postgres", output=output, **postgres.variables(socket))
            codes = [start(options, place / "sqlite", output=None).wait(), other.wait()]
            output.seek(0)
            text = output.read()
    print("\n=== PostgreSQL ===", text, sep="\n")
    print("SQLite:     ", "green" if codes[0] == 0 else f"red ({codes[0]})")
    print("PostgreSQL: ", "green" if codes[1] == 0 else f"red ({codes[1]})", " ", text.strip().rpartition("\n")[2])
    return max(codes)


def start(options: list[str], var: Path, *, output: IO[str] | None, **variables: str) -> subprocess.Popen[bytes]:
    """pytest in a process of its own."""
    var.mkdir()
    environment = {**os.environ, "GLUECKAUF_MODE": "test", "GLUECKAUF_VAR": str(var), **variables}
    command = ["timeout", "--kill-after=30", str(LIMIT_S), sys.executable, "-m", "pytest", "-q", *options]
    return subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT if output else None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
