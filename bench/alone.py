"""How each measurement is started: `python -m bench.journey [--quick] [--database sqlite]`.

A process each, because settings are read once.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench.installation import DATABASES, Installation, installation
from bench.results import Row, table, write

Measure = Callable[..., list[Row]]


def alone(measure: Measure, *, database: str = "postgresql") -> None:
    """Makes an installation, measures, prints; `--rows FILE` also writes them for `make bench`."""
    parser = argparse.ArgumentParser(description=measure.__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: short, its numbers mean little")
    parser.add_argument("--database", choices=DATABASES, default=database)
    parser.add_argument("--rows", type=Path, help="file for the rows as JSON")
    chosen = parser.parse_args()
    with installation(chosen.database) as made:
        rows = measured(measure, made, quick=chosen.quick)
    if chosen.rows:
        write(rows, chosen.rows)
    else:
        print(table(rows))


def measured(measure: Measure, made: Installation, *, quick: bool) -> list[Row]:
    """With connections closed, so that the server can stop."""
    from django.db import connections

    try:
        return measure(made, quick=quick)
    finally:
        connections.close_all()
