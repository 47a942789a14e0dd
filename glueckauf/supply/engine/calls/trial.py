"""A grid somebody brings, solved once for trial as the desk will ask for it: what has no answer is said before it is taken over."""

from collections.abc import Callable, Iterator

import numpy as np

from glueckauf.supply.engine.calls.connect import PER_DAY
from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.calls.situation import heaviest_step
from glueckauf.supply.engine.calls.water_day import STEP_S
from glueckauf.supply.engine.imports.own import Imported
from glueckauf.supply.engine.pipes.grid import PipeGrid
from glueckauf.supply.engine.pipes.hydraulics import flow
from glueckauf.supply.engine.pipes.network import network
from glueckauf.supply.engine.pipes.problems import Unsolvable
from glueckauf.supply.engine.pipes.state import state
from glueckauf.supply.engine.power.series import Profiles
from glueckauf.supply.engine.power.standing import day_state
from glueckauf.supply.engine.water.closure import usable_links
from glueckauf.supply.engine.water.epanet import NotConverged
from glueckauf.supply.engine.water.grid import JUNCTION, WaterGrid, base_demand
from glueckauf.supply.engine.water.hydraulics import Day, day
from glueckauf.supply.engine.water.inp import NothingSupplied, PressureDriven

MOST_NODES = 20_000  # a day of more takes longer than a look may
NO_SOURCE = "Kein Knoten hängt an einem Behälter, so wie Schieber und Pumpen stehen."
Found = Iterator[str]


def tried(nodes: int, solve_it: Callable[[], Found]) -> list[str]:
    """Sentences a person should read; none where all is well. Whatever a solver raises for a strange grid is one of them."""
    if nodes > MOST_NODES:
        return [f"Netze mit mehr als {MOST_NODES // 1000}.000 Knoten werden beim Einlesen nicht zur Probe gerechnet."]
    try:
        return [f"Zur Probe gerechnet: {text}" for text in solve_it()]
    except (ArithmeticError, ValueError, RuntimeError) as error:
        return [f"Zur Probe gerechnet: Dieses Netz hat so keine Lösung ({type(error).__name__})."]


def tried_power(found: Imported, profiles: Profiles) -> list[str]:
    """The day of the largest load."""

    def look() -> Found:
        first = heaviest_step(Model(found=found, profiles=profiles)) // PER_DAY * PER_DAY
        lost = int((~day_state(found.grid, profiles, first, []).solved).sum())
        if lost:
            yield f"Am Tag der größten Last gibt es für {lost} von {PER_DAY} Viertelstunden keine Lösung: Das Netz kann sie nicht liefern."

    return tried(len(found.grid.nodes), look)


def tried_water(grid: WaterGrid) -> list[str]:
    """A day as the desk shows it, less drawn where pressure is low; and one by the hour in which everybody draws what they want."""

    def look() -> Found:
        carries = usable_links(grid, grid.isolation.open)
        try:
            day(grid, step_s=STEP_S, pressure=PressureDriven(), links=carries)
            wanted = day(grid, step_s=4 * STEP_S, links=carries)
        except NothingSupplied:
            yield NO_SOURCE
        except NotConverged as error:
            yield f"EPANET findet für {clock(error.at_s)} Uhr keine Lösung."
        else:
            yield from below_zero(grid, wanted)

    return tried(len(grid.nodes), look)


def clock(at_s: int) -> str:
    """Of the day of the model."""
    return f"{at_s // 3600 % 24:02}:{at_s // 60 % 60:02}"


def below_zero(grid: WaterGrid, found: Day) -> Found:
    """Where somebody draws and the pressure does not suffice."""
    drawn = (np.array(grid.nodes.kind) == JUNCTION) & (base_demand(grid) > 0)
    lowest = np.nanmin(np.where(drawn, found.pressure_m, np.inf), axis=0, initial=np.inf)
    count = int((lowest < 0).sum())
    if count:
        where = "einem Knoten" if count == 1 else f"{count} Knoten"
        yield f"An {where} mit Entnahme fällt der Druck am Modelltag unter 0, am tiefsten in {grid.nodes.id[int(lowest.argmin())]}."


def tried_pipes(grid: PipeGrid) -> list[str]:
    """One state, valves as recorded."""

    def look() -> Found:
        try:
            made = network(grid)
            _ = flow(made) if grid.fluid.is_gas else state(made)
        except Unsolvable as error:
            yield str(error)

    return tried(len(grid.junctions), look)
