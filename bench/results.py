"""One row per number, the table, and the file."""

import json
import os
import platform
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("results.json")
Row = dict[str, Any]


def row(name: str, value: float, unit: str, goal: str = "", *, rival: str | None = None, ratio: float | None = None) -> Row:
    """`goal` is ">= 40" or "<= 10", empty for what is only told. `ratio` where both numbers come from one run."""
    rounded = round(value, 3 if abs(value) < 10 else 1)
    return {
        "name": name,
        "value": rounded,
        "unit": unit,
        "goal": goal or None,
        "met": reaches(rounded, goal),
        "rival": rival,
        "ratio": None if ratio is None else round(ratio, 2),
        "machine": machine(),
    }


def reaches(value: float, goal: str) -> bool | None:
    """Whether the goal is met; None without one."""
    if not goal:
        return None
    sign, _, limit = goal.partition(" ")
    return value >= float(limit) if sign == ">=" else value <= float(limit)


def machine() -> str:
    """What it ran on, and how busy that was."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    return f"{cores} cores, {platform.machine()}, Linux {platform.release()}, Python {platform.python_version()}, load {load:.1f}"


def table(rows: list[Row]) -> str:
    """For people."""
    words = {True: "met", False: "MISSED", None: ""}
    lines = [f"{'name':<44}{'value':>10} {'unit':<12}{'goal':<10}{'':<8}{'ratio':<7}rival"]
    for r in rows:
        ratio = "" if r["ratio"] is None else f"{r['ratio']:g}"
        value = f"{r['value']:g}"
        lines.append(f"{r['name']:<44}{value:>10} {r['unit']:<12}{r['goal'] or '':<10}{words[r['met']]:<8}{ratio:<7}{r['rival'] or ''}")
    return "\n".join(lines)


def write(rows: list[Row], path: Path = FILE) -> None:
    """One object per line, so that two runs can be compared line by line."""
    path.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", "utf-8")


def read(path: Path = FILE) -> list[Row]:
    """What stands there; nothing where nothing was measured."""
    rows: list[Row] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return rows


def renewed(before: list[Row], rows: list[Row]) -> list[Row]:
    """A run of some measurements replaces their numbers and leaves the others where they stand."""
    new = {row["name"]: row for row in rows}
    known = {row["name"] for row in before}
    return [new.get(row["name"], row) for row in before] + [row for row in rows if row["name"] not in known]
