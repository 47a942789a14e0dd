"""One revision of a power grid as the engine keeps it between calls: read from its two files, its base year solved once."""

import io
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

import numpy as np

from glueckauf.supply.engine.imports.own import Imported, zipped
from glueckauf.supply.engine.imports.problems import ImportRefused
from glueckauf.supply.engine.power.admittance import Complexes
from glueckauf.supply.engine.power.circuit import Circuit, circuit
from glueckauf.supply.engine.power.cut import low_areas
from glueckauf.supply.engine.power.grid import Floats, Ints, PowerGrid
from glueckauf.supply.engine.power.limits import Limit, PowerLimits
from glueckauf.supply.engine.power.promised import Base, Promised, base_year
from glueckauf.supply.engine.power.series import Profiles, demand_kva
from glueckauf.supply.engine.power.sparse import Flows

STEPS = 366 * 96  # quarter-hours of a leap year: where nothing has a profile, each of them is the same
KEPT_PARTS = 6  # areas of a large grid with their base years, some 30 megabytes each
LARGEST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Model:
    """Frozen but for what is computed when first asked for."""

    found: Imported
    profiles: Profiles

    @cached_property
    def made(self) -> Circuit:
        """In normal switching."""
        return circuit(self.found.grid)

    @cached_property
    def demand(self) -> Complexes:
        """Steps x buses."""
        return demand_kva(self.made, self.profiles)

    @cached_property
    def base(self) -> Base:
        """The year before any promise; a device may come wherever an address is."""
        node = self.found.connections.node
        bus = self.made.bus[node[node >= 0]]
        return base_year(self.made, self.demand, np.unique(bus[bus >= 0]))

    @cached_property
    def flows(self) -> Flows:
        """For single quarter-hours of all of it."""
        return Flows(self.made)

    @cached_property
    def areas(self) -> list[Ints]:
        """Buses of each low-voltage area."""
        return low_areas(self.made)

    @cached_property
    def net_kw(self) -> Floats:
        """Of each quarter-hour: all loads less all generators in service."""
        place = {name: at for at, name in enumerate(self.profiles.names)}
        weight, constant = np.zeros(len(place), dtype=np.float32), 0.0
        for devices, sign in ((self.found.grid.loads, 1), (self.found.grid.generators, -1)):
            for name, power, on in zip(devices.profile, devices.p_kw.tolist(), devices.in_service.tolist(), strict=True):
                if on and name:
                    weight[place[name]] += sign * power
                elif on:
                    constant += sign * power
        return (self.profiles.values @ weight).astype(np.float64) + constant

    def remembered(self, key: str, make: "Callable[[], Model]") -> "Model":
        """An area that was asked for lately, with all that was computed of it."""
        found = self.parts.pop(key, None) or make()
        self.parts[key] = found
        while len(self.parts) > KEPT_PARTS:
            self.parts.popitem(last=False)
        return found

    def promised(self, inside: "Model", devices: Hashable, make: Callable[[], Promised]) -> Promised:
        """The year with what was promised, here or in an area of it. Only the last one is kept: it is a hundred megabytes or more."""
        for model, known, year in self.last_year:
            if model is inside and known == devices:
                return year
        self.last_year.clear()
        self.last_year.append((inside, devices, make()))
        return self.last_year[0][2]

    @cached_property
    def last_year(self) -> "list[tuple[Model, Hashable, Promised]]":
        """None or one."""
        return []

    @cached_property
    def parts(self) -> "OrderedDict[str, Model]":
        """Areas by what feeds them."""
        return OrderedDict()

    @cached_property
    def days(self) -> OrderedDict[str, Any]:
        """What was computed for a desk lately, by what was asked."""
        return OrderedDict()


def read(archive: bytes, series: bytes) -> Model:
    """From our own format and the file of profiles. Raises ImportRefused."""
    found = zipped(archive)
    profiles = read_profiles(series)
    missing = unknown_profiles(found.grid, profiles)
    if missing:
        raise ImportRefused("Profile", f"Diese Lastgänge fehlen: {', '.join(missing[:10])}.")
    return Model(found=found, profiles=profiles)


def unknown_profiles(grid: PowerGrid, profiles: Profiles) -> list[str]:
    """Named by a device, and not there."""
    return sorted({*grid.loads.profile, *grid.generators.profile} - {"", *profiles.names})


def read_profiles(series: bytes) -> Profiles:
    """`names` and `values` (steps x names) of an .npz file; without a file a year in which nothing changes. Raises ImportRefused."""
    if not series:
        return Profiles(names=(), values=np.zeros((STEPS, 0), dtype=np.float32))
    if len(series) > LARGEST_BYTES:
        raise ImportRefused("Profile", "Die Datei ist größer als 100 MB.")
    try:
        with np.load(io.BytesIO(series), allow_pickle=False) as file:
            names, values = tuple(map(str, file["names"])), file["values"].astype(np.float32)
    except (ValueError, KeyError, OSError, BadZipFile, EOFError, MemoryError) as error:
        raise ImportRefused("Profile", "Das ist keine lesbare Datei mit names und values.") from error
    if values.ndim != 2 or values.shape[1] != len(names) or len(set(names)) != len(names):
        raise ImportRefused("Profile", "Zu jedem Namen gehört genau eine Spalte.")
    if len(values) not in (STEPS, STEPS - 96):
        raise ImportRefused("Profile", f"Ein Jahr hat 35.040 oder 35.136 Viertelstunden, die Datei hat {len(values)}.")
    gaps = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(gaps):
        raise ImportRefused("Profile", f"{len(gaps)} Viertelstunden haben eine Lücke, die erste ist Nummer {gaps[0] + 1}.")
    return Profiles(names=names, values=values)


def written_profiles(profiles: Profiles) -> bytes:
    """The same file; the same profiles give the same bytes."""
    out = io.BytesIO()
    np.savez_compressed(out, names=np.array(profiles.names), values=profiles.values)
    return out.getvalue()


def limits_of(given: Mapping[str, Any]) -> PowerLimits:
    """From plain values: name -> {value, source}."""
    return PowerLimits(**{name: Limit(value=float(one["value"]), source=str(one["source"])) for name, one in given.items()})
