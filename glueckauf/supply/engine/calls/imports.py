"""An import as another process asks for it: the file in, out what a person looks at first and what a revision is made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glueckauf.supply.engine.calls.closing import bare as bare_water
from glueckauf.supply.engine.calls.closing import water_model
from glueckauf.supply.engine.calls.model import read_profiles, unknown_profiles
from glueckauf.supply.engine.calls.trench import bare as bare_pipes
from glueckauf.supply.engine.calls.trench import pipe_model
from glueckauf.supply.engine.calls.trial import tried_pipes, tried_power, tried_water
from glueckauf.supply.engine.exports import own as exports
from glueckauf.supply.engine.exports import own_pipes as pipe_exports
from glueckauf.supply.engine.exports import own_water as water_exports
from glueckauf.supply.engine.exports.differing import both, changed
from glueckauf.supply.engine.exports.tables import cell
from glueckauf.supply.engine.imports import epanet, own, own_geojson, pandapipes, pandapower
from glueckauf.supply.engine.imports import own_pipes as imports_pipes
from glueckauf.supply.engine.imports import own_water as imports_water
from glueckauf.supply.engine.imports.own_columns import FLOWING, WATER
from glueckauf.supply.engine.imports.problems import ImportRefused, Remark, UnknownElement
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.problems import NothingSupplied
from glueckauf.supply.engine.power.addresses import no_connections
from glueckauf.supply.engine.power.difference import Difference
from glueckauf.supply.engine.power.preview import InForce, Preview, preview
from glueckauf.supply.engine.rows import Rows
from glueckauf.supply.engine.stored import NotStored, is_stored, stored
from glueckauf.supply.engine.water.model import WaterModel
from glueckauf.supply.engine.water.topology import islands, supply

PIPE_TABLES = ("junctions", "pipes", "valves", "feeds", "pumps", "consumers", "sinks")
SHOWN = 50  # ids of one kind; the number is always that of all
OWN, GEOJSON, PANDAPOWER, EPANET, PANDAPIPES = "own", "geojson", "pandapower", "epanet", "pandapipes"
PIPED = (OWN, GEOJSON, PANDAPIPES)
FORMATS = {"power": (OWN, GEOJSON, PANDAPOWER), "water": (OWN, GEOJSON, EPANET), "gas": PIPED, "heat": PIPED}
KNOWN = {"power": "pandapower als JSON", "water": "EPANET als INP", "gas": "pandapipes als JSON", "heat": "pandapipes als JSON"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """`summary`: plain values. `kept`: the bytes a revision is made of: our own format for power, our own tables for what came as our own
    format, else the file as it came. `ids`: of all elements."""

    format: str
    summary: Mapping[str, Any]
    kept: bytes
    ids: frozenset[str]


NOTHING: Mapping[str, Iterable[str]] = MappingProxyType({})


def look(network: str, raw: bytes, series: bytes, before: bytes, relied: Mapping[str, Iterable[str]] = NOTHING) -> Looked:
    """What the file holds. `before`: what the revision in force was made of, empty for the first. `relied`: ids that others name, by
    who; those the file does not have are its `lost`. Raises ImportRefused."""
    found = read(network, raw, series, before)
    lost = {who: cut(tuple(sorted(set(named) - found.ids))) for who, named in relied.items()}
    return replace(found, summary={**found.summary, "lost": {who: gone for who, gone in lost.items() if gone["count"]}})


def read(network: str, raw: bytes, series: bytes, before: bytes) -> Looked:
    """By its format."""
    format = format_of(network, raw)
    if network == "power":
        return power(format, raw, series, before)
    if format in (OWN, GEOJSON):
        return own_water(format, raw, before) if network == "water" else own_pipes(format, raw, before)
    return water(raw, before) if network == "water" else pipes(raw, before)


def format_of(network: str, raw: bytes) -> str:
    """By its first bytes, among those of the network. Raises ImportRefused."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    panda = PANDAPOWER if network == "power" else PANDAPIPES
    json = GEOJSON if own_geojson.MARK in start + raw[-4096:] else panda
    found = OWN if start.startswith(b"PK") else json if start.startswith(b"{") else EPANET
    if found not in FORMATS[network]:
        raise ImportRefused("Datei", f"Für dieses Netz kennt der Import unser CSV-Archiv, unser GeoJSON oder {KNOWN[network]}.")
    return found


