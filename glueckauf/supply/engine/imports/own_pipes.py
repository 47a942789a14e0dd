"""Our own exchange format -> a gas or heat grid with addresses: CSV files of a GIS, in a ZIP or a folder (docs/howto/pipes-as-csv.md)."""

from collections.abc import Mapping

import numpy as np

from glueckauf.supply.engine.imports.own import connections
from glueckauf.supply.engine.imports.own_archive import archived
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    CONSUMERS,
    FEEDS,
    FLOWING,
    FLUID,
    GRID,
    JUNCTIONS,
    PIPES,
    PUMPS,
    SINKS,
    VALVES,
)
from glueckauf.supply.engine.imports.own_table import Index, Table, indexed, read
from glueckauf.supply.engine.pipes.fluid import Curve, Fluid, constant, water
from glueckauf.supply.engine.pipes.grid import Consumers, Feeds, Floats, Ints, Junctions, PipeGrid, Pipes, Pumps, Sinks, Valves
from glueckauf.supply.engine.pipes.model import PipeModel

A_JUNCTION = "Den Knoten"
AMBIENT_K = 293.15
WATER = "water"
PROPERTIES = ("density", "viscosity", "heat_capacity")
LOWEST_K, HIGHEST_K, FREEZING_K = 200.0, 500.0, 273.15
MOST_BAR, MOST_KG_S, MOST_W, MOST_SPREAD_K = 1000.0, 1e5, 1e10, 300.0


def zipped(raw: bytes) -> PipeModel:
    """From a ZIP archive. Raises ImportRefused for the archive, RowsRefused with all places that are wrong."""
    return imported(archived(raw))


def imported(files: Mapping[str, bytes]) -> PipeModel:
    """From names and contents of a folder. Raises ImportRefused, RowsRefused."""
    return read(files, FLOWING, built)


def built(table: Mapping[str, Table]) -> PipeModel:
    """All parts. References find a row also where something else in it is wrong: one mistake is said once."""
    node = indexed(table[JUNCTIONS].words("id"))
    flows, ambient = fluid(table[GRID], table[FLUID])
    made = junctions(table[JUNCTIONS])
    for name in (CONSUMERS, PUMPS):
        table[name].refuse(
            np.full(len(table[name]), flows.is_gas), "", "In einem Gasnetz gibt es keine Übergabestationen und Umwälzpumpen."
        )
    grid = PipeGrid(
        fluid=flows,
        ambient_k=ambient,
        junctions=made,
        pipes=pipes(table[PIPES], node, ambient),
        valves=valves(table[VALVES], node),
        feeds=feeds(table[FEEDS], node, made),
        sinks=sinks(table[SINKS], node),
        consumers=consumers(table[CONSUMERS], node),
        pumps=pumps(table[PUMPS], node),
    )
    return PipeModel(grid=grid, connections=connections(table[CONNECTIONS], node))


def fluid(table: Table, points: Table) -> tuple[Fluid, float]:
    """What flows, and the temperature around it. Water needs no curves, everything else brings its own."""
    table.refuse(np.arange(len(table)) > 0, "", "Diese Datei hat nur eine Zeile.")
    name, is_gas = table.words("fluid", needed=True), table.flags("is_gas", default="nein")
    ambient = table.between("ambient_k", LOWEST_K, 400, AMBIENT_K)
    factor, per_bar = table.above("compressibility", 1.0), table.between("compressibility_per_bar", -1, 1, 0.0)
    curves = curves_of(points)
    if not len(table):
        if not any(one.file == table.sheet.file for one in table.problems.found):  # the file is there, and says nothing
            table.problems.add(table.sheet.file, 0, "", "Hier fehlt die Zeile, die sagt, was fließt.")
        return water(), AMBIENT_K
    if name[0] == WATER and not len(points):
        return water(), float(ambient[0])
    if missing := [key for key, found in curves.items() if found is None]:
        table.wrong(0, "fluid", f"Zu „{name[0][:40]}“ fehlen in fluid.csv: {', '.join(missing)}. Nur water kennt der Import selbst.")
    density, viscosity, capacity = (curves[key] or constant(1.0) for key in PROPERTIES)
    made = Fluid(
        name=name[0],
        is_gas=bool(is_gas[0]),
        density=density,
        viscosity=viscosity,
        heat_capacity=capacity,
        compressibility=float(factor[0]),
        compressibility_per_bar=float(per_bar[0]),
    )
    return made, float(ambient[0])


def curves_of(table: Table) -> dict[str, Curve | None]:
    """By property; None where no point of it is given."""
    x, y, words = table.numbers("x"), table.above("y"), table.words("property")
    unknown = np.array([word not in PROPERTIES for word in words], dtype=bool)
    table.refuse(unknown, "property", f"Hier muss eines davon stehen: {', '.join(PROPERTIES)}.")
    return {name: curve(table, name, x, y) for name in PROPERTIES}


