"""pandapipes JSON -> PipeGrid, files of 0.2 to 0.16. Results and columns of other programs (p_stanet) are left behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glueckauf.supply.engine.imports.panda_tables import Floats, Index, Ints, Row, Table, frames, indexed, parsed, refuse_where
from glueckauf.supply.engine.imports.pandapipes_fluid import fluid
from glueckauf.supply.engine.imports.pandapipes_places import Places, places
from glueckauf.supply.engine.imports.problems import ImportRefused, Remark, UnknownElement
from glueckauf.supply.engine.pipes.fluid import Fluid
from glueckauf.supply.engine.pipes.grid import Consumers, Feeds, Junctions, PipeGrid, Pipes, Pumps, Sinks, Valves
from glueckauf.supply.engine.pipes.network import network

ELEMENTS = ("pipe", "valve", "ext_grid", "sink", "source", "heat_consumer", "circ_pump_pressure")
KNOWN = {*ELEMENTS, "junction", "junction_geodata", "pipe_geodata", ""}
SAID = {"substation", "group"}
JUNCTION = "Den Knoten"
AMBIENT_K = 293.15
HIGHEST_M = 9000.0
FREEZING_K = 273.15
MOST_KG_S, MOST_W, MOST_K, MOST_LOSS = 1e5, 1e10, 300.0, 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The grid, and what a person should see before it becomes a revision. `unsupplied`: ids of junctions."""

    grid: PipeGrid
    islands: int
    unsupplied: tuple[str, ...]
    remarks: tuple[Remark, ...]


def pipe_grid(raw: bytes) -> Imported:
    """The grid of a file. Raises ImportRefused with table and row, UnknownElement for what our grid cannot hold."""
    outer = parsed(raw)
    found = frames(outer)
    unknown = sorted(name for name, lines in found.items() if lines and name not in KNOWN | SAID and not name.startswith(("res_", "_")))
    if unknown:
        raise UnknownElement(f"Tabelle {unknown[0]}", f"Diese Bauteile kennt der Import nicht: {', '.join(unknown)}.")
    where = places(*(found.get(name, []) for name in ("junction", "pipe", "junction_geodata", "pipe_geodata")))
    matter, told = fluid(outer)
    grid = built(matter, options(outer), found, where)
    if not grid.feeds.in_service.any() and not grid.pumps.in_service.any():
        raise ImportRefused("Datei", "Das Netz hat weder Einspeisung noch Umwälzpumpe in Betrieb.")
    made = network(grid)
    return Imported(
        grid=grid,
        islands=len(np.unique(made.island)),
        unsupplied=tuple(grid.junctions.id[row] for row in np.flatnonzero(~made.supplied & grid.junctions.in_service)),
        remarks=(*told, *remarks(grid, where, found)),
    )


def built(matter: Fluid, ambient: float, found: Mapping[str, Sequence[Row]], where: Places) -> PipeGrid:
    """All tables."""
    rows = {name: found.get(name, []) for name in KNOWN}
    index = indexed("junction", rows["junction"])
    made = junctions(rows["junction"], where)
    if matter.is_gas and (rows["heat_consumer"] or rows["circ_pump_pressure"]):
        raise UnknownElement("Fluid", "Ein Wärmenetz mit Gas kennt der Import nicht.")
    for name in ELEMENTS:
        indexed(name, rows[name])
    return PipeGrid(
        fluid=matter,
        ambient_k=ambient,
        junctions=made,
        pipes=pipes(rows["pipe"], index, where, ambient),
        valves=valves(rows["valve"], index),
        feeds=feeds(rows["ext_grid"], index, made),
        sinks=sinks(rows["sink"], rows["source"], index),
        consumers=consumers(rows["heat_consumer"], index),
        pumps=pumps(rows["circ_pump_pressure"], index),
    )


def options(outer: Mapping[str, Any]) -> float:
    """Temperature around what stands still. A friction law other than ours is refused."""
    given = outer.get("user_pf_options")
    given = given if isinstance(given, dict) else {}
    if given.get("friction_model", "nikuradse") != "nikuradse":
        raise UnknownElement("user_pf_options", f"Das Reibungsgesetz {given['friction_model']} kennt der Import nicht.")
    ambient = given.get("ambient_temperature", AMBIENT_K)
    if isinstance(ambient, bool) or not isinstance(ambient, int | float) or not 200 < ambient < 400:
        raise ImportRefused("user_pf_options", "Die Umgebungstemperatur ist keine Zahl in Kelvin.")
    return float(ambient)


def refuse_outside(table: Table, values: Floats, low: float, high: float, reason: str) -> None:
    """Outside of low to high, both allowed; NaN stands for nothing given."""
    refuse_where(table, (values < low) | (values > high), reason)


