"""How a year of load flow grows with buses and steps, by time of the processor; drawn into docs/pictures. `-m bench.supply_growth`"""

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.installation import ROOT
from bench.results import Row, row
from bench.supply_run import measured, timed, turns

PICTURES = ROOT / "docs" / "pictures"
BUSES, STEPS = (25, 50, 100, 150, 200, 300, 400, 500), (1_000, 4_000, 8_000, 16_000, 24_000, 35_136)


class Feeder:
    """A cable with as many houses as asked, of short pieces, so that all are supplied."""

    def __init__(self, houses: int, steps: int) -> None:
        from bench.supply_power import Year
        from glueckauf.supply.engine.power.circuit import circuit
        from glueckauf.supply.engine.power.newton import Model, demand
        from tests import make_grids

        grid = make_grids.feeder(houses, metres=1_500 / houses, kva=630, house_kw=60 / houses)
        self.made, self.model = circuit(grid), None
        shape = np.random.default_rng(houses).random((steps, houses))
        self.demand = demand(self.made, shape * grid.loads.p_kw + 0j, np.zeros((steps, 0), dtype=complex))
        case = Year.__new__(Year)
        case.made, case.model = self.made, Model(self.made)
        self.case, self.update = case, [case.update(self.demand)]

    def ours(self) -> None:
        from glueckauf.supply.engine.power.dense import dense
        from glueckauf.supply.engine.power.year import year_flow

        ready = dense(self.made)
        year_flow(ready, np.ascontiguousarray(self.demand[:, ready.power_bus]))

    def theirs(self) -> None:
        self.case.theirs(self.update, threads=-1)


def cost(houses: int, steps: int, *, quick: bool) -> tuple[float, float]:
    """Microseconds of the processor a step: ours, power-grid-model's on one thread."""
    one = Feeder(houses, steps)
    found = turns({"ours": partial(timed, one.ours), "pgm": partial(timed, one.theirs)}, quick=quick, count=3)
    return found["ours"].cpu / steps * 1e6, found["pgm"].cpu / steps * 1e6


def growth(data: Path, *, quick: bool) -> list[Row]:
    """With buses at 2,048 steps, with steps at 100 buses."""
    by_buses = [cost(houses, 2_048, quick=quick) for houses in (BUSES[:2] if quick else BUSES)]
    by_steps = [cost(100, steps, quick=quick) for steps in (STEPS[:2] if quick else STEPS)]
    if not quick:
        drawn_to("supply-growth-buses.svg", "Prozessorzeit je Zeitschritt über die Größe des Netzes", "Knoten", BUSES, by_buses)
        drawn_to("supply-growth-steps.svg", "Prozessorzeit je Zeitschritt über die Zahl der Schritte", "Zeitschritte", STEPS, by_steps)
    crossing = next((n for n, (ours, pgm) in zip(BUSES, by_buses, strict=False) if ours > pgm), None)
    told = "power-grid-model (iterative current, 1 thread)"
    rows = [
        row(f"supply.growth.buses_{n}", ours, "us/step", rival=f"{told} {pgm:.4g} us", ratio=pgm / ours)
        for n, (ours, pgm) in zip(BUSES, by_buses, strict=False)
    ]
    rows += [
        row(f"supply.growth.steps_{n}", ours, "us/step", rival=f"{told} {pgm:.4g} us", ratio=pgm / ours)
        for n, (ours, pgm) in zip(STEPS, by_steps, strict=False)
    ]
    rows.append(row("supply.growth.slower_from_buses", crossing or 0, "buses", rival="0: faster at every size measured"))
    return rows


def drawn_to(name: str, title: str, x_title: str, x: tuple[int, ...], pairs: list[tuple[float, float]]) -> None:
    """With the house's own plots."""
    from glueckauf.core.plots import WIDE, drawn, of_evidence

    ours, theirs = ([round(pair[at], 2) for pair in pairs] for at in (0, 1))
    series: list[dict[str, Any]] = [
        {"name": "power-grid-model, ein Kern", "kind": "line", "values": theirs},
        {"name": "Glückauf, ein Kern", "kind": "line", "values": ours},
    ]
    plot = {"title": title, "unit": "µs", "x": list(x), "x_title": x_title, "series": series}
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / name).write_text(drawn(of_evidence({"plots": [plot]})[0], WIDE, key="growth"), "utf-8")


PARTS = {"growth": growth}


if __name__ == "__main__":
    measured(PARTS)
