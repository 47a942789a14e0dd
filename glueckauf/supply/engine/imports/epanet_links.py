"""Pipes, pumps, valves and simple controls of an EPANET file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.imports.epanet_sections import Line, Sections, Units, seconds
from glueckauf.supply.engine.imports.epanet_tables import Rows, named, refuse
from glueckauf.supply.engine.imports.problems import UnknownElement
from glueckauf.supply.engine.water.grid import (
    ACTIVE,
    CLOSED,
    DARCY_WEISBACH,
    FCV,
    GPV,
    OPEN,
    PBV,
    PRV,
    PSV,
    TCV,
    Control,
    Floats,
    Ints,
    Pipes,
    Pumps,
    Valves,
)

PRESSURE_VALVES = (PRV, PSV, PBV)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What links point to."""

    found: Sections
    nodes: Rows
    links: Rows
    unit: Units
    formula: str
    xy: Floats
    patterns: Mapping[str, Floats]
    curves: Mapping[str, Floats]

    def lines(self, section: str) -> list[Line]:
        """Of one section."""
        return self.found.get(section, [])

    def ends(self, section: str) -> tuple[Ints, Ints]:
        """Start and end; a link from a node to itself is refused."""
        for line in self.lines(section):
            refuse(line, line.word(1) == line.word(2), "Anfang und Ende sind derselbe Knoten.")
        start, end = ([self.nodes.find(line, at) for line in self.lines(section)] for at in (1, 2))
        return np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)

    def positive(self, section: str, at: int, reason: str) -> Floats:
        """A column of numbers over 0."""
        for line in self.lines(section):
            refuse(line, line.number_at(at) <= 0, reason)
        return np.array([line.number_at(at) for line in self.lines(section)], dtype=np.float64)

    def statuses(self) -> dict[str, tuple[Line, str]]:
        """The last word of STATUS for each link."""
        found = {}
        for line in self.lines("STATUS"):
            self.links.find(line, 0)
            found[line.words[0]] = (line, line.word(1).upper())
        return found


def pipes(context: Context) -> Pipes:
    """With their bends; what a pipe does not say of its state is open."""
    start, end = context.ends("PIPES")
    lines, status = context.lines("PIPES"), context.statuses()
    state = [status.get(line.words[0], (line, pipe_state(line)))[1] for line in lines]
    for line, word in zip(lines, state, strict=True):
        refuse(line, word not in ("OPEN", "CLOSED", "CV"), f"Den Zustand {word[:20]} gibt es bei Rohren nicht.")
    scale = context.unit.roughness if context.formula == DARCY_WEISBACH else 1.0
    return Pipes(
        id=tuple(line.words[0] for line in lines),
        start=start,
        end=end,
        length_m=context.positive("PIPES", 3, "Die Länge muss größer als 0 sein.") * context.unit.length,
        diameter_mm=context.positive("PIPES", 4, "Der Durchmesser muss größer als 0 sein.") * context.unit.diameter,
        roughness=context.positive("PIPES", 5, "Die Rauheit muss größer als 0 sein.") * scale,
        minor_loss=np.array([loss(line) for line in lines], dtype=np.float64),
        open=np.array([word != "CLOSED" for word in state], dtype=bool),
        one_way=np.array([pipe_state(line) == "CV" for line in lines], dtype=bool),
        path=paths(context, start, end),
        street=("",) * len(lines),
    )


def loss(line: Line) -> float:
    """EPANET takes the state in the place of the minor loss too."""
    return 0.0 if len(line.words) == 7 and line.words[6].upper() in ("OPEN", "CLOSED", "CV") else line.number_at(6, 0)


def pipe_state(line: Line) -> str:
    """OPEN, CLOSED or CV."""
    word = line.words[6].upper() if len(line.words) == 7 else line.word(7, "OPEN").upper()
    return word if word in ("OPEN", "CLOSED", "CV") or len(line.words) > 7 else "OPEN"


