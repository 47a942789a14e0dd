"""Small grids of gas and heat, and the real ones, for tests of the supply engine."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from glueckauf.supply.engine.imports.pandapipes import Imported, pipe_grid
from glueckauf.supply.engine.pipes.fluid import Fluid, constant, water
from glueckauf.supply.engine.pipes.grid import Consumers, Feeds, Junctions, PipeGrid, Pipes, Pumps, Sinks, Valves
from tests.shared import SHARED

GAS = Fluid(
    name="Mustergas",
    is_gas=True,
    density=constant(0.8),
    viscosity=constant(1.1e-5),
    heat_capacity=constant(2200.0),
    compressibility=1.0,
    compressibility_per_bar=-0.0022,
)
WATER = replace(water(), density=constant(1000.0), viscosity=constant(1e-3), heat_capacity=constant(4190.0))
WARM, GROUND = 283.15, 280.0


def schutterwald() -> Imported:
    """Gas at 1 bar, 2,559 junctions."""
    return pipe_grid(Path(SHARED / "supply/heatgas/gas_net_schutterwald_1bar.json").read_bytes())


def district_heat() -> Imported:
    """Supply and return, 488 junctions, 44 consumers."""
    return pipe_grid(Path(SHARED / "supply/heatgas/sw_heat.json").read_bytes())


def pipes(ends, *, length_m=100.0, diameter_mm=100.0, transmission=0.0, loss=0.0) -> Pipes:
    """Between (start, end) pairs; lengths and diameters one for all or one each."""
    count = len(ends)
    diameter = np.broadcast_to(diameter_mm, count).astype(float)
    return Pipes(
        id=tuple(f"pipe-{at}" for at in range(count)),
        name=("",) * count,
        start=np.array([one for one, _ in ends], dtype=np.int64),
        end=np.array([one for _, one in ends], dtype=np.int64),
        length_m=np.broadcast_to(length_m, count).astype(float),
        diameter_mm=diameter,
        outer_mm=diameter,
        roughness_mm=np.full(count, 0.1),
        loss=np.full(count, loss),
        transmission_w_m2k=np.full(count, transmission),
        outside_k=np.full(count, GROUND),
        path=tuple(np.zeros((0, 2)) for _ in ends),
        in_service=np.ones(count, dtype=bool),
    )


def valves(ends=(), *, is_open=True) -> Valves:
    """Without loss."""
    count = len(ends)
    return Valves(
        id=tuple(f"valve-{at}" for at in range(count)),
        name=("",) * count,
        start=np.array([one for one, _ in ends], dtype=np.int64),
        end=np.array([one for _, one in ends], dtype=np.int64),
        diameter_mm=np.full(count, 100.0),
        loss=np.zeros(count),
        open=np.full(count, is_open),
    )


def feeds(junctions, pressure_bar=1.0, temperature_k=WARM) -> Feeds:
    """At these junctions."""
    count = len(junctions)
    return Feeds(
        id=tuple(f"feed-{at}" for at in range(count)),
        junction=np.array(junctions, dtype=np.int64),
        pressure_bar=np.broadcast_to(pressure_bar, count).astype(float),
        temperature_k=np.broadcast_to(temperature_k, count).astype(float),
        in_service=np.ones(count, dtype=bool),
    )


def sinks(draws) -> Sinks:
    """Junction -> kg/s."""
    return Sinks(
        id=tuple(f"sink-{at}" for at in draws),
        junction=np.array(list(draws), dtype=np.int64),
        flow_kg_s=np.array(list(draws.values()), dtype=float),
        in_service=np.ones(len(draws), dtype=bool),
    )


def consumers(ends=(), *, flow_kg_s=1.0, heat_w=np.nan, drop_k=np.nan, return_k=np.nan) -> Consumers:
    """From supply to return."""
    count = len(ends)
    return Consumers(
        id=tuple(f"consumer-{at}" for at in range(count)),
        name=("",) * count,
        start=np.array([one for one, _ in ends], dtype=np.int64),
        end=np.array([one for _, one in ends], dtype=np.int64),
        flow_kg_s=np.full(count, flow_kg_s),
        heat_w=np.full(count, heat_w),
        drop_k=np.full(count, drop_k),
        return_k=np.full(count, return_k),
        in_service=np.ones(count, dtype=bool),
    )


def pumps(ends=(), *, pressure_bar=6.0, lift_bar=3.0, temperature_k=353.15) -> Pumps:
    """From back to out."""
    count = len(ends)
    return Pumps(
        id=tuple(f"pump-{at}" for at in range(count)),
        name=("",) * count,
        back=np.array([one for one, _ in ends], dtype=np.int64),
        out=np.array([one for _, one in ends], dtype=np.int64),
        pressure_bar=np.full(count, pressure_bar),
        lift_bar=np.full(count, lift_bar),
        temperature_k=np.full(count, temperature_k),
        in_service=np.ones(count, dtype=bool),
    )


def grid(laid: Pipes, *, fluid=GAS, heights=None, draws=None, fed=None, **tables) -> PipeGrid:
    """Junctions 0 … as the tables name them; fed at 0 with 1 bar unless said otherwise."""
    made = {"valves": valves(), "feeds": feeds([0]) if fed is None else fed, "sinks": sinks(draws or {})}
    made |= {"consumers": consumers(), "pumps": pumps()} | tables
    used = [laid.start, laid.end, made["valves"].end, made["valves"].start, made["feeds"].junction, made["sinks"].junction]
    used += [made["consumers"].end, made["pumps"].out, made["pumps"].back]
    count = int(np.concatenate(used).max()) + 1
    junctions = Junctions(
        id=tuple(f"junction-{at}" for at in range(count)),
        name=("",) * count,
        height_m=np.zeros(count) if heights is None else np.array(heights, dtype=float),
        temperature_k=np.full(count, WARM),
        xy=np.full((count, 2), np.nan),
        street=("Musterstraße",) * count,
        in_service=np.ones(count, dtype=bool),
    )
    return PipeGrid(fluid=fluid, ambient_k=GROUND, junctions=junctions, pipes=laid, **made)


def circuit(*, transmission=2.0, heat_w=20_000.0, **tables) -> PipeGrid:
    """Supply 0-1-2, return 5-4-3 under it, consumers at 1 and 2, pump from 5 to 0."""
    laid = pipes([(0, 1), (1, 2), (3, 4), (4, 5)], transmission=transmission)
    made = {"fed": feeds([]), "consumers": consumers([(1, 4), (2, 3)], heat_w=heat_w), "pumps": pumps([(5, 0)])} | tables
    return grid(laid, fluid=water(), **made)
