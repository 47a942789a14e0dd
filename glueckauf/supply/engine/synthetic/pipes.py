"""Gas and district heat under the same invented streets: two thirds of the houses burn gas, one third is heated from afar.

Both are trees along the streets with a joint in the middle of each district and a valve where a street leaves it. Values are round and
plausible, not those of any town; the grids have a solution (engine/pipes), which is all that is claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from glueckauf.supply.engine.pipes.fluid import Fluid, constant, water
from glueckauf.supply.engine.pipes.grid import Consumers, Feeds, Floats, Ints, Junctions, PipeGrid, Pipes, Pumps, Sinks, Valves
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.synthetic.streets import ARMS, BETWEEN_STREETS_M, District, Plot, Town, districts, plots, street_name

LABEL = "synthetisch"
GROUND_K = 283.15
NATURAL_GAS = Fluid(
    name="Erdgas H, gerundet",
    is_gas=True,
    density=constant(0.8),
    viscosity=constant(1.1e-5),
    heat_capacity=constant(2200.0),
    compressibility=1.0,
    compressibility_per_bar=-0.0022,
)
GAS_BAR, GAS_KG_S = 0.8, 0.0004  # at the station; of a house on a cold day: some 20 kW at 50 MJ/kg
HEAT_BAR, LIFT_BAR, SUPPLY_K = 6.0, 2.0, 363.15
HEAT_W, HEAT_KG_S = 15_000.0, 15_000.0 / (4190.0 * 30.0)  # of a house, cooled by 30 K
STREET_MM, TRUNK_MM, HOUSE_MM = 100.0, 200.0, 40.0
EVERY_HEATED = 3  # each third house


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One set of pipes: gas, or a side of heat. Metres south of the middle of the street, and what its pipes are called."""

    key: str
    offset_m: float
    name: str
    insulation_w_m2k: float = 0.0


GAS = Way(key="g", offset_m=3.0, name="PE {bore:.0f} Gas")
SUPPLY = Way(key="v", offset_m=6.0, name="KMR DN {bore:.0f} Vorlauf", insulation_w_m2k=0.5)
RETURN = Way(key="r", offset_m=6.6, name="KMR DN {bore:.0f} Rücklauf", insulation_w_m2k=0.5)


@dataclass(slots=True)
class Draft:
    """Junctions by id with place and street; pipes and valves by the ids of their ends."""

    at: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    pipes: list[tuple[str, str, str, float, Way]] = field(default_factory=list)
    valves: list[tuple[str, str]] = field(default_factory=list)

    def valve(self, before: str, key: str) -> str:
        """Behind a junction, at the same place; the junction after it."""
        self.at[key] = self.at[before]
        self.valves.append((before, key))
        return key


def synthetic_gas(town: Town) -> PipeModel:
    """One station feeds it."""
    draft, houses = Draft(), list(heated(town, from_afar=False))
    add_way(draft, town, GAS, houses)
    row = {key: at for at, key in enumerate(draft.at)}
    grid = assembled(draft, town, row, NATURAL_GAS, GROUND_K)
    at = nodes_of(row, GAS, houses)
    sinks = Sinks(id=names("gs", houses), junction=at, flow_kg_s=np.full(len(at), GAS_KG_S), in_service=np.ones(len(at), dtype=bool))
    feeds = Feeds(
        id=("station",),
        junction=np.array([row["g-0"]]),
        pressure_bar=np.array([GAS_BAR]),
        temperature_k=np.array([GROUND_K]),
        in_service=np.array([True]),
    )
    return PipeModel(grid=grid(feeds, sinks, no_consumers(), no_pumps()), connections=connections(houses, at, town, "ga"))


def synthetic_heat(town: Town) -> PipeModel:
    """One plant: its pump takes the return and gives the supply."""
    draft, houses = Draft(), list(heated(town, from_afar=True))
    for way in (SUPPLY, RETURN):
        add_way(draft, town, way, houses)
    row = {key: at for at, key in enumerate(draft.at)}
    grid = assembled(draft, town, row, water(), SUPPLY_K)
    at, count = nodes_of(row, SUPPLY, houses), len(houses)
    consumers = Consumers(
        id=names("hs", houses),
        name=("",) * count,
        start=at,
        end=nodes_of(row, RETURN, houses),
        flow_kg_s=np.full(count, HEAT_KG_S),
        heat_w=np.full(count, HEAT_W),
        drop_k=np.full(count, np.nan),
        return_k=np.full(count, np.nan),
        in_service=np.ones(count, dtype=bool),
    )
    pumps = Pumps(
        id=("heizwerk",),
        name=(f"Heizwerk ({LABEL})",),
        back=np.array([row["r-0"]]),
        out=np.array([row["v-0"]]),
        pressure_bar=np.array([HEAT_BAR]),
        lift_bar=np.array([LIFT_BAR]),
        temperature_k=np.array([SUPPLY_K]),
        in_service=np.array([True]),
    )
    return PipeModel(grid=grid(no_feeds(), no_sinks(), consumers, pumps), connections=connections(houses, at, town, "ha"))


