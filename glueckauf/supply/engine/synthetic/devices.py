"""What a synthetic house draws and makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.power.grid import Devices
from glueckauf.supply.engine.synthetic.profiles import HEAT_PUMPS, HOUSEHOLDS, ROOFS
from glueckauf.supply.engine.synthetic.streets import Quarter

REACTIVE = 0.2  # kvar per kW of a household, cos phi 0.98
HEAT_PUMP_REACTIVE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Appliance:
    """One row of a device table."""

    id: str
    node: str
    p_kw: float
    q_kvar: float
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """At its own node."""

    node: str
    street: str
    house_number: int
    loads: tuple[Appliance, ...]
    generators: tuple[Appliance, ...]


def house(node: str, street: str, house_number: int, quarter: Quarter, rng: np.random.Generator) -> House:
    """By chance: 1.2 to 2.4 kW a flat, perhaps a heat pump of 2 to 4 kW, perhaps PV of 4 to 9 kW."""
    flats, kw = int(rng.integers(quarter.homes[0], quarter.homes[1], endpoint=True)), rng.uniform(1.2, 2.4)
    heat, heat_kw, sun, sun_kw = rng.random(), rng.uniform(2, 4), rng.random(), rng.uniform(4, 9)
    living, warm, roof = int(rng.integers(HOUSEHOLDS)), int(rng.integers(HEAT_PUMPS)), tuple(ROOFS)[int(rng.integers(len(ROOFS)))]
    drawn = [appliance(f"l{node}", node, flats * kw, REACTIVE, f"haushalt-{living}")]
    if heat < quarter.heat_pumps:
        drawn.append(appliance(f"w{node}", node, heat_kw, HEAT_PUMP_REACTIVE, f"waermepumpe-{warm}"))
    made = [appliance(f"p{node}", node, sun_kw, 0.0, roof)] if sun < quarter.pv else []
    return House(node=node, street=street, house_number=house_number, loads=tuple(drawn), generators=tuple(made))


def appliance(key: str, node: str, kw: float, reactive: float, profile: str) -> Appliance:
    """To the watt."""
    return Appliance(id=key, node=node, p_kw=round(kw, 3), q_kvar=round(kw * reactive, 3), profile=profile)


def devices(found: Sequence[Appliance], row: Mapping[str, int]) -> Devices:
    """As a table."""
    return Devices(
        id=tuple(one.id for one in found),
        node=np.array([row[one.node] for one in found], dtype=np.int64),
        p_kw=np.array([one.p_kw for one in found], dtype=np.float64),
        q_kvar=np.array([one.q_kvar for one in found], dtype=np.float64),
        profile=tuple(one.profile for one in found),
        in_service=np.ones(len(found), dtype=bool),
    )
