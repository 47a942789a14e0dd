"""Flow and temperature together: warm water is thinner and lighter, so both take turns until neither moves."""

from dataclasses import dataclass

import numpy as np

from glueckauf.supply.engine.pipes.fluid import Floats
from glueckauf.supply.engine.pipes.friction import Temperatures
from glueckauf.supply.engine.pipes.hydraulics import Flow, flow
from glueckauf.supply.engine.pipes.network import Network
from glueckauf.supply.engine.pipes.problems import NotConverged
from glueckauf.supply.engine.pipes.temperature import Heat, heat

SETTLED_K = 1e-3
MOST_TURNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Flow and heat that fit each other. `turns`: how often both were solved."""

    flow: Flow
    heat: Heat
    turns: int


def state(made: Network, *, draw_kg_s: Floats | None = None) -> State:
    """Raises what `flow` and `heat` raise."""
    warm: Temperatures | None = None
    for turn in range(1, MOST_TURNS + 1):
        moved = flow(made, draw_kg_s=draw_kg_s, temperatures=warm)
        found = heat(moved, near=warm)
        if warm is not None and change(found.temperatures, warm) < SETTLED_K:
            return State(flow=moved, heat=found, turns=turn)
        warm = found.temperatures
    raise NotConverged("Temperaturen", "Fluss und Temperatur finden keinen gemeinsamen Stand.")


def change(new: Temperatures, old: Temperatures) -> float:
    """Largest difference in kelvin over junctions and outlets."""
    junctions = np.abs(new.junction - old.junction)
    return max(float(np.nanmax(junctions, initial=0.0)), float(np.abs(new.outlet - old.outlet).max(initial=0.0)))
