"""Rows of a synthetic grid on their way to its tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from glueckauf.supply.engine.power.addresses import Connections
from glueckauf.supply.engine.power.grid import Floats, Lines, Nodes, PowerGrid, Sources, Switches, Transformers
from glueckauf.supply.engine.synthetic.devices import House, devices
from glueckauf.supply.engine.synthetic.streets import Town
from glueckauf.supply.engine.synthetic.types import CableType, TransformerType

LABEL = "synthetisch"
MV, LV = 10.0, 0.4  # kV
FEED = "uw"
FEED_PU = 1.0


@dataclass(frozen=True, slots=True)
class NodeRow:
    """In metres. `station` and `arm`: -1 where it belongs to none."""

    id: str
    name: str
    kv: float
    x: float
    y: float
    street: str = ""
    station: int = -1
    arm: int = -1


@dataclass(frozen=True, slots=True)
class CableRow:
    """Between two node ids."""

    id: str
    start: str
    end: str
    type: CableType
    length_m: float


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A transformer between two node ids."""

    id: str
    hv: str
    lv: str
    type: TransformerType


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """`other`: id of a cable or transformer."""

    id: str
    kind: str
    node: str
    other: str
    closed: bool = True
    breaker: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything so far."""

    town: Town
    nodes: list[NodeRow] = field(default_factory=list)
    cables: list[CableRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    switches: list[SwitchRow] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)


def assembled(draft: Draft) -> PowerGrid:
    """As tables."""
    row = {one.id: at for at, one in enumerate(draft.nodes)}
    return PowerGrid(
        frequency_hz=50.0,
        nodes=nodes(draft),
        lines=lines(draft.cables, row),
        transformers=transformers(draft.units, row),
        switches=switches(draft, row),
        loads=devices([one for house in draft.houses for one in house.loads], row),
        generators=devices([one for house in draft.houses for one in house.generators], row),
        sources=Sources(id=("netz",), node=np.array([row[FEED]]), voltage_pu=np.array([FEED_PU]), in_service=np.array([True])),
    )


def nodes(draft: Draft) -> Nodes:
    """In degrees."""
    found = draft.nodes
    return Nodes(
        id=tuple(one.id for one in found),
        name=tuple(one.name for one in found),
        rated_kv=np.array([one.kv for one in found]),
        xy=np.round([draft.town.degrees(one.x, one.y) for one in found], 7),
        street=tuple(one.street for one in found),
        in_service=np.ones(len(found), dtype=bool),
    )


def lines(found: list[CableRow], row: Mapping[str, int]) -> Lines:
    """Values of the type times the length."""
    km = np.array([one.length_m for one in found]) / 1000

    def per_km(name: str) -> Floats:
        return km * np.array([getattr(one.type, name) for one in found], dtype=np.float64)

    return Lines(
        id=tuple(one.id for one in found),
        name=tuple(one.type.name for one in found),
        start=np.array([row[one.start] for one in found], dtype=np.int64),
        end=np.array([row[one.end] for one in found], dtype=np.int64),
        r_ohm=per_km("r_ohm"),
        x_ohm=per_km("x_ohm"),
        c_nf=per_km("c_nf"),
        g_us=km * 0,
        rated_a=np.array([one.type.rated_a for one in found]),
        length_m=km * 1000,
        in_service=np.ones(len(found), dtype=bool),
    )


def transformers(found: list[UnitRow], row: Mapping[str, int]) -> Transformers:
    """Dyn5, taps in the middle."""
    count = len(found)

    def column(name: str) -> Floats:
        return np.array([getattr(one.type, name) for one in found], dtype=np.float64)

    return Transformers(
        id=tuple(one.id for one in found),
        name=tuple(one.type.name for one in found),
        hv=np.array([row[one.hv] for one in found], dtype=np.int64),
        lv=np.array([row[one.lv] for one in found], dtype=np.int64),
        hv_kv=np.full(count, MV),
        lv_kv=np.full(count, LV),
        rated_kva=column("rated_kva"),
        uk_percent=column("uk_percent"),
        copper_percent=column("copper_percent"),
        i0_percent=column("i0_percent"),
        iron_kw=column("iron_kw"),
        clock=np.full(count, 5, dtype=np.int64),
        tap_at_hv=np.ones(count, dtype=bool),
        tap_position=np.zeros(count, dtype=np.int64),
        tap_neutral=np.zeros(count, dtype=np.int64),
        tap_min=np.full(count, -2, dtype=np.int64),
        tap_max=np.full(count, 2, dtype=np.int64),
        tap_step_percent=np.full(count, 2.5),
        in_service=np.ones(count, dtype=bool),
    )


def switches(draft: Draft, row: Mapping[str, int]) -> Switches:
    """At ends of cables and transformers."""
    found = draft.switches
    ids = ([cable.id for cable in draft.cables], [unit.id for unit in draft.units])
    branch = {key: at for table in ids for at, key in enumerate(table)}
    return Switches(
        id=tuple(one.id for one in found),
        kind=tuple(one.kind for one in found),
        node=np.array([row[one.node] for one in found], dtype=np.int64),
        other=np.array([branch[one.other] for one in found], dtype=np.int64),
        closed=np.array([one.closed for one in found], dtype=bool),
        breaker=np.array([one.breaker for one in found], dtype=bool),
    )


def connections(draft: Draft) -> Connections:
    """One for each house."""
    row = {one.id: at for at, one in enumerate(draft.nodes)}
    return Connections(
        id=tuple(f"a{house.node}" for house in draft.houses),
        node=np.array([row[house.node] for house in draft.houses], dtype=np.int64),
        street=tuple(house.street for house in draft.houses),
        house_number=tuple(str(house.house_number) for house in draft.houses),
        postcode=(draft.town.postcode,) * len(draft.houses),
    )
