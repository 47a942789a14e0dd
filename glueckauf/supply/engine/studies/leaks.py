"""Random leaks in towns that differ from the model: how far from the leak the method of leak.py looks. Sensors are simulated.

Leak number n is the same whoever computes it: its pipe, hole, town, days and noise follow from (seed, n) alone.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import water_model
from glueckauf.supply.engine.water.distance import node_distances, pipe_distances
from glueckauf.supply.engine.water.epanet import DEMAND, PRESSURE, HydraulicsFailed, version
from glueckauf.supply.engine.water.epanet import Model as Epanet
from glueckauf.supply.engine.water.grid import JUNCTION, Floats, Ints, WaterGrid
from glueckauf.supply.engine.water.hydraulics import SOLVER
from glueckauf.supply.engine.water.inp import written
from glueckauf.supply.engine.water.leak import NoReadings, Spread, place
from glueckauf.supply.engine.water.response import Response, response
from glueckauf.supply.engine.water.simulated import emitter, today, town_of, with_hole
from glueckauf.supply.engine.water.topology import supply

AT_ONCE = 10  # leaks of a part
NIGHT_S = (2 * 3600, 4 * 3600)
STEP_S, READINGS = 900, 24  # quarter-hours are solved; noise is that of a reading every five minutes
NIGHTS = 3  # before and after
NOISE_M = 0.02
HOLE_M = (0.009, 0.020)


class LeakStudy:
    """`asked`: leaks (how many), seed, sensors (how many, spread over the town, or their node ids)."""

    def __init__(self, files: Sequence[bytes], limits: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
        self.grid: WaterGrid = water_model(files[0]).grid
        self.count, self.seed = int(asked["leaks"]), int(asked["seed"])
        self.wanted: int | list[str] = asked["sensors"]

    @property
    def solver(self) -> str:
        """With version."""
        return f"{SOLVER} {version()}"

    @cached_property
    def metres(self) -> Floats:
        """Between nodes."""
        return node_distances(self.grid)

    @cached_property
    def sensors(self) -> Ints:
        """Rows of nodes: those named, or spread so that each next one is farthest from all before."""
        if not isinstance(self.wanted, int):
            return np.array([self.grid.nodes.id.index(name) for name in self.wanted], dtype=np.int64)
        rows = self.grid.nodes.of(JUNCTION)
        rows = rows[supply(self.grid).reached[rows]]
        chosen = [int(rows[0])]
        while len(chosen) < min(self.wanted, len(rows)):
            metres = self.metres[chosen][:, rows]
            away = np.where(np.isfinite(metres), metres, 0).min(axis=0)
            chosen.append(int(rows[int(away.argmax())]))
        return np.array(chosen, dtype=np.int64)

    @cached_property
    def known(self) -> Response:
        """What sensors see of a leak at each junction."""
        return response(self.grid, self.sensors)

    @cached_property
    def pipes(self) -> Ints:
        """Open ones that carry water."""
        pipes, reached = self.grid.pipes, supply(self.grid).reached
        return np.flatnonzero(pipes.open & reached[pipes.start] & reached[pipes.end]).astype(np.int64)

    def about(self) -> dict[str, Any]:
        """Where sensors are."""
        return {"sensors": [self.grid.nodes.id[row] for row in self.sensors]}

    def parts(self) -> list[dict[str, Any]]:
        """Some leaks each."""
        firsts = range(0, self.count, AT_ONCE)
        return [{"first": at, "last": min(at + AT_ONCE, self.count), "weight": len(self.grid.nodes)} for at in firsts]

    def part(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A row for each leak."""
        return [self.leak(number) for number in range(int(given["first"]), int(given["last"]))]

    def leak(self, number: int) -> dict[str, Any]:
        """One: the pipe that leaks, the pipe that was named, and the metres of pipe between their middles (None: no place)."""
        chance = np.random.default_rng([self.seed, number])
        pipe = int(chance.choice(self.pipes))
        names, streets = self.grid.pipes.id, self.grid.pipes.street
        row = {"id": number, "pipe": names[pipe], "street": streets[pipe], "m3h": None, "found": "", "found_street": "", "metres": None}
        try:
            change, size = self.night_change(pipe, chance)
            answer = place(self.known, change, Spread(reading_m=NOISE_M / np.sqrt(READINGS), nights_before=NIGHTS, nights_after=NIGHTS))
        except (HydraulicsFailed, NoReadings) as error:
            return row | {"failed": type(error).__name__}
        best = int(answer.pipes[0])
        metres = float(pipe_distances(self.grid, self.metres, [pipe])[0, best])
        return row | {
            "m3h": round(size, 2) + 0.0,  # PostgreSQL knows one zero, not -0.0
            "found": names[best],
            "found_street": streets[best],
            "metres": round(metres, 1) if np.isfinite(metres) else None,
        }

    def night_change(self, pipe: int, chance: np.random.Generator) -> tuple[Floats, float]:
        """Mean pressures at night with the leak minus without, and how much leaks."""
        real = town_of(self.grid, chance)
        holed = with_hole(real, pipe, emitter(chance.uniform(*HOLE_M)))
        before = np.array([self.night(real, chance)[0] for _ in range(NIGHTS)])
        after = [self.night(holed, chance) for _ in range(NIGHTS)]
        return np.array([one[0] for one in after]).mean(axis=0) - before.mean(axis=0), float(np.mean([one[1] for one in after]))

    def night(self, grid: WaterGrid, chance: np.random.Generator) -> tuple[Floats, float]:
        """Means from two to four: readings with noise, and the flow of the hole."""
        begin, end = NIGHT_S
        model = written(today(grid, chance), steps=(end - begin) // STEP_S - 1, step_s=STEP_S, start_s=begin)
        wells = model.node[self.sensors].tolist()
        hole = [int(model.node[-1])] if len(grid.nodes) > len(self.grid.nodes) else []
        seen, leaks = [], []
        with Epanet(model.text) as opened:
            for now in opened.steps():
                if now % STEP_S == 0:
                    seen.append(opened.node_values(wells, PRESSURE))
                    leaks.append(opened.node_values(hole, DEMAND).sum() if hole else 0.0)
        noise = chance.normal(0, NOISE_M / np.sqrt(READINGS), len(wells))
        return np.array(seen).mean(axis=0) + noise, float(np.mean(leaks))
