"""Simulated sensors of L-Town: a "real" town that differs from the model in roughness and demands, days that differ, a leak in it.

Never the sensors of the BattLeDIM contest: those records are not to be had. Pipes and seeds of the test stand in SPLIT, chosen by one draw
before anything was tuned.
"""

from dataclasses import dataclass, replace

import numpy as np

from glueckauf.supply.engine.water.epanet import DEMAND, PRESSURE, Model
from glueckauf.supply.engine.water.grid import Demands, WaterGrid
from glueckauf.supply.engine.water.inp import written
from glueckauf.supply.engine.water.score import Leak
from glueckauf.supply.engine.water.simulated import emitter, today, town_of, with_hole
from tests.shared import SHARED

PRESSURE_AT = [1, 4, 31, 54, 105, 114, 163, 188, 215, 229, 288, 296, 332, 342, 410, 415, 429, 458, 469, 495, 506, 516, 519, 549]
PRESSURE_AT += [613, 636, 644, 679, 722, 726, 740, 752, 769]
PER_SEED = 10
TUNING_SEEDS, TEST_SEEDS = (101, 102, 103), (201, 202, 203, 204, 205, 206)
NIGHT = (2 * 3600, 4 * 3600)


def split(grid: WaterGrid) -> dict[str, list[tuple[int, int]]]:
    """Pairs of seed and pipe; no pipe twice, none of the tuning in the test."""
    order = np.random.default_rng(20261129).permutation(len(grid.pipes))
    pairs = [(seed, int(order[at])) for at, seed in enumerate(np.repeat(TUNING_SEEDS + TEST_SEEDS, PER_SEED).tolist())]
    return {"tuning": [each for each in pairs if each[0] in TUNING_SEEDS], "test": [each for each in pairs if each[0] in TEST_SEEDS]}


def sensors(grid: WaterGrid) -> np.ndarray:
    """33 pressures of the contest's list: rows of nodes."""
    return np.array([grid.nodes.id.index(f"n{number}") for number in PRESSURE_AT])


@dataclass(frozen=True)
class Nights:
    """Mean pressures per night, before and with the leak (nights x sensors), and the mean flow of the leak."""

    before: np.ndarray
    after: np.ndarray
    leak_m3h: float


def nights(grid: WaterGrid, seed: int, pipe: int, *, days: int = 3, noise_m: float = 0.02) -> Nights:
    """Roughness sd 10 %, demand of a node sd 20 %, of a day sd 10 %; hole of 9 to 20 mm; noise per reading of 5 minutes."""
    world, chance = np.random.default_rng(seed), np.random.default_rng([seed, pipe])
    real = town_of(grid, world)
    holed = with_hole(real, pipe, emitter(chance.uniform(0.009, 0.020)))
    wells = sensors(grid)
    first = np.array([night(real, wells, chance, noise_m)[0] for _day in range(days)])
    leaking = [night(holed, wells, chance, noise_m) for _day in range(days)]
    return Nights(before=first, after=np.array([each[0] for each in leaking]), leak_m3h=float(np.mean([each[1] for each in leaking])))


def night(grid: WaterGrid, wells: np.ndarray, chance: np.random.Generator, noise_m: float) -> tuple[np.ndarray, float]:
    """Mean readings from 02:00 to 04:00 and the mean flow of the hole, if there is one."""
    model = written(today(grid, chance), steps=NIGHT[1] // 300, step_s=300)
    numbers, hole = model.node[wells].tolist(), [int(model.node[row]) for row in np.flatnonzero(grid.nodes.emitter)]
    found, leaks = [], []
    with Model(model.text) as opened:
        for now in opened.steps():
            if now % 300 == 0 and NIGHT[0] <= now < NIGHT[1]:
                found.append(opened.node_values(numbers, PRESSURE))
                leaks.append(opened.node_values(hole, DEMAND).sum())
    values = np.array(found)
    return (values + chance.normal(0, noise_m, values.shape)).mean(axis=0), float(np.mean(leaks))


def year(grid: WaterGrid, seed: int, pipes: list[int], flow_m3h: np.ndarray, *, reference: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Pressures at night of a year that has leaks, and of `reference` nights before without any; the model's own nights are taken off.

    flow_m3h: days x pipes, what leaks in the middle of each. Results: days x sensors. Each night begins with the tank as in the file.
    """
    world, chance, wells = np.random.default_rng(seed), np.random.default_rng([seed, 1]), sensors(grid)
    real = town_of(grid, world)
    for pipe in pipes:
        real = with_hole(real, pipe, 0.0)
    expected = [plain_night(grid, wells, weekday) for weekday in range(7)]
    found = []
    for number in range(-reference, len(flow_m3h)):
        factor = np.clip(chance.normal(1, 0.1, len(real.nodes)), 0.3, 2)
        holes = flow_m3h[number] if number >= 0 else np.zeros(len(pipes))
        demands = Demands(
            node=np.concatenate([real.demands.node, np.arange(len(grid.nodes), len(real.nodes))]),
            base_m3h=np.concatenate([real.demands.base_m3h * factor[real.demands.node], holes]),
            pattern=real.demands.pattern + ("",) * len(pipes),
        )
        seen = plain_night(replace(real, demands=demands), wells, number % 7)
        noise = chance.normal(0, 0.02, seen.shape)
        found.append((seen + noise - expected[number % 7]).mean(axis=0))
    return np.array(found[reference:]), np.array(found[:reference])


def plain_night(grid: WaterGrid, wells: np.ndarray, weekday: int) -> np.ndarray:
    """Pressures from 02:00 to 04:00, steps x sensors."""
    model = written(grid, steps=(NIGHT[1] - NIGHT[0]) // 300 - 1, step_s=300, start_s=weekday * 86400 + NIGHT[0])
    numbers = model.node[wells].tolist()
    with Model(model.text) as opened:
        return np.array([opened.node_values(numbers, PRESSURE) for now in opened.steps() if now % 300 == 0])


def schedule(grid: WaterGrid, chance: np.random.Generator, pipes: list[int], *, days: int = 365) -> np.ndarray:
    """A year of leaks like those of the contest: a few that run on, then one every two weeks, half of them growing over weeks."""
    flow = np.zeros((days, len(pipes)))
    for row in range(len(pipes)):
        start = 0 if row < 4 else int(chance.integers(10, days - 30))
        end = days if chance.random() < 0.7 else min(days, start + int(chance.integers(14, 90)))
        growth = 1 if row < 4 or chance.random() < 0.5 else int(chance.integers(15, 80))
        size = np.minimum(np.arange(1, end - start + 1) / growth, 1.0) * chance.uniform(5, 25 if end < days else 12)
        flow[start:end, row] = size
    return flow


def leaks_2019(grid: WaterGrid) -> list[Leak]:
    """The true ones of the contest."""
    from scipy.io import loadmat

    every = loadmat(SHARED / "supply/battledim/leak_info.mat", simplify_cells=True)["leak"]
    return [
        Leak(pipe=grid.pipes.id.index(each["linkID"]), start=each["startTime"], end=each["endTime"], flow_m3h=each["timeSeries"])
        for each in every
    ]
