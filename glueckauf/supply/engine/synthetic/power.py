"""A low- and medium-voltage grid on invented streets: stations in open rings of 10 kV, four feeders each, a connection for each house."""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import LINE, TRANSFORMER, PowerGrid
from glueckauf.supply.engine.power.series import Profiles
from glueckauf.supply.engine.synthetic.devices import house
from glueckauf.supply.engine.synthetic.draft import (
    FEED,
    LABEL,
    LV,
    MV,
    CableRow,
    Draft,
    NodeRow,
    SwitchRow,
    UnitRow,
    assembled,
    connections,
)
from glueckauf.supply.engine.synthetic.profiles import profiles
from glueckauf.supply.engine.synthetic.sizing import Places, sized
from glueckauf.supply.engine.synthetic.streets import ARMS, BETWEEN_STREETS_M, TO_HOUSE_M, District, Town, districts, plots, street_name
from glueckauf.supply.engine.synthetic.types import NA2XS2Y_185, NAYY_50

PER_RING = 8  # stations


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """An invented grid with its addresses and year. `label` stands wherever it is shown."""

    grid: PowerGrid
    connections: Connections
    profiles: Profiles
    label: str = LABEL


def synthetic(town: Town, rng: np.random.Generator) -> Synthetic:
    """The same state of the generator gives the same grid. It keeps its limits over the year, in some quarters only just: see sizing.py."""
    parts = districts(town)
    draft = Draft(town)
    draft.nodes.append(NodeRow(FEED, f"Umspannwerk ({LABEL})", MV, 0.0, 0.0))
    for part in parts:
        add_station(draft, part)
        for arm in range(ARMS):
            add_arm(draft, part, arm)
        add_houses(draft, part, rng)
    for number, first in enumerate(range(0, len(parts), PER_RING)):
        add_ring(draft, number, parts[first : first + PER_RING])
    longitude, latitude = town.origin
    series = profiles(rng, longitude=longitude, latitude=latitude)
    grid = sized(assembled(draft), series, parts, places(draft))
    return Synthetic(grid=grid, connections=connections(draft), profiles=series)


def places(draft: Draft) -> Places:
    """Of all nodes."""
    station, arm = (np.array([getattr(row, name) for row in draft.nodes], dtype=np.int64) for name in ("station", "arm"))
    return Places(station=station, arm=arm)


def station_id(part: District) -> str:
    """Of a station; its two nodes add "-ms" and "-ns"."""
    return f"s{part.number + 1:03}"


def add_station(draft: Draft, part: District) -> None:
    """Two bars and the transformer between them, with a switch at its high side."""
    key, street = station_id(part), street_name(part.street(0))
    for side, kv in (("ms", MV), ("ns", LV)):
        name = f"Station {part.number + 1} {side.upper()} ({LABEL})"
        draft.nodes.append(NodeRow(f"{key}-{side}", name, kv, part.x, part.y, street, part.number if side == "ns" else -1))
    draft.units.append(UnitRow(f"{key}-t", f"{key}-ms", f"{key}-ns", part.quarter.transformer))
    draft.switches.append(SwitchRow(f"{key}-q", TRANSFORMER, f"{key}-ms", f"{key}-t"))


def add_arm(draft: Draft, part: District, arm: int) -> None:
    """A cable from the bar, behind a fuse, from junction to junction."""
    key, street = station_id(part), street_name(part.street(arm))
    before, length = f"{key}-ns", part.quarter.spacing_m + BETWEEN_STREETS_M * (arm // 2)
    for junction in range(part.junctions(arm)):
        here, cable = f"{key}-a{arm + 1}-{junction + 1:02}", f"{key}-k{arm + 1}-{junction + 1:02}"
        draft.nodes.append(NodeRow(here, f"Abzweig ({LABEL})", LV, *part.place(arm, junction), street, part.number, arm))
        draft.cables.append(CableRow(cable, before, here, part.quarter.cable, length))
        if not junction:
            draft.switches.append(SwitchRow(f"{key}-f{arm + 1}", LINE, before, cable))
        before, length = here, part.quarter.spacing_m


def add_houses(draft: Draft, part: District, rng: np.random.Generator) -> None:
    """A node, a cable from the junction and what the house draws and makes."""
    for plot in plots(part):
        street, key = street_name(plot.street), f"{plot.street + 1:03}-{plot.house_number:03}"
        junction = f"{station_id(part)}-a{plot.arm + 1}-{plot.junction + 1:02}"
        name = f"{street} {plot.house_number} ({LABEL})"
        draft.nodes.append(NodeRow(f"h{key}", name, LV, plot.x, plot.y, street, part.number, plot.arm))
        draft.cables.append(CableRow(f"hk{key}", junction, f"h{key}", NAYY_50, TO_HOUSE_M))
        draft.houses.append(house(f"h{key}", street, plot.house_number, part.quarter, rng))


def add_ring(draft: Draft, number: int, parts: list[District]) -> None:
    """From the feed through its stations and back, breakers at the feed, open in the middle."""
    at = {row.id: row for row in draft.nodes}
    stops = [FEED, *(f"{station_id(part)}-ms" for part in parts), FEED]
    for step, (start, end) in enumerate(zip(stops, stops[1:], strict=False)):
        cable = f"r{number + 1:02}-k{step + 1}"
        length = abs(at[start].x - at[end].x) + abs(at[start].y - at[end].y)  # along the streets
        draft.cables.append(CableRow(cable, start, end, NA2XS2Y_185, length))
        for side, node in (("a", start), ("b", end)):
            closed = not (side == "a" and step == len(stops) // 2)
            draft.switches.append(SwitchRow(f"{cable}{side}", LINE, node, cable, closed, node == FEED))