def junctions(rows: Sequence[Row], where: Places) -> Junctions:
    """Table junction."""
    table = Table("junction", rows)
    if not rows:
        raise ImportRefused("Tabelle junction", "Das Netz hat keine Knoten.")
    height, temperature = table.numbers("height_m", 0), table.numbers("tfluid_k")
    refuse_outside(table, height, -1000, HIGHEST_M, "Die Höhe ist keine Höhe über dem Meer.")
    refuse_outside(table, temperature, 200, 500, "Die Temperatur ist keine in Kelvin.")
    return Junctions(
        id=table.ids(),
        name=table.texts("name"),
        height_m=height,
        temperature_k=temperature,
        xy=where.xy,
        street=("",) * len(rows),
        in_service=table.flags("in_service"),
    )


def ends(table: Table, index: Index, start: str, end: str) -> tuple[Ints, Ints]:
    """Both junctions; one that leads back to itself is refused."""
    first, second = table.links(start, index, JUNCTION), table.links(end, index, JUNCTION)
    refuse_where(table, first == second, "Anfang und Ende sind derselbe Knoten.")
    return first, second


def bore(table: Table) -> Floats:
    """Inner diameter in millimetres; files before 0.13 call it diameter_m."""
    metres = any("diameter_m" in row for row in table.rows) and not any("inner_diameter_mm" in row for row in table.rows)
    found = table.numbers("diameter_m") * 1000 if metres else table.numbers("inner_diameter_mm")
    refuse_where(table, found <= 0, "Der Innendurchmesser muss größer als 0 sein.")
    refuse_outside(table, found, 1, 10_000, "Der Innendurchmesser ist keiner zwischen 1 mm und 10 m.")
    return found


def pipes(rows: Sequence[Row], index: Index, where: Places, ambient_k: float) -> Pipes:
    """Table pipe. A pipe without length is a joint; a negative one is refused."""
    table = Table("pipe", rows)
    length, inner, k = table.numbers("length_km") * 1000, bore(table), table.numbers("k_mm")
    refuse_outside(table, length, 0, 1_000_000, "Die Länge ist negativ oder größer als 1000 km.")
    refuse_where(table, (k <= 0) | (k >= inner / 2), "Die Rauheit muss größer als 0 und kleiner als der halbe Durchmesser sein.")
    refuse_where(table, table.numbers("qext_w", 0) != 0, "Rohre mit eigener Wärmezufuhr kennt der Import nicht.")
    given = optional(table, "outer_diameter_mm")
    outer = np.where(np.isnan(given), inner, given)
    refuse_where(
        table, (outer < inner) | (outer > 20_000), "Der Außendurchmesser ist kleiner als der Innendurchmesser oder größer als 20 m."
    )
    transmission = table.numbers("u_w_per_m2k" if any("u_w_per_m2k" in row for row in rows) else "alpha_w_per_m2k", 0)
    loss, outside = table.numbers("loss_coefficient", 0), table.numbers("text_k", ambient_k)
    refuse_outside(table, transmission, 0, 1e4, "Der Wärmedurchgang ist negativ oder größer als 10 kW/(m² K).")
    refuse_outside(table, loss, 0, MOST_LOSS, "Der Verlustbeiwert ist negativ oder größer als eine Million.")
    refuse_outside(table, outside, 200, 500, "Die Außentemperatur ist keine in Kelvin.")
    start, end = ends(table, index, "from_junction", "to_junction")
    return Pipes(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        length_m=length,
        diameter_mm=inner,
        outer_mm=outer,
        roughness_mm=k,
        loss=loss,
        transmission_w_m2k=transmission,
        outside_k=outside,
        path=where.paths,
        in_service=table.flags("in_service"),
    )


def valves(rows: Sequence[Row], index: Index) -> Valves:
    """Table valve, between two junctions (files before 0.13: from and to)."""
    table = Table("valve", rows)
    for row in rows:
        if row.get("et", "ju") != "ju":
            raise UnknownElement(table.place(row), "Schieber am Ende eines Rohrs kennt der Import nicht, nur solche zwischen zwei Knoten.")
    columns = ("junction", "element") if any("element" in row for row in rows) else ("from_junction", "to_junction")
    start, end = ends(table, index, *columns)
    loss = table.numbers("loss_coefficient", 0)
    refuse_outside(table, loss, 0, MOST_LOSS, "Der Verlustbeiwert ist negativ oder größer als eine Million.")
    return Valves(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        diameter_mm=bore(table),
        loss=loss,
        open=table.flags("opened"),
    )


def feeds(rows: Sequence[Row], index: Index, junction: Junctions) -> Feeds:
    """Table ext_grid. Without a temperature of its own that of its junction."""
    table = Table("ext_grid", rows)
    holding(table)
    at = table.links("junction", index, JUNCTION)
    pressure, warmth = table.numbers("p_bar"), optional(table, "t_k")
    temperature = np.where(np.isnan(warmth), junction.temperature_k[at], warmth)
    refuse_outside(table, pressure, -0.9, 1000, "Der Druck ist keiner in bar über dem Luftdruck.")
    refuse_outside(table, temperature, 200, 500, "Die Temperatur ist keine in Kelvin.")
    return Feeds(id=table.ids(), junction=at, pressure_bar=pressure, temperature_k=temperature, in_service=table.flags("in_service"))


