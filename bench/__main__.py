"""`python -m bench [--quick] [--only journey]`: all measurements one after the other, the table, and bench/results.json."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.installation import ROOT
from bench.results import FILE, Row, read, renewed, table, write

MEASUREMENTS = (
    ("journey", "postgresql"),
    ("journey", "sqlite"),
    ("pages", "postgresql"),
    ("desk", "postgresql"),
    ("statements", "postgresql"),
    ("letters", "sqlite"),
    ("mail", "sqlite"),
    ("memory", "postgresql"),
    ("search", "sqlite"),
    ("search", "postgresql"),
    ("catalogue", "postgresql"),
    ("catalogue", "sqlite"),
    ("fim", "sqlite"),
    ("usage", "sqlite"),
    ("editor", "postgresql"),
    ("supply_power", "sqlite"),
    ("supply_networks", "sqlite"),
    ("supply_growth", "sqlite"),
    ("supply_studies", "sqlite"),
    ("supply_town", "postgresql"),
    ("supply_town", "sqlite"),
    ("telemetry", "postgresql"),
    ("telemetry", "sqlite"),
)


def main() -> int:
    """Exit code 1 when a measurement broke; a missed goal is a number, not an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: short, its numbers mean little")
    parser.add_argument("--only", action="append", choices=sorted({name for name, _ in MEASUREMENTS}), help="these only")
    parser.add_argument("--out", type=Path, default=FILE, help="where the results go")
    chosen = parser.parse_args()
    rows, broken = [], []
    before = read(chosen.out) if chosen.only else []
    for name, database in MEASUREMENTS:
        if chosen.only and name not in chosen.only:
            continue
        print(f"measuring {name} on {database} …", file=sys.stderr, flush=True)
        found = rows_of(name, database, quick=chosen.quick)
        rows += found
        broken += [] if found else [f"{name} on {database}"]
        write(renewed(before, rows), chosen.out)  # each time: who stops a long run keeps what it has
    print(table(rows))
    for name in broken:
        print(f"BROKEN: {name}")
    return 1 if broken else 0


def rows_of(name: str, database: str, *, quick: bool) -> list[Row]:
    """One measurement in a process of its own; nothing when it broke."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        words = ["--database", database, "--rows", str(file), *(["--quick"] if quick else [])]
        subprocess.run([sys.executable, "-m", f"bench.{name}", *words], cwd=ROOT)
        found: list[Row] = json.loads(file.read_text("utf-8")) if file.exists() else []
        return found


if __name__ == "__main__":
    sys.exit(main())
