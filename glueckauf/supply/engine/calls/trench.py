"""A trench as another process asks for it: a stretch or a polygon in, plain values out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.closing import water_model
from glueckauf.supply.engine.ground.corridor import Stretch, corridor, leading
from glueckauf.supply.engine.ground.ground import Ground, pipes_ground, power_ground, water_ground
from glueckauf.supply.engine.ground.look import Seen, look
from glueckauf.supply.engine.imports.own import zipped
from glueckauf.supply.engine.imports.pandapipes import pipe_grid
from glueckauf.supply.engine.pipes.grid import PipeGrid
from glueckauf.supply.engine.pipes.model import PipeModel
from glueckauf.supply.engine.polygon import Floats
from glueckauf.supply.engine.power.addresses import no_connections
from glueckauf.supply.engine.stored import read

MOST_SHOWN = 400  # lines, valves and houses of one plan; counts are always those of all


def pipe_model(content: bytes) -> PipeModel:
    """Our own tables, or a grid of pandapipes, which knows no addresses. Raises NotStored, ImportRefused."""
    if content.startswith(b"PK"):
        return read(PipeModel, content)
    return bare(pipe_grid(content).grid)


def bare(grid: PipeGrid) -> PipeModel:
    """Without addresses."""
    return PipeModel(grid=grid, connections=no_connections())


def of_power(content: bytes) -> Ground:
    """Without its year: who digs asks for places, not for loads."""
    found = zipped(content)
    return power_ground(found.grid, found.connections)


GROUNDS: Mapping[str, Callable[[bytes], Ground]] = {
    "power": of_power,
    "water": lambda content: water_ground(water_model(content)),
    "gas": lambda content: pipes_ground(pipe_model(content)),
    "heat": lambda content: pipes_ground(pipe_model(content)),
}


def kept_ground(network: str, content: bytes) -> Ground:
    """From what a revision keeps. Raises NotStored, ImportRefused, KeyError for a network we do not know."""
    return GROUNDS[network](content)


def strip(ground: Ground, place: Mapping[str, Any]) -> list[list[float]]:
    """The ring along a stretch of a street. Raises UnknownAddress."""
    found: list[list[float]] = corridor(ground, Stretch(**place)).tolist()
    return found


def lying(ground: Ground, ring: Sequence[Sequence[float]]) -> dict[str, Any]:
    """What is in it. Raises ValueError for fewer than three corners."""
    seen = look(ground, np.array(ring, dtype=np.float64))
    return {
        "count": len(seen.rows),
        "inside": int((seen.metres > 0).sum()),
        "metres": round(float(seen.metres.sum()), 1),
        "customers": len(seen.out),
        "knows_customers": bool(len(ground.connections)),
        "covered": seen.covered,
        "unplaced": seen.unplaced,
        "feeds_inside": seen.feeds_inside,
        "lines": lines(ground, seen),
        "around": [path(ground.lying.path[row]) for row in seen.around[:MOST_SHOWN]],
        "shut": [valve(ground, row) for row in seen.shut[:MOST_SHOWN]],
        "houses": houses(ground, seen),
        "out": [list(one) for one in sorted((address(ground, row) for row in seen.out), key=by_street)[:MOST_SHOWN]],
    }


def lines(ground: Ground, seen: Seen) -> list[dict[str, Any]]:
    """Longest inside first."""
    order = np.argsort(-seen.metres, kind="stable")[:MOST_SHOWN]
    return [
        {
            "id": ground.lying.id[seen.rows[at]],
            "what": ground.lying.what[seen.rows[at]],
            "metres": round(float(seen.metres[at]), 1),
            "path": path(ground.lying.path[seen.rows[at]]),
        }
        for at in order
    ]


def path(points: Floats) -> list[list[float]]:
    """With seven digits: a centimetre."""
    found: list[list[float]] = np.round(points, 7).tolist()
    return found


def valve(ground: Ground, row: int) -> dict[str, Any]:
    """Its number and place."""
    cuts = ground.parts.cuts
    return {"id": cuts.id[row], "at": place(ground, int(cuts.node[row]))}


def place(ground: Ground, node: int) -> list[float] | None:
    """Degrees, None where unknown."""
    at = ground.xy[node]
    return [round(float(at[0]), 7), round(float(at[1]), 7)] if np.isfinite(at).all() else None


def houses(ground: Ground, seen: Seen) -> list[dict[str, Any]]:
    """House numbers around it."""
    found = ground.connections
    return [{"number": found.house_number[row], "at": place(ground, int(found.node[row]))} for row in seen.houses[:MOST_SHOWN]]


def address(ground: Ground, row: int) -> tuple[str, str, str]:
    """Street, number, postcode."""
    found = ground.connections
    return found.street[row], found.house_number[row], found.postcode[row]


def by_street(one: tuple[str, str, str]) -> tuple[str, int, str]:
    """12a after 12 and before 13."""
    return one[0], leading(one[1]), one[1]
