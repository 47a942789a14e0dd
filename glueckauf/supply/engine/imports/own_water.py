"""Our own exchange format -> a water grid with addresses: CSV files of a GIS, in a ZIP or a folder (docs/howto/pipes-as-csv.md)."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from glueckauf.supply.engine.earth import metres_per_degree
from glueckauf.supply.engine.imports.own import connections
from glueckauf.supply.engine.imports.own_archive import archived
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    CONTROLS,
    CURVES,
    DEMANDS,
    GRID,
    HYDRANTS,
    ISOLATION,
    NODES,
    PATTERNS,
    PIPES,
    PUMPS,
    RESERVOIRS,
    TANKS,
    VALVES,
    WATER,
)
from glueckauf.supply.engine.imports.own_table import Index, Table, indexed, read
from glueckauf.supply.engine.imports.own_water_links import controls, isolation, pipes, pumps, valves
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.water.grid import (
    CHEZY_MANNING,
    DARCY_WEISBACH,
    HAZEN_WILLIAMS,
    JUNCTION,
    RESERVOIR,
    TANK,
    Demands,
    Floats,
    Nodes,
    Points,
    Reservoirs,
    Tanks,
    WaterGrid,
)
from glueckauf.supply.engine.water.model import WaterModel

FORMULAS = {name: name for name in (HAZEN_WILLIAMS, DARCY_WEISBACH, CHEZY_MANNING)}
METRES, DEGREES = "metres", "degrees"
A_NODE = "Den Knoten"


def zipped(raw: bytes) -> WaterModel:
    """From a ZIP archive. Raises ImportRefused for the archive, RowsRefused with all places that are wrong."""
    return imported(archived(raw))


def imported(files: Mapping[str, bytes], *, places: str = METRES) -> WaterModel:
    """From names and contents of a folder. `places`: METRES or DEGREES where the files do not say. Raises ImportRefused, RowsRefused."""
    return read(files, WATER, lambda table: built(table, places))


def built(table: Mapping[str, Table], places: str) -> WaterModel:
    """All parts. References find a row also where something else in it is wrong: one mistake is said once."""
    node = indexed(table[NODES].words("id"))
    patterns, curves = grouped(table[PATTERNS], "pattern", ("factor",)), grouped(table[CURVES], "curve", ("x", "y"))
    lines = pipes(table[PIPES], node)
    houses = connections(table[CONNECTIONS], node)
    lifts, controlled = pumps(table[PUMPS], node, curves, patterns), valves(table[VALVES], node, curves)
    grid = WaterGrid(
        nodes=nodes(table, node),
        reservoirs=Reservoirs(
            node=table[RESERVOIRS].links("node", node, A_NODE), pattern=table[RESERVOIRS].known("pattern", patterns, "Das Muster")
        ),
        tanks=tanks(table[TANKS], node, curves),
        demands=Demands(
            node=table[DEMANDS].links("node", node, A_NODE),
            base_m3h=table[DEMANDS].numbers("base_m3h"),
            pattern=table[DEMANDS].known("pattern", patterns, "Das Muster"),
        ),
        pipes=lines,
        pumps=lifts,
        valves=controlled,
        isolation=isolation(table[ISOLATION], node, lines),
        customers=customers(table[CONNECTIONS], houses),
        hydrants=points(table[HYDRANTS], node),
        patterns=MappingProxyType({name: found[:, 0] for name, found in patterns.items()}),
        curves=MappingProxyType(curves),
        controls=controls(table[CONTROLS], node, (table[PIPES], table[PUMPS], table[VALVES])),
        **options(table[GRID]),
    )
    return placed(table[GRID], grid, houses, places)


def options(table: Table) -> dict[str, Any]:
    """One row; what is not said is as in EPANET."""
    table.refuse(np.arange(len(table)) > 0, "", "Diese Datei hat nur eine Zeile.")
    if not len(table):
        return {}
    numbers = {"viscosity": table.above("viscosity", 1.0), "demand_factor": table.least("demand_factor", 1.0)}
    numbers["emitter_exponent"] = table.above("emitter_exponent", 0.5)
    seconds = {"pattern_step_s": 3600, "pattern_start_s": 0, "clock_start_s": 0, "step_s": 3600}
    whole = {name: table.whole(name, default) for name, default in seconds.items()}
    for name, found in whole.items():
        low = 1 if name.endswith("step_s") else 0
        table.refuse((found < low) | (found > 31 * 86400), name, f"Die Sekunden müssen zwischen {low} und einem Monat liegen.")
    return {
        "formula": table.one_of("formula", FORMULAS, HAZEN_WILLIAMS)[0],
        **{name: float(found[0]) for name, found in numbers.items()},
        **{name: int(found[0]) for name, found in whole.items()},
    }


def placed(table: Table, grid: WaterGrid, houses: Connections, places: str) -> WaterModel:
    """Where x = y = 0 lies. Places in degrees become metres from their south-west corner."""
    unit = table.one_of("coordinates", {METRES: METRES, DEGREES: DEGREES}, places)
    longitude, latitude = table.between("longitude", -180, 180, np.nan), table.between("latitude", -89, 89, np.nan)
    table.refuse(np.isnan(longitude) != np.isnan(latitude), "longitude", "Es fehlt eine der beiden Koordinaten der Ecke.")
    is_degrees = np.array([one == DEGREES for one in unit], dtype=bool)
    table.refuse(is_degrees & ~np.isnan(longitude), "longitude", "Zu Koordinaten in Grad gehört keine Ecke.")
    table.refuse(~is_degrees & (places == DEGREES), "coordinates", "In GeoJSON sind alle Orte Grad.")
    east, north = (float(found[0]) if len(found) else np.nan for found in (longitude, latitude))
    if not (is_degrees.any() or places == DEGREES and not len(table)):
        return WaterModel(grid=grid, connections=houses, longitude=east, latitude=north)
    return in_metres(grid, houses)


def in_metres(grid: WaterGrid, houses: Connections) -> WaterModel:
    """From degrees."""
    known = grid.nodes.xy[np.isfinite(grid.nodes.xy).all(axis=1)]
    if not len(known):
        return WaterModel(grid=grid, connections=houses, longitude=np.nan, latitude=np.nan)
    corner = np.round(known.min(axis=0), 7)
    scale = np.array(metres_per_degree(float(corner[1])))
    moved = replace(
        grid,
        nodes=replace(grid.nodes, xy=(grid.nodes.xy - corner) * scale),
        pipes=replace(grid.pipes, path=tuple((path - corner) * scale for path in grid.pipes.path)),
    )
    return WaterModel(grid=moved, connections=houses, longitude=float(corner[0]), latitude=float(corner[1]))


def grouped(table: Table, key: str, columns: tuple[str, ...]) -> dict[str, Floats]:
    """Rows x columns by name, in the order of the file: patterns and curves."""
    values = np.stack([table.numbers(column) for column in columns], axis=1)
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(table.words(key, needed=True)):
        rows.setdefault(name, []).append(row)
    return {name: values[found] for name, found in rows.items()}


def nodes(table: Mapping[str, Table], node: Index) -> Nodes:
    """A node that stands in reservoirs.csv or tanks.csv is one, all others are junctions."""
    of, kind = table[NODES], [JUNCTION] * len(table[NODES])
    for file, word in ((RESERVOIRS, RESERVOIR), (TANKS, TANK)):
        rows = [node.get(name, -1) for name in table[file].words("node")]
        for at, row in enumerate(rows):
            if row >= 0 and kind[row] != JUNCTION:
                table[file].wrong(at, "node", "Dieser Knoten ist schon ein Behälter.")
            elif row >= 0:
                kind[row] = word
    return Nodes(
        id=of.ids(),
        kind=tuple(kind),
        elevation_m=of.between("elevation_m", -1000, 9000),
        emitter=of.least("emitter", 0.0),
        xy=of.places(),
        street=of.texts("street"),
    )


def tanks(table: Table, node: Index, curves: Mapping[str, object]) -> Tanks:
    """Levels in their order; a size by diameter or curve."""
    level, lowest, highest = table.least("level_m"), table.least("lowest_m"), table.least("highest_m")
    table.refuse((level < lowest) | (level > highest), "level_m", "Der Wasserstand liegt nicht zwischen dem niedrigsten und dem höchsten.")
    diameter, volume = table.least("diameter_m"), table.known("volume_curve", curves, "Die Kurve")
    sizeless = (diameter == 0) & np.array([not name for name in volume], dtype=bool)
    table.refuse(sizeless, "diameter_m", "Der Behälter braucht einen Durchmesser oder eine Kurve.")
    return Tanks(
        node=table.links("node", node, A_NODE),
        level_m=level,
        lowest_m=lowest,
        highest_m=highest,
        diameter_m=diameter,
        least_m3=table.least("least_m3", 0.0),
        volume_curve=volume,
        overflows=table.flags("overflows", default="nein"),
    )


def points(table: Table, node: Index) -> Points:
    """Hydrants."""
    return Points(id=table.ids(), node=table.links("node", node, A_NODE), street=table.texts("street"), priority=table.texts("priority"))


def customers(table: Table, houses: Connections) -> Points:
    """The connections that hang on a node; why one comes first."""
    rows = np.flatnonzero(houses.node >= 0)
    priority = table.texts("priority")
    return Points(
        id=tuple(houses.id[row] for row in rows),
        node=houses.node[rows],
        street=tuple(houses.street[row] for row in rows),
        priority=tuple(priority[row] for row in rows),
    )
