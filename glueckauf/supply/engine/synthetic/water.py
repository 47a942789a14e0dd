"""A water grid under the same invented streets: a pipe along each, rings where their ends meet, one tower, valves and hydrants."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.synthetic.streets import ARMS, BETWEEN_STREETS_M, District, Town, districts, plots, street_name
from glueckauf.supply.engine.water.grid import (
    JUNCTION,
    RESERVOIR,
    Demands,
    Floats,
    Ints,
    IsolationValves,
    Nodes,
    Pipes,
    Points,
    Pumps,
    Reservoirs,
    Tanks,
    Valves,
    WaterGrid,
)
from glueckauf.supply.engine.water.model import WaterModel

SOUTH_M = 1.5  # of the cables in the middle of the street
GROUND_M, TOWER_M = 60.0, 112.0  # above sea level; the tower presses with some 50 m
TOWER = "hb"
ROUGHNESS = 120.0  # Hazen-Williams, ductile iron in use
TRUNK_MM, STREET_MM = 250.0, 110.0
PERSON_M3_A_DAY = 0.122  # BDEW, drinking water per person and day in German households, 2023
PERSONS_A_HOME = 2.0
HYDRANT_EVERY, VALVE_EVERY = 4, 4  # junctions of an arm
CARE_HOME = "Pflegeheim"  # one house of the first district comes first when water is cut off
DAY_PATTERN = (0.3, 0.2, 0.2, 0.2, 0.3, 0.6, 1.4, 1.9, 1.6, 1.3, 1.2, 1.1, 1.2, 1.1, 1.0, 1.0, 1.1, 1.3, 1.6, 1.7, 1.4, 1.1, 0.8, 0.5)


@dataclass(slots=True)
class Draft:
    """Rows so far: nodes by id with place and street; pipes with ends, diameter and street; valves as pipe id and end."""

    nodes: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    pipes: list[tuple[str, str, str, float, str]] = field(default_factory=list)
    valves: list[tuple[str, str]] = field(default_factory=list)
    hydrants: list[str] = field(default_factory=list)

    def pipe(self, name: str, start: str, end: str, diameter_mm: float, street: str, *, valves: tuple[str, ...] = ()) -> None:
        """With a valve at the ends that are named."""
        self.pipes.append((name, start, end, diameter_mm, street))
        self.valves += [(name, end_of) for end_of in valves]


def synthetic_water(town: Town) -> WaterModel:
    """Nothing in it is left to chance. The houses are those of synthetic/power.py for the same town."""
    parts, draft = districts(town), Draft()
    draft.nodes[TOWER] = (parts[0].x - 60.0, parts[0].y + 80.0, "")
    before = TOWER
    for part in parts:
        add_streets(draft, part)
        here = key_of(part, "m1")
        draft.pipe(f"{key_of(part, 'haupt')}", before, here, TRUNK_MM, street_name(part.street(0)), valves=(before, here))
        before = here
    if len(parts) > 1:  # back to the tower, so that no single pipe of the trunk cuts a district off
        draft.pipe("w-ring", before, TOWER, TRUNK_MM, "", valves=(before, TOWER))
    return assembled(draft, parts, town)


def key_of(part: District, what: str) -> str:
    """Of a node or pipe of a district."""
    return f"w{part.number + 1:03}-{what}"


def add_streets(draft: Draft, part: District) -> None:
    """Both streets from the middle to both ends, joined in the middle and, where both are as long, at the ends."""
    for street in (0, 1):
        middle = key_of(part, f"m{street + 1}")
        draft.nodes[middle] = (part.x, part.y - SOUTH_M - BETWEEN_STREETS_M * street, street_name(part.street(2 * street)))
    first, second = key_of(part, "m1"), key_of(part, "m2")
    draft.pipe(key_of(part, "quer"), first, second, STREET_MM, street_name(part.street(0)), valves=(first, second))
    for arm in range(ARMS):
        add_arm(draft, part, arm)
    for east in (0, 1):
        ends = [key_of(part, f"a{arm + 1}-{part.junctions(arm):02}") for arm in (east, east + 2)]
        name = street_name(part.street(east + 2))
        draft.pipe(key_of(part, f"ende{east + 1}"), ends[0], ends[1], STREET_MM, name, valves=(ends[0],))


def add_arm(draft: Draft, part: District, arm: int) -> None:
    """From the middle outwards, a junction where two houses are connected."""
    street, before = street_name(part.street(arm)), key_of(part, f"m{arm // 2 + 1}")
    for junction in range(part.junctions(arm)):
        here = key_of(part, f"a{arm + 1}-{junction + 1:02}")
        x, y = part.place(arm, junction)
        draft.nodes[here] = (x, y - SOUTH_M, street)
        valves = (before,) if junction % VALVE_EVERY == 0 else ()
        draft.pipe(key_of(part, f"p{arm + 1}-{junction + 1:02}"), before, here, STREET_MM, street, valves=valves)
        if junction % HYDRANT_EVERY == 1:
            draft.hydrants.append(here)
        before = here


def houses(parts: list[District]) -> Iterator[tuple[str, str, int, str]]:
    """Node, street, number, and why it comes first; in the order of the power grid."""
    for part in parts:
        for number, plot in enumerate(plots(part)):
            priority = CARE_HOME if part.number == 0 and number == 0 else ""
            yield key_of(part, f"a{plot.arm + 1}-{plot.junction + 1:02}"), street_name(plot.street), plot.house_number, priority


def assembled(draft: Draft, parts: list[District], town: Town) -> WaterModel:
    """As tables."""
    row = {name: at for at, name in enumerate(draft.nodes)}
    found = list(houses(parts))
    at = np.array([row[node] for node, *_ in found], dtype=np.int64)
    ids = tuple(f"wa{number:04}" for number in range(len(found)))
    streets = tuple(street for _, street, _, _ in found)
    homes = np.array([np.mean(part.quarter.homes) for part in parts for _ in plots(part)])
    grid = WaterGrid(
        nodes=nodes(draft),
        reservoirs=Reservoirs(node=np.array([row[TOWER]]), pattern=("",)),
        tanks=no_tanks(),
        demands=Demands(node=at, base_m3h=homes * PERSONS_A_HOME * PERSON_M3_A_DAY / 24, pattern=("tag",) * len(found)),
        pipes=pipes(draft, row),
        pumps=NO_PUMPS,
        valves=NO_CONTROL_VALVES,
        isolation=isolation(draft, row),
        customers=Points(id=ids, node=at, street=streets, priority=tuple(priority for *_, priority in found)),
        hydrants=hydrants(draft, row),
        patterns={"tag": np.array(DAY_PATTERN)},
    )
    numbers = tuple(str(number) for _, _, number, _ in found)
    joined = Connections(id=ids, node=at, street=streets, house_number=numbers, postcode=(town.postcode,) * len(found))
    longitude, latitude = town.origin
    return WaterModel(grid=grid, connections=joined, longitude=longitude, latitude=latitude)


def nodes(draft: Draft) -> Nodes:
    """In metres from the town's corner."""
    is_tower = np.array([name == TOWER for name in draft.nodes])
    return Nodes(
        id=tuple(draft.nodes),
        kind=tuple(RESERVOIR if tower else JUNCTION for tower in is_tower),
        elevation_m=np.where(is_tower, TOWER_M, GROUND_M),
        emitter=np.zeros(len(is_tower)),
        xy=np.array([(x, y) for x, y, _ in draft.nodes.values()]),
        street=tuple(street for *_, street in draft.nodes.values()),
    )


