"""Our own exchange format -> PowerGrid and addresses: CSV files of a GIS, in a ZIP or a folder (docs/howto/power-grid-as-csv.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.imports.own_archive import archived
from glueckauf.supply.engine.imports.own_branches import lines, switches, transformers
from glueckauf.supply.engine.imports.own_columns import (
    CONNECTIONS,
    GENERATORS,
    GRID,
    LINES,
    LOADS,
    NODES,
    POWER,
    SOURCES,
    SWITCHES,
    TRANSFORMERS,
    TYPES,
)
from glueckauf.supply.engine.imports.own_table import Index, Table, indexed, read
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import Devices, Nodes, PowerGrid, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What the files say."""

    grid: PowerGrid
    connections: Connections


def zipped(raw: bytes) -> Imported:
    """From a ZIP archive. Raises ImportRefused for the archive, RowsRefused with all places that are wrong."""
    return imported(archived(raw))


def imported(files: Mapping[str, bytes]) -> Imported:
    """From names and contents of a folder. Raises ImportRefused, RowsRefused."""
    return read(files, POWER, built)


def built(table: Mapping[str, Table]) -> Imported:
    """All parts. References find a row also where something else in it is wrong: one mistake is said once."""
    node = indexed(table[NODES].words("id"))
    made = nodes(table[NODES])
    units = transformers(table[TRANSFORMERS], node, made)
    cables = lines(table[LINES], table[TYPES], node, made)
    grid = PowerGrid(
        frequency_hz=frequency(table[GRID]),
        nodes=made,
        lines=cables,
        transformers=units,
        switches=switches(table[SWITCHES], node, made, cables, units),
        loads=devices(table[LOADS], node),
        generators=devices(table[GENERATORS], node),
        sources=sources(table[SOURCES], node),
    )
    return Imported(grid=grid, connections=connections(table[CONNECTIONS], node))


def frequency(table: Table) -> float:
    """One row; 50 Hz without."""
    found = table.above("frequency_hz")
    if len(found) > 1:
        table.wrong(1, "", "Diese Datei hat nur eine Zeile.")
    return float(found[0]) if len(found) else 50.0


def nodes(table: Table) -> Nodes:
    """Coordinates both or none."""
    return Nodes(
        id=table.ids(),
        name=table.texts("name"),
        rated_kv=table.above("rated_kv"),
        xy=table.places(),
        street=table.texts("street"),
        in_service=table.flags("in_service", default="ja"),
    )


def devices(table: Table, node: Index) -> Devices:
    """Loads or generators."""
    return Devices(
        id=table.ids(),
        node=table.links("node", node, "Den Knoten"),
        p_kw=table.numbers("p_kw"),
        q_kvar=table.numbers("q_kvar", 0.0),
        profile=table.words("profile"),
        in_service=table.flags("in_service", default="ja"),
    )


def sources(table: Table, node: Index) -> Sources:
    """Feeds. A voltage of 10 instead of 1 is kV where p.u. are meant."""
    voltage = table.numbers("voltage_pu", 1.0)
    table.refuse((voltage < 0.5) | (voltage > 1.5), "voltage_pu", "Die Spannung steht hier als Vielfaches der Nennspannung, etwa 1,02.")
    return Sources(
        id=table.ids(),
        node=table.links("node", node, "Den Knoten"),
        voltage_pu=voltage,
        in_service=table.flags("in_service", default="ja"),
    )


def connections(table: Table, node: Index) -> Connections:
    """Addresses. A node may be open: the preview shows them; a node that does not exist is a mistake."""
    postcode = table.words("postcode", needed=True)
    wrong = np.array([bool(code) and not (len(code) == 5 and code.isascii() and code.isdigit()) for code in postcode], dtype=bool)
    table.refuse(wrong, "postcode", "Eine Postleitzahl hat fünf Ziffern; führende Nullen gehen leicht verloren.")
    return Connections(
        id=table.ids(),
        node=table.links("node", node, "Den Knoten", needed=False),
        street=table.words("street", needed=True),
        house_number=table.words("house_number", needed=True),
        postcode=postcode,
    )
