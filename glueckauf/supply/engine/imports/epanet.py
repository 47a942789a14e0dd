"""EPANET INP -> WaterGrid, in m³/h, metres, millimetres and kW. Water quality and energy prices are not ours: said in a remark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from glueckauf.supply.engine.imports.epanet_links import Context, controls, pipes, pumps, valves
from glueckauf.supply.engine.imports.epanet_nodes import KINDS, demands, nodes, reservoirs, tanks
from glueckauf.supply.engine.imports.epanet_sections import Line, Sections, Units, seconds, sections, units
from glueckauf.supply.engine.imports.epanet_tables import Rows, curves, patterns
from glueckauf.supply.engine.imports.problems import ImportRefused, Remark, UnknownElement
from glueckauf.supply.engine.water.grid import CHEZY_MANNING, DARCY_WEISBACH, HAZEN_WILLIAMS, Floats, Pumps, Tanks, Valves, WaterGrid
from glueckauf.supply.engine.water.topology import islands, supply

LEFT_OUT = {"QUALITY": "Wassergüte", "SOURCES": "Stoffquellen", "MIXING": "Mischung in Behältern", "ENERGY": "Energiepreise"}
OURS = {"TRIALS", "ACCURACY", "CHECKFREQ", "MAXCHECK", "DAMPLIMIT", "UNBALANCED", "HEADERROR", "FLOWCHANGE", "MAP"}
QUALITY = {"QUALITY", "DIFFUSIVITY", "TOLERANCE", "SEGMENTS"}
PRESSURES = {"MINIMUM PRESSURE", "REQUIRED PRESSURE", "PRESSURE EXPONENT", "DEMAND MODEL"}
TAKEN = {"UNITS", "HEADLOSS", "PRESSURE", "SPECIFIC GRAVITY", "VISCOSITY", "PATTERN", "DEMAND MULTIPLIER", "EMITTER EXPONENT"}
KNOWN = OURS | QUALITY | PRESSURES | TAKEN
LINKS = {name: name for name in ("PIPES", "PUMPS", "VALVES")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The grid, and what a person should see before it becomes a revision. `unsupplied`: node ids."""

    grid: WaterGrid
    islands: int
    unsupplied: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """OPTIONS and TIMES: lines and values by name."""

    line: Mapping[str, tuple[Line, tuple[str, ...]]]

    def word(self, name: str, default: str) -> str:
        """First word of the value as it stands."""
        return self.line[name][0].word(len(self.line[name][0].words) - len(self.line[name][1])) if name in self.line else default

    def number(self, name: str, default: float) -> float:
        """A number."""
        return self.line[name][0].parsed(self.word(name, "")) if name in self.line else default

    def seconds(self, name: str, default: int) -> int:
        """A time."""
        return seconds(*self.line[name]) if name in self.line else default

    def place(self, name: str) -> str:
        """Where it stands."""
        return self.line[name][0].place if name in self.line else "Abschnitt [OPTIONS]"


def water_grid(raw: bytes) -> Imported:
    """The grid of a file. Raises ImportRefused with the line, UnknownElement for what our grid cannot hold."""
    found = sections(raw)
    for name, what in (("RULES", "Regeln; er kennt nur einfache Steuerungen ([CONTROLS])"), ("LEAKAGE", "Leckage je Rohr (EPANET 2.3)")):
        if found.get(name):
            raise UnknownElement(found[name][0].place, f"Der Import kennt keine {what}.")
    given = settings(found)
    unit = units(given.word("UNITS", "GPM").upper(), given.word("PRESSURE", "").upper(), given.place("UNITS"))
    grid = built(found, given, unit)
    if not len(grid.reservoirs) and not len(grid.tanks):
        raise ImportRefused("Datei", "Das Netz hat weder Einspeisung noch Behälter.")
    reached = supply(grid).reached
    return Imported(
        grid=grid,
        islands=int(islands(grid).max()) + 1,
        unsupplied=tuple(grid.nodes.id[row] for row in np.flatnonzero(~reached)),
        remarks=tuple(remarks(found, given)),
    )


def settings(found: Sections) -> Settings:
    """Options by name, times with TIMES before it. Refuses an option we never heard of: it may change the result."""
    line: dict[str, tuple[Line, tuple[str, ...]]] = {}
    for one in found.get("OPTIONS", []):
        words = [word.upper() for word in one.words]
        size = 2 if " ".join(words[:2]) in KNOWN else 1
        name = " ".join(words[:size])
        if name not in KNOWN:
            raise UnknownElement(one.place, f"Die Einstellung {name[:40]} kennt der Import nicht.")
        line[name] = (one, one.words[size:])
    for one in found.get("TIMES", []):
        size = next((at for at, word in enumerate(one.words) if word[0].isdigit()), len(one.words))
        line["TIMES " + " ".join(one.words[:size]).upper()] = (one, one.words[size:])
    return Settings(line)