def power(format: str, raw: bytes, series: bytes, before: bytes) -> Looked:
    """A power grid in any format; it is kept in our own."""
    found = READ[format](raw)
    profiles = read_profiles(series)
    missing = unknown_profiles(found.grid, profiles)
    if missing:
        raise ImportRefused("Profile", f"Geräte nennen Lastgänge, die nicht dabei sind: {', '.join(missing[:10])}.")
    old = own.zipped(before) if before else None
    in_force = InForce(grid=old.grid, connections=old.connections) if old else None
    looked = preview(found.grid, found.connections, in_force)
    if not found.grid.sources.in_service.any():
        raise ImportRefused("Einspeisungen", "Das Netz hat keine Einspeisung in Betrieb.")
    tables = [getattr(found.grid, field.name) for field in fields(found.grid)]
    known = chain(found.connections.id, *(table.id for table in tables if isinstance(table, Rows)))
    summary = of_power(looked) | {"trial": tried_power(found, profiles)}
    return Looked(format=format, summary=summary, kept=exports.zipped(found.grid, found.connections), ids=frozenset(known))


READ: Mapping[str, Callable[[bytes], own.Imported]] = {
    OWN: own.zipped,
    GEOJSON: own_geojson.collected,
    PANDAPOWER: lambda raw: own.Imported(grid=pandapower.power_grid(raw), connections=no_connections()),
}


def of_power(looked: Preview) -> dict[str, Any]:
    """As plain values, lists cut."""
    return {
        "counts": {one.table: [one.rows, one.in_service] for one in looked.counts},
        "islands": looked.islands,
        "dark_islands": looked.dark_islands,
        "unsupplied": cut(looked.unsupplied),
        "out_of_service": cut(looked.out_of_service),
        "open_points": cut(tuple(f"{one.switch}: {one.node} – {one.beyond}" for one in looked.open_points)),
        "unplaced": cut(looked.unplaced),
        "dark_connections": cut(looked.dark_connections),
        "difference": None if looked.difference is None else of_difference(looked.difference),
        "remarks": [],
    }


def of_difference(found: Difference) -> dict[str, Any]:
    """Numbers of all, names of some."""
    return {
        "added": cut(tuple(f"{one.table} {one.id}" for one in found.added)),
        "removed": cut(tuple(f"{one.table} {one.id}" for one in found.removed)),
        "changed": cut(
            tuple(
                f"{one.element.table} {one.element.id}: "
                + ", ".join(both(field.name, cell(field.before), cell(field.after)) for field in one.fields)
                for one in found.changed
            )
        ),
    }


def cut(found: tuple[str, ...]) -> dict[str, Any]:
    """The number, and the first of them."""
    return {"count": len(found), "first": list(found[:SHOWN])}


def water(raw: bytes, before: bytes) -> Looked:
    """An EPANET model."""
    found = epanet.water_grid(raw)
    names = ("nodes", "pipes", "pumps", "valves", "reservoirs", "tanks", "demands")
    now, was = version(bare_water(found.grid), names), version(water_model(before), names) if before else None
    return piped(EPANET, raw, now, was, found.islands, found.unsupplied, tried_water(found.grid), found.remarks)


def own_water(format: str, raw: bytes, before: bytes) -> Looked:
    """Our own format, or the tables a revision keeps: with addresses, valves and hydrants."""
    try:
        model = water_model(raw) if is_stored(raw) else read_water(format, raw)
        old = water_model(before) if before else None
    except NotStored as error:
        raise ImportRefused("Datei", "Das ist kein Wassernetz, das dieser Import kennt.") from error
    if not len(model.grid.reservoirs) and not len(model.grid.tanks):
        raise ImportRefused("Datei", "Das Netz hat weder einen Behälter mit festem Druck noch einen Speicherbehälter.")
    names = ("nodes", "pipes", "pumps", "valves", "isolation", "customers", "hydrants")
    return modelled(format, raw, model, old, names, ~supply(model.grid).reached, len(np.unique(islands(model.grid))))


def read_water(format: str, raw: bytes) -> WaterModel:
    """Places of GeoJSON are degrees."""
    if format == OWN:
        return imports_water.zipped(raw)
    return imports_water.imported(own_geojson.tables(raw, WATER), places=imports_water.DEGREES)