def heated(town: Town, *, from_afar: bool) -> Iterator[tuple[District, Plot]]:
    """Houses of one kind."""
    for part in districts(town):
        for number, plot in enumerate(plots(part)):
            if (number % EVERY_HEATED == 0) == from_afar:
                yield part, plot


def key_of(way: Way, part: District, what: str) -> str:
    """Of a junction or pipe of a district."""
    return f"{way.key}{part.number + 1:03}-{what}"


def add_way(draft: Draft, town: Town, way: Way, houses: list[tuple[District, Plot]]) -> None:
    """From the station along a trunk through all districts, into each street, to each house of its kind."""
    parts = districts(town)
    draft.at[f"{way.key}-0"] = (parts[0].x - 60.0, parts[0].y - BETWEEN_STREETS_M / 2, "")
    before = f"{way.key}-0"
    for part in parts:
        before = add_middle(draft, way, part, before)
        for arm in range(ARMS):
            add_arm(draft, way, part, arm)
    for part, plot in houses:
        joint, here = key_of(way, part, f"a{plot.arm + 1}-{plot.junction + 1:02}"), house_key(way, part, plot)
        draft.at[here] = (draft.at[joint][0], plot.y, street_name(plot.street))
        draft.pipes.append((f"{here}-h", joint, here, HOUSE_MM, way))


def house_key(way: Way, part: District, plot: Plot) -> str:
    """Of the junction at a house."""
    return key_of(way, part, f"h{plot.street + 1:03}-{plot.house_number:03}")


def add_middle(draft: Draft, way: Way, part: District, before: str) -> str:
    """The joints of both streets, fed over a valve."""
    first, second = key_of(way, part, "m1"), key_of(way, part, "m2")
    for street, key in enumerate((first, second)):
        draft.at[key] = (part.x + way.offset_m, part.y - BETWEEN_STREETS_M * street - way.offset_m, street_name(part.street(2 * street)))
    behind = draft.valve(before, key_of(way, part, "s0"))
    draft.pipes.append((key_of(way, part, "haupt"), behind, first, TRUNK_MM, way))
    draft.pipes.append((key_of(way, part, "quer"), first, second, STREET_MM, way))
    return first


def add_arm(draft: Draft, way: Way, part: District, arm: int) -> None:
    """Behind a valve, from joint to joint of the houses."""
    before = draft.valve(key_of(way, part, f"m{arm // 2 + 1}"), key_of(way, part, f"s{arm + 1}"))
    for junction in range(part.junctions(arm)):
        here, (x, y) = key_of(way, part, f"a{arm + 1}-{junction + 1:02}"), part.place(arm, junction)
        draft.at[here] = (x, y - way.offset_m, street_name(part.street(arm)))
        draft.pipes.append((key_of(way, part, f"p{arm + 1}-{junction + 1:02}"), before, here, STREET_MM, way))
        before = here


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """Everything but what feeds and draws."""

    fluid: Fluid
    junctions: Junctions
    pipes: Pipes
    valves: Valves

    def __call__(self, feeds: Feeds, sinks: Sinks, consumers: Consumers, pumps: Pumps) -> PipeGrid:
        """The whole grid."""
        return PipeGrid(
            fluid=self.fluid,
            ambient_k=GROUND_K,
            junctions=self.junctions,
            pipes=self.pipes,
            valves=self.valves,
            feeds=feeds,
            sinks=sinks,
            consumers=consumers,
            pumps=pumps,
        )