def curve(table: Table, name: str, x: Floats, y: Floats) -> Curve | None:
    """Over kelvin, rising; a single point holds everywhere."""
    rows = np.array([row for row, word in enumerate(table.words("property")) if word == name], dtype=np.int64)
    if not len(rows):
        return None
    at, value = x[rows], y[rows]
    for row in rows[1:][np.diff(at) <= 0]:
        table.wrong(int(row), "x", "Die Temperaturen einer Kurve steigen.")
    return constant(float(value[0])) if len(rows) == 1 else Curve(x=at, y=value)


def junctions(table: Table) -> Junctions:
    """Heights above the sea, temperatures in kelvin."""
    return Junctions(
        id=table.ids(),
        name=table.texts("name"),
        height_m=table.between("height_m", -1000, 9000, 0.0),
        temperature_k=table.between("temperature_k", LOWEST_K, HIGHEST_K),
        xy=table.places(),
        street=table.texts("street"),
        in_service=table.flags("in_service", default="ja"),
    )


def ends(table: Table, node: Index, first: str = "start", second: str = "end") -> tuple[Ints, Ints]:
    """Two junctions that are not one."""
    start, end = table.links(first, node, A_JUNCTION), table.links(second, node, A_JUNCTION)
    table.refuse((start >= 0) & (start == end), second, "Anfang und Ende sind derselbe Knoten.")
    return start, end


def bore(table: Table) -> Floats:
    """Inner diameter."""
    return table.between("diameter_mm", 1, 10_000)


def pipes(table: Table, node: Index, ambient_k: float) -> Pipes:
    """A pipe without length is a joint."""
    inner, k = bore(table), table.above("roughness_mm")
    table.refuse(k >= inner / 2, "roughness_mm", "Die Rauheit muss kleiner als der halbe Durchmesser sein.")
    outer = table.numbers("outer_mm", inner)
    table.refuse((outer < inner) | (outer > 20_000), "outer_mm", "Der Außendurchmesser ist kleiner als der innere oder größer als 20 m.")
    start, end = ends(table, node)
    return Pipes(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        length_m=table.between("length_m", 0, 1_000_000),
        diameter_mm=inner,
        outer_mm=outer,
        roughness_mm=k,
        loss=table.between("loss", 0, 1e6, 0.0),
        transmission_w_m2k=table.between("transmission_w_m2k", 0, 1e4, 0.0),
        outside_k=table.between("outside_k", LOWEST_K, HIGHEST_K, ambient_k),
        path=table.paths("path"),
        in_service=table.flags("in_service", default="ja"),
    )


def valves(table: Table, node: Index) -> Valves:
    """Between two junctions."""
    start, end = ends(table, node)
    return Valves(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        diameter_mm=bore(table),
        loss=table.between("loss", 0, 1e6, 0.0),
        open=table.flags("open", default="ja"),
    )


def feeds(table: Table, node: Index, made: Junctions) -> Feeds:
    """Without a temperature of its own that of its junction."""
    at = table.links("junction", node, A_JUNCTION)
    warmth = np.append(made.temperature_k, np.nan)[at]
    return Feeds(
        id=table.ids(),
        junction=at,
        pressure_bar=table.between("pressure_bar", -0.9, MOST_BAR),
        temperature_k=table.between("temperature_k", LOWEST_K, HIGHEST_K, warmth),
        in_service=table.flags("in_service", default="ja"),
    )


def sinks(table: Table, node: Index) -> Sinks:
    """Negative for what is fed in at a given flow."""
    return Sinks(
        id=table.ids(),
        junction=table.links("junction", node, A_JUNCTION),
        flow_kg_s=table.between("flow_kg_s", -MOST_KG_S, MOST_KG_S),
        in_service=table.flags("in_service", default="ja"),
    )


def consumers(table: Table, node: Index) -> Consumers:
    """Exactly one of heat, spread and temperature of return."""
    columns = ("heat_w", "drop_k", "return_k")
    given = np.array([[bool(cell) for cell in table.words(name)] for name in columns], dtype=bool).reshape(3, -1)
    table.refuse(given.sum(axis=0) != 1, "heat_w", "Genau eines von heat_w, drop_k und return_k muss gegeben sein.")
    start, end = ends(table, node)
    return Consumers(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        flow_kg_s=table.between("flow_kg_s", 0, MOST_KG_S),
        heat_w=table.between("heat_w", -MOST_W, MOST_W, np.nan),
        drop_k=table.between("drop_k", -MOST_SPREAD_K, MOST_SPREAD_K, np.nan),
        return_k=table.between("return_k", FREEZING_K, HIGHEST_K, np.nan),
        in_service=table.flags("in_service", default="ja"),
    )


def pumps(table: Table, node: Index) -> Pumps:
    """Circulation: from `back` to `out`."""
    back, out = ends(table, node, "back", "out")
    lift = table.above("lift_bar")
    table.refuse(lift > MOST_BAR, "lift_bar", "Die Druckerhöhung ist größer als 1000 bar.")
    return Pumps(
        id=table.ids(),
        name=table.texts("name"),
        back=back,
        out=out,
        pressure_bar=table.between("pressure_bar", -0.9, MOST_BAR),
        lift_bar=lift,
        temperature_k=table.between("temperature_k", LOWEST_K, HIGHEST_K),
        in_service=table.flags("in_service", default="ja"),
    )