def modelled(
    format: str,
    raw: bytes,
    model: WaterModel | PipeModel,
    old: WaterModel | PipeModel | None,
    names: tuple[str, ...],
    dark: NDArray[np.bool_],
    islands: int,
) -> Looked:
    """A grid with addresses. `dark`: mask over its nodes."""
    node = (model.grid.nodes if isinstance(model, WaterModel) else model.grid.junctions).id
    houses = model.connections
    was = version(old, names, houses=True) if old else None
    trial = tried_water(model.grid) if isinstance(model, WaterModel) else tried_pipes(model.grid)
    unsupplied = tuple(node[row] for row in np.flatnonzero(dark))
    looked = piped(format, raw, version(model, names, houses=True), was, islands, unsupplied, trial)
    more = {
        "unplaced": cut(tuple(houses.id[row] for row in np.flatnonzero(houses.node < 0))),
        "dark_connections": cut(tuple(houses.id[row] for row in np.flatnonzero((houses.node >= 0) & dark[houses.node]))),
    }
    return replace(looked, summary={**looked.summary, **more}, kept=raw if is_stored(raw) else stored(model))


def pipes(raw: bytes, before: bytes) -> Looked:
    """A gas or heat grid of pandapipes."""
    found = pandapipes.pipe_grid(raw)
    now, was = version(bare_pipes(found.grid), PIPE_TABLES), version(pipe_model(before), PIPE_TABLES) if before else None
    return piped(PANDAPIPES, raw, now, was, found.islands, found.unsupplied, tried_pipes(found.grid), found.remarks)


def own_pipes(format: str, raw: bytes, before: bytes) -> Looked:
    """Our own format, or the tables a revision keeps: with addresses."""
    try:
        model = pipe_model(raw) if is_stored(raw) else read_pipes(format, raw)
        old = pipe_model(before) if before else None
    except NotStored as error:
        raise ImportRefused("Datei", "Das ist kein Gas- oder Wärmenetz, das dieser Import kennt.") from error
    try:
        made = network(model.grid)
    except NothingSupplied as error:
        raise ImportRefused(error.place, error.reason) from error
    dark = ~made.supplied & model.grid.junctions.in_service
    return modelled(format, raw, model, old, PIPE_TABLES, dark, len(np.unique(made.island)))


def read_pipes(format: str, raw: bytes) -> PipeModel:
    """Of gas or heat."""
    return imports_pipes.zipped(raw) if format == OWN else imports_pipes.imported(own_geojson.tables(raw, FLOWING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """`ids` by table; `files`: all of it as our own CSV."""

    ids: Mapping[str, tuple[str, ...]]
    files: Mapping[str, bytes]


def version(model: WaterModel | PipeModel, names: tuple[str, ...], *, houses: bool = False) -> Version:
    """Of the tables a grid has."""
    tables = {name: getattr(model.grid, name, None) for name in names}
    ids = {name: table.id if isinstance(table, Rows) else () for name, table in tables.items()}
    files = water_exports.exported(model) if isinstance(model, WaterModel) else pipe_exports.exported(model)
    return Version(ids=ids | ({"connections": model.connections.id} if houses else {}), files=files)


def piped(
    format: str,
    raw: bytes,
    now: Version,
    was: Version | None,
    islands: int,
    dark: tuple[str, ...],
    trial: list[str],
    remarks: tuple[Remark, ...] = (),
) -> Looked:
    """What pipes have in common."""
    summary = {
        "counts": {name: [len(rows), len(rows)] for name, rows in now.ids.items()},
        "islands": islands,
        "unsupplied": cut(dark),
        "difference": None if was is None else against(was, now),
        "remarks": [f"{one.place}: {one.text}" for one in remarks],
        "trial": trial,
    }
    return Looked(format=format, summary=summary, kept=raw, ids=frozenset(chain.from_iterable(now.ids.values())))


def against(was: Version, now: Version) -> dict[str, Any]:
    """Numbers of all, names of some."""
    return {
        "added": cut(tuple(beyond(now.ids, was.ids))),
        "removed": cut(tuple(beyond(was.ids, now.ids))),
        "changed": cut(tuple(changed(was.files, now.files))),
    }


def beyond(some: Mapping[str, tuple[str, ...]], others: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """What the others do not have."""
    for table, rows in some.items():
        known = set(others[table])
        yield from (f"{table} {key}" for key in rows if key not in known)


def refusal(error: ImportRefused) -> dict[str, Any]:
    """As plain values, with every place that is wrong where the format says all at once."""
    problems = [asdict(one) | {"place": one.place} for one in getattr(error, "problems", ())]
    return {
        "place": error.place,
        "reason": error.reason,
        "unknown": isinstance(error, UnknownElement),
        "count": getattr(error, "count", 1),
        "problems": [{"place": one["place"], "reason": one["reason"]} for one in problems],
    }
