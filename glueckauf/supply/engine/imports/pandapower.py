"""pandapower JSON -> PowerGrid. Taps count also where `tap_changer_type` is empty (e2nIEE/simbench issue 69)."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from glueckauf.supply.engine.imports.panda_tables import Index, Row, Table, indexed, refuse_where, tables
from glueckauf.supply.engine.imports.problems import ImportRefused, UnknownElement
from glueckauf.supply.engine.power.grid import (
    COUPLER,
    LINE,
    TRANSFORMER,
    Devices,
    Lines,
    Nodes,
    PowerGrid,
    Sources,
    Switches,
    Transformers,
)

KNOWN = {"bus", "line", "trafo", "switch", "load", "storage", "sgen", "ext_grid"}
SAID = {"measurement", "substation", "loadcases", "bus_geodata", "line_geodata", "poly_cost", "pwl_cost", "group", ""}


def power_grid(raw: bytes) -> PowerGrid:
    """The grid of a file. Raises ImportRefused with table and row, UnknownElement for tables we have no model for."""
    found = tables(raw)
    unknown = sorted(name for name, lines in found.items() if lines and name not in KNOWN | SAID and not name.startswith(("res_", "_")))
    if unknown:
        raise UnknownElement(f"Tabelle {unknown[0]}", f"Diese Bauteile kennt der Import nicht: {', '.join(unknown)}.")
    bus = indexed("bus", found.get("bus", []))
    line, unit = indexed("line", found.get("line", [])), indexed("trafo", found.get("trafo", []))
    return PowerGrid(
        frequency_hz=float(found[""][0].get("f_hz") or 50.0),
        nodes=nodes(found.get("bus", [])),
        lines=lines(found.get("line", []), bus),
        transformers=transformers(found.get("trafo", []), bus),
        switches=switches(found.get("switch", []), bus, line, unit),
        loads=together(devices(name, found.get(name, []), bus) for name in ("load", "storage")),  # a storage draws, or feeds below 0
        generators=devices("sgen", found.get("sgen", []), bus),
        sources=sources(found.get("ext_grid", []), bus),
    )


def nodes(rows: Sequence[Row]) -> Nodes:
    """Table bus."""
    table = Table("bus", rows)
    rated = table.numbers("vn_kv")
    for row, value in zip(rows, rated, strict=True):
        if value <= 0:
            raise ImportRefused(table.place(row), "Die Nennspannung muss größer als 0 sein.")
    return Nodes(
        id=table.ids(),
        name=table.texts("name"),
        rated_kv=rated,
        xy=np.array([point(row.get("geo")) for row in rows], dtype=np.float64).reshape(len(rows), 2),
        street=("",) * len(rows),
        in_service=table.flags("in_service"),
    )


def point(geo: Any) -> tuple[float, float]:
    """GeoJSON point as text, NaN where there is none."""
    try:
        x, y = json.loads(geo)["coordinates"][:2]
        return float(x), float(y)
    except (TypeError, ValueError, KeyError):
        return float("nan"), float("nan")


def lines(rows: Sequence[Row], bus: Index) -> Lines:
    """Table line; parallel systems become one line."""
    table = Table("line", rows)
    length, parallel = table.numbers("length_km"), table.numbers("parallel", 1)
    r, x = table.numbers("r_ohm_per_km") * length / parallel, table.numbers("x_ohm_per_km") * length / parallel
    refuse_where(table, (r == 0) & (x == 0), "Die Leitung hat keinen Widerstand. Ein Schalter gehört in die Tabelle switch.")
    rated = table.numbers("max_i_ka") * 1000 * table.numbers("df", 1) * parallel
    refuse_where(table, rated <= 0, "Der Nennstrom muss größer als 0 sein.")
    return Lines(
        id=table.ids(),
        name=table.texts("name"),
        start=table.links("from_bus", bus, "Den Knoten"),
        end=table.links("to_bus", bus, "Den Knoten"),
        r_ohm=r,
        x_ohm=x,
        c_nf=table.numbers("c_nf_per_km", 0) * length * parallel,
        g_us=table.numbers("g_us_per_km", 0) * length * parallel,
        rated_a=rated,
        length_m=length * 1000,
        in_service=table.flags("in_service"),
    )


def transformers(rows: Sequence[Row], bus: Index) -> Transformers:
    """Table trafo; parallel units become one of their power together."""
    table = Table("trafo", rows)
    parallel = table.numbers("parallel", 1)
    shift = table.numbers("shift_degree", 0)
    refuse_where(table, np.abs(shift / 30 - np.round(shift / 30)) > 1e-6, "Die Schaltgruppe ist keine volle Stunde.")
    refuse_where(table, table.numbers("tap_step_degree", 0) != 0, "Schrägregler kennt der Import nicht.")
    uk = table.numbers("vk_percent")
    refuse_where(table, uk <= 0, "Die Kurzschlussspannung muss größer als 0 sein.")
    return Transformers(
        id=table.ids(),
        name=table.texts("name"),
        hv=table.links("hv_bus", bus, "Den Knoten"),
        lv=table.links("lv_bus", bus, "Den Knoten"),
        hv_kv=table.numbers("vn_hv_kv"),
        lv_kv=table.numbers("vn_lv_kv"),
        rated_kva=table.numbers("sn_mva") * 1000 * parallel,
        uk_percent=uk,
        copper_percent=table.numbers("vkr_percent"),
        i0_percent=table.numbers("i0_percent", 0),
        iron_kw=table.numbers("pfe_kw", 0) * parallel,
        clock=(np.round(shift / 30).astype(np.int64)) % 12,
        tap_at_hv=np.array([row.get("tap_side") != "lv" for row in rows], dtype=bool),
        tap_neutral=table.whole("tap_neutral", 0),
        tap_position=np.array([int(table.number(row, "tap_pos", table.number(row, "tap_neutral", 0))) for row in rows], dtype=np.int64),
        tap_min=table.whole("tap_min", 0),
        tap_max=table.whole("tap_max", 0),
        tap_step_percent=table.numbers("tap_step_percent", 0),
        in_service=table.flags("in_service"),
    )


KINDS = {"b": COUPLER, "l": LINE, "t": TRANSFORMER}


def switches(rows: Sequence[Row], bus: Index, line: Index, unit: Index) -> Switches:
    """Table switch: between two buses, or at an end of a line or transformer."""
    table = Table("switch", rows)
    targets: dict[str, tuple[Index, str]] = {"b": (bus, "Den Knoten"), "l": (line, "Die Leitung"), "t": (unit, "Den Transformator")}
    other = []
    for row in rows:
        if row.get("et") not in targets:
            raise UnknownElement(table.place(row), f"Schalter der Art {row.get('et')} kennt der Import nicht.")
        index, what = targets[row["et"]]
        if row.get("element") not in index:
            raise ImportRefused(table.place(row), f"{what} {row.get('element')} gibt es nicht.")
        other.append(index[row["element"]])
    return Switches(
        id=table.ids(),
        kind=tuple(KINDS[row["et"]] for row in rows),
        node=table.links("bus", bus, "Den Knoten"),
        other=np.array(other, dtype=np.int64),
        closed=table.flags("closed"),
        breaker=np.array([row.get("type") == "CB" for row in rows], dtype=bool),
    )


def devices(name: str, rows: Sequence[Row], bus: Index) -> Devices:
    """Tables load, storage and sgen, constant power only."""
    table = Table(name, rows)
    for column in (
        "const_z_percent",
        "const_i_percent",
        "const_z_p_percent",
        "const_i_p_percent",
        "const_z_q_percent",
        "const_i_q_percent",
    ):
        refuse_where(table, table.numbers(column, 0) != 0, "Lasten, die von der Spannung abhängen, kennt der Import nicht.")
    refuse_where(table, np.array([row.get("type") == "delta" for row in rows], dtype=bool), "Lasten im Dreieck kennt der Import nicht.")
    scaling = table.numbers("scaling", 1)
    return Devices(
        id=table.ids(),
        node=table.links("bus", bus, "Den Knoten"),
        p_kw=table.numbers("p_mw") * 1000 * scaling,
        q_kvar=table.numbers("q_mvar", 0) * 1000 * scaling,
        profile=table.texts("profile"),
        in_service=table.flags("in_service"),
    )


def together(tables: Iterable[Devices]) -> Devices:
    """One table of several."""
    rows = tuple(tables)
    return Devices(
        id=tuple(chain.from_iterable(one.id for one in rows)),
        node=np.concatenate([one.node for one in rows]),
        p_kw=np.concatenate([one.p_kw for one in rows]),
        q_kvar=np.concatenate([one.q_kvar for one in rows]),
        profile=tuple(chain.from_iterable(one.profile for one in rows)),
        in_service=np.concatenate([one.in_service for one in rows]),
    )


def sources(rows: Sequence[Row], bus: Index) -> Sources:
    """Table ext_grid."""
    table = Table("ext_grid", rows)
    refuse_where(table, table.numbers("va_degree", 0) != 0, "Einspeisungen mit eigenem Winkel kennt der Import nicht.")
    return Sources(
        id=table.ids(),
        node=table.links("bus", bus, "Den Knoten"),
        voltage_pu=table.numbers("vm_pu", 1),
        in_service=table.flags("in_service"),
    )
