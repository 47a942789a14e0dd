"""Small grids and real ones for tests of the supply engine."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from glueckauf.supply.engine.imports.pandapower import power_grid
from glueckauf.supply.engine.power.grid import Devices, Lines, Nodes, PowerGrid, Sources, Switches, Transformers
from glueckauf.supply.engine.power.limits import Limit, PowerLimits
from tests.shared import SHARED

SIMBENCH = ("1-LV-rural3", "1-LV-semiurb5", "1-LV-urban6", "1-MV-urban")
NAYY_150 = {"r": 0.208, "x": 0.08, "c": 261.0, "a": 270.0}  # NAYY 4x150, per km, as in pandapower's standard types
LIMITS = PowerLimits(
    voltage_low=Limit(value=0.9, source="EN 50160"),
    voltage_high=Limit(value=1.1, source="EN 50160"),
    line_percent=Limit(value=100, source="Musterwerk"),
    transformer_percent=Limit(value=100, source="Musterwerk"),
    rise_percent=Limit(value=3, source="VDE-AR-N 4105"),
)


def raw(code: str) -> bytes:
    """A SimBench grid as pandapower JSON."""
    return Path(SHARED / "supply/power" / f"{code}--0-sw.pandapower.json").read_bytes()


def simbench(code: str) -> PowerGrid:
    """The same, imported."""
    return power_grid(raw(code))


def year(grid: PowerGrid, code: str, rows=slice(None)):
    """Its profiles: loads and generators in kVA, steps x devices."""
    series = np.load(SHARED / "supply/power" / f"{code}--0-sw.profiles.npz")
    load = {name: at for at, name in enumerate(series["load_names"])}
    made = {name: at for at, name in enumerate(series["sgen_names"])}
    load_values, made_values = series["load"][rows].astype(float), series["sgen"][rows].astype(float)
    p = load_values[:, [load[f"{name}_pload"] for name in grid.loads.profile]] * grid.loads.p_kw
    q = load_values[:, [load[f"{name}_qload"] for name in grid.loads.profile]] * grid.loads.q_kvar
    known = [made.get(name) for name in grid.generators.profile]
    generation = np.stack([np.zeros(len(p)) if at is None else made_values[:, at] for at in known], axis=1) * grid.generators.p_kw
    return p + 1j * q, generation + 0j


def feeder(houses: int = 5, *, metres: float = 100.0, kva: float = 250.0, house_kw: float = 2.0, tap: int = 0) -> PowerGrid:
    """A 10/0.4 kV transformer and one cable with houses along it: n-0 is the feed, n-1 the bar, n-2 … the houses."""
    count = houses + 2
    return PowerGrid(
        frequency_hz=50.0,
        nodes=Nodes(
            id=tuple(f"n-{at}" for at in range(count)),
            name=("",) * count,
            rated_kv=np.array([10.0] + [0.4] * (houses + 1)),
            xy=np.stack([np.arange(count) * metres, np.zeros(count)], axis=1),
            street=("Musterstraße",) * count,
            in_service=np.ones(count, dtype=bool),
        ),
        lines=cables(houses, metres),
        transformers=transformer(kva, tap),
        switches=no_switches(),
        loads=devices(np.arange(2, count), np.full(houses, house_kw)),
        generators=devices(np.zeros(0, dtype=int), np.zeros(0)),
        sources=Sources(id=("feed",), node=np.array([0]), voltage_pu=np.array([1.0]), in_service=np.array([True])),
    )


def cables(count: int, metres: float) -> Lines:
    """From the bar to the first house and on."""
    one = np.full(count, metres / 1000)
    return Lines(
        id=tuple(f"l-{at}" for at in range(count)),
        name=("NAYY 4x150",) * count,
        start=np.arange(count) + 1,
        end=np.arange(count) + 2,
        r_ohm=one * NAYY_150["r"],
        x_ohm=one * NAYY_150["x"],
        c_nf=one * NAYY_150["c"],
        g_us=one * 0,
        rated_a=np.full(count, NAYY_150["a"]),
        length_m=one * 1000,
        in_service=np.ones(count, dtype=bool),
    )


def transformer(kva: float, tap: int) -> Transformers:
    """One unit 10/0.4 kV, Dyn5."""
    return Transformers(
        id=("t-0",),
        name=("Ortsnetz",),
        hv=np.array([0]),
        lv=np.array([1]),
        hv_kv=np.array([10.0]),
        lv_kv=np.array([0.4]),
        rated_kva=np.array([kva]),
        uk_percent=np.array([4.0]),
        copper_percent=np.array([1.2]),
        i0_percent=np.array([0.3]),
        iron_kw=np.array([0.5]),
        clock=np.array([5]),
        tap_at_hv=np.array([True]),
        tap_position=np.array([tap]),
        tap_neutral=np.array([0]),
        tap_min=np.array([-2]),
        tap_max=np.array([2]),
        tap_step_percent=np.array([2.5]),
        in_service=np.array([True]),
    )


def no_switches() -> Switches:
    """None."""
    none = np.zeros(0, dtype=np.int64)
    return Switches(id=(), kind=(), node=none, other=none, closed=none.astype(bool), breaker=none.astype(bool))


def switched(grid: PowerGrid, *rows: tuple[str, int, int, bool]) -> PowerGrid:
    """With switches: kind, node, other, closed."""
    kind, node, other, closed = zip(*rows, strict=True)
    made = Switches(
        id=tuple(f"s-{at}" for at in range(len(rows))),
        kind=kind,
        node=np.array(node),
        other=np.array(other),
        closed=np.array(closed),
        breaker=np.zeros(len(rows), dtype=bool),
    )
    return replace(grid, switches=made)


def devices(node, p_kw) -> Devices:
    """Loads with cos phi 1."""
    return Devices(
        id=tuple(f"d-{at}" for at in range(len(node))),
        node=node,
        p_kw=p_kw,
        q_kvar=p_kw * 0,
        profile=("",) * len(node),
        in_service=np.ones(len(node), dtype=bool),
    )