def holding(table: Table) -> None:
    """Feeds and pumps that hold no pressure are refused."""
    for row in table.rows:
        if row.get("type", "pt") not in ("p", "pt"):
            raise UnknownElement(table.place(row), "Der Import kennt nur Einspeisungen und Pumpen, die den Druck halten (Art p oder pt).")


def sinks(drawn: Sequence[Row], brought: Sequence[Row], index: Index) -> Sinks:
    """Tables sink and source."""
    out, into = Table("sink", drawn), Table("source", brought)
    both = [(out, 1.0), (into, -1.0)]
    flows = [table.numbers("mdot_kg_per_s") * table.numbers("scaling", 1) for table, _ in both]
    for (table, _), flow in zip(both, flows, strict=True):
        refuse_outside(table, flow, -MOST_KG_S, MOST_KG_S, "Der Massenstrom ist größer als 100 t/s.")
    return Sinks(
        id=out.ids() + into.ids(),
        junction=np.concatenate([table.links("junction", index, JUNCTION) for table, _ in both]),
        flow_kg_s=np.concatenate([sign * flow for (_, sign), flow in zip(both, flows, strict=True)]),
        in_service=np.concatenate([table.flags("in_service") for table, _ in both]),
    )


def consumers(rows: Sequence[Row], index: Index) -> Consumers:
    """Table heat_consumer, those with a controlled mass flow."""
    table = Table("heat_consumer", rows)
    for row in rows:
        if row.get("controlled_mdot_kg_per_s") is None:
            raise UnknownElement(table.place(row), "Der Import kennt nur Übergabestationen mit geregeltem Massenstrom.")
        if sum(row.get(column) is not None for column in ("qext_w", "deltat_k", "treturn_k")) != 1:
            raise ImportRefused(table.place(row), "Genau eine von Wärmeleistung, Spreizung und Rücklauftemperatur muss gegeben sein.")
    flow = table.numbers("controlled_mdot_kg_per_s")
    refuse_outside(table, flow, 0, MOST_KG_S, "Der Massenstrom ist negativ oder größer als 100 t/s.")
    heat, drop, back = optional(table, "qext_w"), optional(table, "deltat_k"), optional(table, "treturn_k")
    refuse_outside(table, heat, -MOST_W, MOST_W, "Die Wärmeleistung ist größer als 10 GW.")
    refuse_outside(table, drop, -MOST_K, MOST_K, "Die Spreizung ist keine in Kelvin.")
    refuse_outside(table, back, FREEZING_K, 500, "Die Rücklauftemperatur ist keine in Kelvin.")
    start, end = ends(table, index, "from_junction", "to_junction")
    return Consumers(
        id=table.ids(),
        name=table.texts("name"),
        start=start,
        end=end,
        flow_kg_s=flow,
        heat_w=heat,
        drop_k=drop,
        return_k=back,
        in_service=table.flags("in_service"),
    )


def optional(table: Table, column: str) -> Floats:
    """A column of numbers, NaN where nothing stands."""
    return table.numbers(column, float("nan"))


def pumps(rows: Sequence[Row], index: Index) -> Pumps:
    """Table circ_pump_pressure: fixed pressure and lift. One that regulates a difference elsewhere is not ours."""
    table = Table("circ_pump_pressure", rows)
    holding(table)
    for row in rows:
        if row.get("control_dp"):
            raise UnknownElement(table.place(row), "Pumpen, die einen Differenzdruck im Netz regeln, kennt der Import nicht.")
    pressure, lift, temperature = table.numbers("p_flow_bar"), table.numbers("plift_bar"), table.numbers("t_flow_k")
    refuse_outside(table, pressure, -0.9, 1000, "Der Druck ist keiner in bar über dem Luftdruck.")
    refuse_where(table, (lift <= 0) | (lift > 1000), "Die Druckerhöhung der Pumpe muss zwischen 0 und 1000 bar liegen.")
    refuse_outside(table, temperature, 200, 500, "Die Vorlauftemperatur ist keine in Kelvin.")
    back, out = ends(table, index, "return_junction", "flow_junction")
    return Pumps(
        id=table.ids(),
        name=table.texts("name"),
        back=back,
        out=out,
        pressure_bar=pressure,
        lift_bar=lift,
        temperature_k=temperature,
        in_service=table.flags("in_service"),
    )


def remarks(grid: PipeGrid, where: Places, found: Mapping[str, Sequence[Row]]) -> Iterator[Remark]:
    """What was read in a way somebody should know."""
    joints = int((grid.pipes.length_m == 0).sum())
    if joints:
        yield Remark(place="Tabelle pipe", text=f"{joints} Rohre ohne Länge gelten als Verbindung ohne Druckverlust.")
    if where.turned:
        yield Remark(place="Spalte geo", text="Die Koordinaten standen als Breite, Länge und wurden getauscht.")
    if np.isnan(where.xy).any():
        yield Remark(place="Tabelle junction", text=f"{int(np.isnan(where.xy[:, 0]).sum())} Knoten haben keine Lage.")
    if any(lines and name.startswith("res_") for name, lines in found.items()):
        yield Remark(place="Tabellen res_", text="Gespeicherte Ergebnisse werden nicht übernommen, das Netz wird neu gerechnet.")