def built(found: Sections, given: Settings, unit: Units) -> WaterGrid:
    """All tables."""
    node_rows, exponent = Rows(found, KINDS, "Den Knoten"), given.number("EMITTER EXPONENT", 0.5)
    made_nodes = nodes(found, node_rows, unit, exponent)
    context = Context(
        found=found,
        nodes=node_rows,
        links=Rows(found, LINKS, "Die Leitung"),
        unit=unit,
        formula=formula(given),
        xy=made_nodes.xy,
        patterns=patterns(found),
        curves=curves(found),
    )
    made_tanks, made_pumps, made_valves = tanks(found, node_rows, unit, context.curves), pumps(context), valves(context)
    return WaterGrid(
        nodes=made_nodes,
        reservoirs=reservoirs(found, node_rows, context.patterns),
        tanks=made_tanks,
        demands=demands(found, node_rows, unit, context.patterns, given.word("PATTERN", "1")),
        pipes=pipes(context),
        pumps=made_pumps,
        valves=made_valves,
        patterns=MappingProxyType(context.patterns),
        curves=MappingProxyType(scaled(context, made_tanks, made_pumps, made_valves)),
        controls=controls(context),
        formula=context.formula,
        viscosity=viscosity(given),
        demand_factor=given.number("DEMAND MULTIPLIER", 1.0),
        emitter_exponent=exponent,
        pattern_step_s=step(given, "TIMES PATTERN TIMESTEP"),
        pattern_start_s=given.seconds("TIMES PATTERN START", 0),
        clock_start_s=given.seconds("TIMES START CLOCKTIME", 0),
        step_s=step(given, "TIMES HYDRAULIC TIMESTEP"),
    )


def step(given: Settings, name: str) -> int:
    """A time over 0; an hour where none stands."""
    found = given.seconds(name, 3600)
    if found <= 0:
        raise ImportRefused(given.place(name), "Der Zeitschritt muss größer als 0 sein.")
    return found


def formula(given: Settings) -> str:
    """Of the head loss."""
    name = given.word("HEADLOSS", HAZEN_WILLIAMS).upper()
    if name not in (HAZEN_WILLIAMS, DARCY_WEISBACH, CHEZY_MANNING):
        raise UnknownElement(given.place("HEADLOSS"), f"Die Formel {name[:20]} kennt der Import nicht.")
    return name


def viscosity(given: Settings) -> float:
    """As a factor of water at 20 °C; the grid is one of water."""
    if given.number("SPECIFIC GRAVITY", 1.0) != 1.0:
        raise UnknownElement(given.place("SPECIFIC GRAVITY"), "Der Import kennt nur Wasser (Dichte 1).")
    value = given.number("VISCOSITY", 1.0)
    if value <= 1e-3:
        raise UnknownElement(given.place("VISCOSITY"), "Die Zähigkeit muss als Faktor zu Wasser bei 20 °C angegeben sein.")
    return value


def scaled(context: Context, tank: Tanks, pump: Pumps, valve: Valves) -> dict[str, Floats]:
    """Curves that something uses, in our units: a pump's flow and head, a tank's level and volume, a valve's flow and loss."""
    unit = context.unit
    flow = dict.fromkeys([*pump.curve, *valve.curve], np.array([unit.flow, unit.length]))
    volume = dict.fromkeys(tank.volume_curve, np.array([unit.length, unit.length**3]))
    both = sorted(set(flow) & set(volume) - {""})
    if both:
        raise ImportRefused("Abschnitt [CURVES]", f"Die Kurve {both[0][:40]} soll zugleich Kennlinie und Behälter beschreiben.")
    factors = flow | volume
    return {name: points * factors[name] for name, points in context.curves.items() if name in factors}


def remarks(found: Sections, given: Settings) -> Iterator[Remark]:
    """What was in the file and is not in the grid."""
    for name, what in LEFT_OUT.items():
        if found.get(name):
            yield Remark(place=found[name][0].place, text=f"{what} ([{name}]) wird nicht übernommen.")
    for name in sorted(PRESSURES & set(given.line)):
        yield Remark(place=given.place(name), text=f"{name}: Ob druckabhängig gerechnet wird, entscheidet die Rechnung.")