def pipes(draft: Draft, row: dict[str, int]) -> Pipes:
    """Straight; as long as they are on the map, the trunk along the streets."""
    found, count = draft.pipes, len(draft.pipes)
    ends = [(np.array(draft.nodes[start][:2]), np.array(draft.nodes[end][:2])) for _, start, end, *_ in found]
    return Pipes(
        id=tuple(name for name, *_ in found),
        start=np.array([row[start] for _, start, *_ in found], dtype=np.int64),
        end=np.array([row[end] for _, _, end, *_ in found], dtype=np.int64),
        length_m=np.array([max(1.0, float(np.abs(b - a).sum())) for a, b in ends]),
        diameter_mm=np.array([diameter for *_, diameter, _ in found]),
        roughness=np.full(count, ROUGHNESS),
        minor_loss=np.zeros(count),
        open=np.ones(count, dtype=bool),
        one_way=np.zeros(count, dtype=bool),
        path=tuple(np.stack(pair) for pair in ends),
        street=tuple(street for *_, street in found),
    )


def isolation(draft: Draft, row: dict[str, int]) -> IsolationValves:
    """Numbered as crews find them, all open."""
    at = {name: number for number, (name, *_) in enumerate(draft.pipes)}
    streets = [draft.pipes[at[pipe]][-1] for pipe, _ in draft.valves]
    return IsolationValves(
        id=tuple(f"S{number + 1:03}" for number in range(len(draft.valves))),
        pipe=np.array([at[pipe] for pipe, _ in draft.valves], dtype=np.int64),
        node=np.array([row[node] for _, node in draft.valves], dtype=np.int64),
        open=np.ones(len(draft.valves), dtype=bool),
        street=tuple(streets),
    )


def hydrants(draft: Draft, row: dict[str, int]) -> Points:
    """At junctions."""
    return Points(
        id=tuple(f"H{number + 1:03}" for number in range(len(draft.hydrants))),
        node=np.array([row[name] for name in draft.hydrants], dtype=np.int64),
        street=tuple(draft.nodes[name][2] for name in draft.hydrants),
        priority=("",) * len(draft.hydrants),
    )


NO_ROWS: Ints = np.zeros(0, dtype=np.int64)
NO_NUMBERS: Floats = np.zeros(0)
NO_PUMPS = Pumps(id=(), start=NO_ROWS, end=NO_ROWS, curve=(), power_kw=NO_NUMBERS, speed=NO_NUMBERS, pattern=(), open=NO_ROWS.astype(bool))
NO_CONTROL_VALVES = Valves(
    id=(), start=NO_ROWS, end=NO_ROWS, kind=(), diameter_mm=NO_NUMBERS, setting=NO_NUMBERS, minor_loss=NO_NUMBERS, curve=(), state=()
)


def no_tanks() -> Tanks:
    """The tower is fed from elsewhere: a reservoir."""
    return Tanks(
        node=NO_ROWS,
        level_m=NO_NUMBERS,
        lowest_m=NO_NUMBERS,
        highest_m=NO_NUMBERS,
        diameter_m=NO_NUMBERS,
        least_m3=NO_NUMBERS,
        volume_curve=(),
        overflows=NO_ROWS.astype(bool),
    )