def paths(context: Context, start: Ints, end: Ints) -> tuple[Floats, ...]:
    """From start over the bends to end."""
    bends: dict[int, list[tuple[float, float]]] = {}
    for line in context.lines("VERTICES"):
        bends.setdefault(context.links.find(line, 0), []).append((line.number_at(1), line.number_at(2)))
    return tuple(
        np.array([context.xy[first], *bends.get(row, []), context.xy[last]], dtype=np.float64)
        for row, (first, last) in enumerate(zip(start, end, strict=True))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pump:
    """One line of PUMPS with what STATUS says of it."""

    curve: str
    power: float
    speed: float
    pattern: str
    open: bool


def pumps(context: Context) -> Pumps:
    """By keywords; the old form with bare numbers is refused."""
    start, end = context.ends("PUMPS")
    lines, status = context.lines("PUMPS"), context.statuses()
    every = [pump(context, line, status.get(line.words[0])) for line in lines]
    return Pumps(
        id=tuple(line.words[0] for line in lines),
        start=start,
        end=end,
        curve=tuple(one.curve for one in every),
        power_kw=np.array([one.power for one in every], dtype=np.float64) * context.unit.power,
        speed=np.array([one.speed for one in every], dtype=np.float64),
        pattern=tuple(one.pattern for one in every),
        open=np.array([one.open for one in every], dtype=bool),
    )


def pump(context: Context, line: Line, status: tuple[Line, str] | None) -> Pump:
    """A number in STATUS is a speed, and speed 0 is off."""
    at = keywords(line)
    refuse(line, ("HEAD" in at) == ("POWER" in at), "Eine Pumpe braucht eine Kennlinie (HEAD) oder eine Leistung (POWER).")
    speed, word = line.number_at(at["SPEED"]) if "SPEED" in at else 1.0, status[1] if status else "OPEN"
    if status and word not in ("OPEN", "CLOSED"):
        speed = status[0].parsed(word)
    return Pump(
        curve=named(line, at["HEAD"], context.curves, "Die Kurve") if "HEAD" in at else "",
        power=line.number_at(at["POWER"]) if "POWER" in at else 0.0,
        speed=speed,
        pattern=named(line, at["PATTERN"], context.patterns, "Das Muster") if "PATTERN" in at else "",
        open=word != "CLOSED" and speed != 0,
    )


def keywords(line: Line) -> dict[str, int]:
    """Where the value of each keyword stands."""
    found = {}
    for at in range(3, len(line.words), 2):
        name = line.words[at].upper()
        if name not in ("HEAD", "POWER", "SPEED", "PATTERN"):
            raise UnknownElement(line.place, f"Die Angabe {name[:20]} einer Pumpe kennt der Import nicht.")
        found[name] = at + 1
    return found


def valves(context: Context) -> Valves:
    """Control valves, with a state where STATUS fixes one."""
    start, end = context.ends("VALVES")
    lines, status = context.lines("VALVES"), context.statuses()
    kinds = tuple(line.word(4).upper() for line in lines)
    for line, kind in zip(lines, kinds, strict=True):
        if kind not in (PRV, PSV, PBV, FCV, TCV, GPV):
            raise UnknownElement(line.place, f"Ventile der Art {kind[:20]} kennt der Import nicht.")
    words = [status.get(line.words[0], (line, "")) for line in lines]
    setting = [
        0.0 if kind == GPV else setting_of(context, kind, *(told if told[1] not in ("", "OPEN", "CLOSED") else (line, line.word(5))))
        for line, kind, told in zip(lines, kinds, words, strict=True)
    ]
    return Valves(
        id=tuple(line.words[0] for line in lines),
        start=start,
        end=end,
        kind=kinds,
        diameter_mm=context.positive("VALVES", 3, "Der Durchmesser muss größer als 0 sein.") * context.unit.diameter,
        setting=np.array(setting, dtype=np.float64),
        minor_loss=np.array([line.number_at(6, 0) for line in lines], dtype=np.float64),
        curve=tuple(named(line, 5, context.curves, "Die Kurve") if kind == GPV else "" for line, kind in zip(lines, kinds, strict=True)),
        state=tuple({"OPEN": OPEN, "CLOSED": CLOSED}.get(word, ACTIVE) for _line, word in words),
    )


def setting_of(context: Context, kind: str, line: Line, word: str) -> float:
    """In our units."""
    factor = context.unit.pressure if kind in PRESSURE_VALVES else context.unit.flow if kind == FCV else 1.0
    return line.parsed(word) * factor


def controls(context: Context) -> tuple[Control, ...]:
    """LINK x state IF NODE y ABOVE|BELOW v, AT TIME t, AT CLOCKTIME t."""
    return tuple(control(context, line) for line in context.lines("CONTROLS"))


def control(context: Context, line: Line) -> Control:
    """One sentence."""
    words = tuple(word.upper() for word in line.words)
    shape = " ".join((words[0], *words[3:5]))
    if shape not in ("LINK IF NODE", "LINK AT TIME", "LINK AT CLOCKTIME"):
        raise UnknownElement(line.place, "Diese Steuerung kennt der Import nicht.")
    row = context.links.find(line, 1)
    made = Control(link=row, becomes=becomes(context, line, row, words[2]))
    if shape == "LINK AT TIME":
        return replace(made, time_s=seconds(line, line.words[5:]))
    if shape == "LINK AT CLOCKTIME":
        return replace(made, clock_s=seconds(line, line.words[5:]))
    side = line.word(6).upper()
    refuse(line, side not in ("ABOVE", "BELOW"), "Hier muss ABOVE oder BELOW stehen.")
    node = context.nodes.find(line, 5)
    factor = context.unit.pressure if context.nodes.kinds[node] == "junction" else context.unit.length
    return replace(made, node=node, above=side == "ABOVE", level_m=line.number_at(7) * factor)


def becomes(context: Context, line: Line, row: int, word: str) -> str | float:
    """Open, closed, or a setting of pump or valve."""
    if word in ("OPEN", "CLOSED"):
        return word.lower()
    kind = context.links.kinds[row]
    refuse(line, kind == "PIPES", "Ein Rohr kann nur OPEN oder CLOSED sein.")
    return line.parsed(word) if kind == "PUMPS" else setting_of(context, context.links.lines[row].word(4).upper(), line, word)
