"""Nodes, reservoirs, tanks and demands of an EPANET file."""

from collections.abc import Container

import numpy as np

from glueckauf.supply.engine.imports.epanet_sections import Line, Sections, Units
from glueckauf.supply.engine.imports.epanet_tables import Rows, named, refuse
from glueckauf.supply.engine.imports.problems import UnknownElement
from glueckauf.supply.engine.water.grid import JUNCTION, RESERVOIR, TANK, Demands, Nodes, Reservoirs, Tanks

KINDS = {JUNCTION: "JUNCTIONS", RESERVOIR: "RESERVOIRS", TANK: "TANKS"}


def nodes(found: Sections, rows: Rows, unit: Units, exponent: float) -> Nodes:
    """Junctions, reservoirs, tanks, in this order. An emitter is meant per unit of pressure to its exponent."""
    emitter, xy = np.zeros(len(rows)), np.full((len(rows), 2), np.nan)
    for line in found.get("EMITTERS", []):
        emitter[rows.find(line, 0)] = line.number_at(1) * unit.flow / unit.pressure**exponent
    for line in found.get("COORDINATES", []):
        xy[rows.find(line, 0)] = line.number_at(1), line.number_at(2)
    return Nodes(
        id=rows.ids,
        kind=rows.kinds,
        elevation_m=np.array([line.number_at(1) for line in rows.lines], dtype=np.float64) * unit.length,
        emitter=emitter,
        xy=xy,
        street=("",) * len(rows),
    )


def reservoirs(found: Sections, rows: Rows, patterns: Container[str]) -> Reservoirs:
    """Their heads stand with the nodes."""
    return Reservoirs(
        node=rows.of(RESERVOIR),
        pattern=tuple(named(line, 2, patterns, "Das Muster") for line in found.get("RESERVOIRS", [])),
    )


def tanks(found: Sections, rows: Rows, unit: Units, curves: Container[str]) -> Tanks:
    """Levels in order, and a diameter or a curve."""
    lines = found.get("TANKS", [])
    volume = tuple(named(line, 7, curves, "Die Kurve") for line in lines)
    for line, curve in zip(lines, volume, strict=True):
        refuse(line, not line.number_at(3) <= line.number_at(2) <= line.number_at(4), "Der Füllstand liegt nicht zwischen den Grenzen.")
        refuse(line, line.number_at(5) <= 0 and not curve, "Der Durchmesser muss größer als 0 sein.")
    level, lowest, highest, diameter = (np.array([line.number_at(at) for line in lines]) * unit.length for at in (2, 3, 4, 5))
    return Tanks(
        node=rows.of(TANK),
        level_m=level,
        lowest_m=lowest,
        highest_m=highest,
        diameter_m=diameter,
        least_m3=np.array([line.number_at(6, 0) for line in lines]) * unit.length**3,
        volume_curve=volume,
        overflows=np.array([line.word(8, "NO").upper() == "YES" for line in lines], dtype=bool),
    )


def demands(found: Sections, rows: Rows, unit: Units, patterns: Container[str], default: str) -> Demands:
    """DEMANDS replaces what JUNCTIONS says of the same node. The default pattern counts where nothing is named and it exists."""
    entries = [(rows.find(line, 0), line, 1) for line in demand_lines(found)]
    replaced = {row for row, _line, _at in entries}
    own = [(rows.find(line, 0), line, 2) for line in found["JUNCTIONS"]]
    entries = [each for each in own if each[0] not in replaced and each[1].number_at(2, 0)] + entries
    for row, line, _at in entries:
        refuse(line, rows.kinds[row] != JUNCTION, "Nur ein Knoten ohne Behälter kann etwas abnehmen.")
    usual = default if default in patterns else ""
    return Demands(
        node=np.array([row for row, _line, _at in entries], dtype=np.int64),
        base_m3h=np.array([line.number_at(at) for _row, line, at in entries], dtype=np.float64) * unit.flow,
        pattern=tuple(named(line, at + 1, patterns, "Das Muster") or usual for _row, line, at in entries),
    )


def demand_lines(found: Sections) -> list[Line]:
    """Of the section DEMANDS."""
    for line in found.get("DEMANDS", []):
        if line.words[0].upper() == "MULTIPLY":
            raise UnknownElement(line.place, "MULTIPLY im Abschnitt [DEMANDS] kennt der Import nicht.")
    return found.get("DEMANDS", [])
