"""Rows of an EPANET file by name: what is named twice, points nowhere or makes no curve is refused with its line."""

from collections.abc import Container, Mapping

import numpy as np

from glueckauf.supply.engine.imports.epanet_sections import Line, Sections
from glueckauf.supply.engine.imports.problems import ImportRefused
from glueckauf.supply.engine.water.grid import Floats, Ints


class Rows:
    """Lines of several sections counted through, in the order given."""

    def __init__(self, found: Sections, wanted: Mapping[str, str], what: str) -> None:
        self.what = what
        self.lines: list[Line] = []
        self.row: dict[str, int] = {}
        kinds: list[str] = []
        for kind, section in wanted.items():
            for line in found.get(section, []):
                refuse(line, line.words[0] in self.row, f"{what} {line.words[0][:40]} gibt es zweimal.")
                self.row[line.words[0]] = len(self.lines)
                self.lines.append(line)
                kinds.append(kind)
        self.ids, self.kinds = tuple(self.row), tuple(kinds)

    def __len__(self) -> int:
        return len(self.lines)

    def of(self, kind: str) -> Ints:
        """Rows of one section."""
        return np.array([row for row, each in enumerate(self.kinds) if each == kind], dtype=np.int64)

    def find(self, line: Line, at: int) -> int:
        """The row this word names."""
        name = line.word(at)
        if name not in self.row:
            raise ImportRefused(line.place, f"{self.what} {name[:40]} gibt es nicht.")
        return self.row[name]


def refuse(line: Line, wrong: bool, reason: str) -> None:  # noqa: FBT001 - a condition, not a switch
    """Where it is wrong."""
    if wrong:
        raise ImportRefused(line.place, reason)


def named(line: Line, at: int, known: Container[str], what: str) -> str:
    """A pattern or curve by name; empty where none stands, or EPANET's mark for none."""
    name = line.word(at, "*")
    if name == "*":
        return ""
    refuse(line, name not in known, f"{what} {name[:40]} gibt es nicht.")
    return name


def patterns(found: Sections) -> dict[str, Floats]:
    """Factors; a pattern goes on over several lines."""
    values: dict[str, list[float]] = {}
    for line in found.get("PATTERNS", []):
        values.setdefault(line.words[0], []).extend(line.parsed(word) for word in line.words[1:])
    return {name: np.array(each) for name, each in values.items()}


def curves(found: Sections) -> dict[str, Floats]:
    """Points x 2, in the file's units; x must rise."""
    points: dict[str, list[tuple[float, float]]] = {}
    for line in found.get("CURVES", []):
        mine = points.setdefault(line.words[0], [])
        mine.append((line.number_at(1), line.number_at(2)))
        refuse(line, len(mine) > 1 and mine[-1][0] <= mine[-2][0], "Die x-Werte der Kurve steigen nicht.")
    return {name: np.array(each) for name, each in points.items()}