def assembled(draft: Draft, town: Town, row: dict[str, int], fluid: Fluid, start_k: float) -> Assembled:
    """As tables; places in degrees."""
    count = len(draft.at)
    junctions = Junctions(
        id=tuple(draft.at),
        name=(LABEL,) * count,
        height_m=np.zeros(count),
        temperature_k=np.full(count, start_k),
        xy=np.round([town.degrees(x, y) for x, y, _ in draft.at.values()], 7),
        street=tuple(street for *_, street in draft.at.values()),
        in_service=np.ones(count, dtype=bool),
    )
    return Assembled(fluid=fluid, junctions=junctions, pipes=pipes(draft, row), valves=valves(draft, row))


def pipes(draft: Draft, row: dict[str, int]) -> Pipes:
    """Straight, as long as they are on the map."""
    found, count = draft.pipes, len(draft.pipes)
    ends = [(np.array(draft.at[start][:2]), np.array(draft.at[end][:2])) for _, start, end, *_ in found]
    bore = np.array([diameter for *_, diameter, _ in found])
    return Pipes(
        id=tuple(name for name, *_ in found),
        name=tuple(way.name.format(bore=diameter) for *_, diameter, way in found),
        start=np.array([row[start] for _, start, *_ in found], dtype=np.int64),
        end=np.array([row[end] for _, _, end, *_ in found], dtype=np.int64),
        length_m=np.array([max(1.0, float(np.hypot(*(b - a)))) for a, b in ends]),
        diameter_mm=bore,
        outer_mm=bore * 1.2,
        roughness_mm=np.full(count, 0.1),
        loss=np.zeros(count),
        transmission_w_m2k=np.array([way.insulation_w_m2k for *_, way in found]),
        outside_k=np.full(count, GROUND_K),
        path=tuple(np.zeros((0, 2)) for _ in found),
        in_service=np.ones(count, dtype=bool),
    )


def valves(draft: Draft, row: dict[str, int]) -> Valves:
    """All open, numbered as they come."""
    count = len(draft.valves)
    return Valves(
        id=tuple(f"S-{key}" for _, key in draft.valves),
        name=(LABEL,) * count,
        start=np.array([row[start] for start, _ in draft.valves], dtype=np.int64),
        end=np.array([row[end] for _, end in draft.valves], dtype=np.int64),
        diameter_mm=np.full(count, STREET_MM),
        loss=np.zeros(count),
        open=np.ones(count, dtype=bool),
    )


def nodes_of(row: dict[str, int], way: Way, houses: list[tuple[District, Plot]]) -> Ints:
    """Junctions at the houses."""
    return np.array([row[house_key(way, part, plot)] for part, plot in houses], dtype=np.int64)


def names(start: str, houses: list[tuple[District, Plot]]) -> tuple[str, ...]:
    """One for each."""
    return tuple(f"{start}{plot.street + 1:03}-{plot.house_number:03}" for _, plot in houses)


def connections(houses: list[tuple[District, Plot]], at: Ints, town: Town, start: str) -> Connections:
    """With the addresses of the power grid of the same town."""
    return Connections(
        id=names(start, houses),
        node=at,
        street=tuple(street_name(plot.street) for _, plot in houses),
        house_number=tuple(str(plot.house_number) for _, plot in houses),
        postcode=(town.postcode,) * len(houses),
    )


NO_ROWS: Ints = np.zeros(0, dtype=np.int64)
NO_NUMBERS: Floats = np.zeros(0)
NO_FLAGS = NO_ROWS.astype(bool)


def no_feeds() -> Feeds:
    """Heat: the pump holds the pressure."""
    return Feeds(id=(), junction=NO_ROWS, pressure_bar=NO_NUMBERS, temperature_k=NO_NUMBERS, in_service=NO_FLAGS)


def no_sinks() -> Sinks:
    """Heat: what goes out comes back."""
    return Sinks(id=(), junction=NO_ROWS, flow_kg_s=NO_NUMBERS, in_service=NO_FLAGS)


def no_consumers() -> Consumers:
    """Gas: houses draw and give nothing back."""
    return Consumers(
        id=(),
        name=(),
        start=NO_ROWS,
        end=NO_ROWS,
        flow_kg_s=NO_NUMBERS,
        heat_w=NO_NUMBERS,
        drop_k=NO_NUMBERS,
        return_k=NO_NUMBERS,
        in_service=NO_FLAGS,
    )


def no_pumps() -> Pumps:
    """Gas: the station feeds."""
    return Pumps(
        id=(),
        name=(),
        back=NO_ROWS,
        out=NO_ROWS,
        pressure_bar=NO_NUMBERS,
        lift_bar=NO_NUMBERS,
        temperature_k=NO_NUMBERS,
        in_service=NO_FLAGS,
    )
