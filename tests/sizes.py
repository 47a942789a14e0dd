"""How long functions and files are. `make check` prints it; test_architecture.py fails at the maximum."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parents[1]
MAX_FUNCTION, MAX_FILE = 40, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Lines of one file or function; `where` is something to click on."""

    where: str
    lines: int


def modules(*folders: str) -> list[Path]:
    """Python files of ours; migrations are written by Django."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def files(*folders: str) -> list[Size]:
    """Length of each file."""
    return [Size(where=str(path.relative_to(ROOT)), lines=len(path.read_text().splitlines())) for path in modules(*folders)]


def functions(*folders: str) -> list[Size]:
    """Length of each function from its def to its last line, docstring included."""
    return [size for path in modules(*folders) for size in functions_of(path)]


def functions_of(path: Path) -> Iterator[Size]:
    """Nested ones count on their own too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Size(where=f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", lines=(node.end_lineno or 0) - node.lineno + 1)


def p90(sizes: list[Size]) -> int:
    """Nine of ten are at most this long."""
    return round(quantiles([size.lines for size in sizes], n=10)[-1])


def main() -> None:
    """One line each, with the longest."""
    for name, sizes, aim, most in (("functions", functions("glueckauf"), 20, MAX_FUNCTION), ("files", files("glueckauf"), 200, MAX_FILE)):
        longest = max(sizes, key=lambda size: size.lines)
        print(f"{name}: p90 {p90(sizes)} lines (aim {aim}), longest {longest.lines} of {most}: {longest.where}")


if __name__ == "__main__":
    main()
