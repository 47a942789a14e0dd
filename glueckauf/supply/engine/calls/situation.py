"""What a desk asks about a power grid: a day of the profile year, switches as they stand, devices that came. Kept while asked again."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import DAYS_OF, PER_DAY, NoAnswer, device_of, parsed
from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.power.circuit import supplied
from glueckauf.supply.engine.power.grid import Bools, Floats, PowerGrid
from glueckauf.supply.engine.power.judge import uses
from glueckauf.supply.engine.power.limits import PowerLimits
from glueckauf.supply.engine.power.promised import Device
from glueckauf.supply.engine.power.standing import DayState, day_state, standing

KEPT = 6  # days, a few megabytes each on a large grid
MOST_DENSE = 1500  # buses: above, the year is not solved for a desk and its worst day is that of the largest load
LEAP = 366 * PER_DAY


def grid_of(model: Model, given: Mapping[str, Any]) -> tuple[PowerGrid, tuple[str, ...]]:
    """In the positions of `given["positions"]` (id -> open), and the switches it does not have (any more)."""
    return standing(model.found.grid, given.get("positions", {}))


def devices_of(model: Model, given: Mapping[str, Any]) -> list[Device]:
    """Those promised, at full power in the hours of their kind."""
    return [device_of(model, parsed(one)) for one in given.get("devices", ())]


def first_step(model: Model, given: Mapping[str, Any]) -> int:
    """Of the day asked for: {"worst": true}, or {"month": 1 to 12, "day": 1 to 31}; a day the year does not have is the one before."""
    wanted = given["day"]
    if wanted.get("worst"):
        return worst_day(model, limits_of(given["limits"]))
    steps = len(model.profiles.values)
    days = [count - (month == 1 and steps != LEAP) for month, count in enumerate(DAYS_OF)]
    month, day = wanted["month"] - 1, wanted["day"] - 1
    if not 0 <= month < len(days) or not 0 <= day < DAYS_OF[month]:
        raise NoAnswer("day")
    return int(sum(days[:month]) + min(day, days[month] - 1)) * PER_DAY


def worst_day(model: Model, limits: PowerLimits) -> int:
    """Of the year in normal switching, before any promise: the day nearest to a limit; on a large grid that of the largest load."""
    key = f"worst {limits}"
    if key not in model.days:
        keep(model, key, (tightest_step(model, limits) if model.made.buses <= MOST_DENSE else heaviest_step(model)) // PER_DAY * PER_DAY)
    found: int = model.days[key]
    return found


def tightest_step(model: Model, limits: PowerLimits) -> int:
    """Of the solved year."""
    best, step = -1.0, 0
    for _, use, _ in uses(model.base.flow, limits, supplied(model.made)):
        if use.size and float(use.max()) > best:
            best, step = float(use.max()), int(use.argmax()) // use.shape[1]
    return step


def heaviest_step(model: Model) -> int:
    """By the sum of all loads less all generators."""
    return int(model.net_kw.argmax())


def day_of(model: Model, given: Mapping[str, Any]) -> DayState:
    """As it stands, from what is kept where it was asked before. Raises NoAnswer."""
    key = json.dumps([given["day"], given.get("positions", {}), given.get("devices", [])], sort_keys=True)
    if key not in model.days:
        grid, _ = grid_of(model, given)
        keep(model, key, day_state(grid, model.profiles, first_step(model, given), devices_of(model, given)))
    model.days.move_to_end(key)
    found: DayState = model.days[key]
    return found


def keep(model: Model, key: str, value: Any) -> None:
    """The oldest goes."""
    model.days[key] = value
    while len(model.days) > KEPT:
        model.days.popitem(last=False)


def dark_rows(model: Model, dark: Bools) -> list[int]:
    """Rows of the connections at these nodes."""
    node = model.found.connections.node
    return np.flatnonzero((node >= 0) & dark[np.maximum(node, 0)]).tolist()


def places(grid: PowerGrid) -> tuple[Floats, bool]:
    """Longitude and latitude of the nodes, NaN where unknown; False: the frame of the operator is in metres and drawn around 0."""
    return placed_xy(grid.nodes.xy)


def placed_xy(xy: Floats) -> tuple[Floats, bool]:
    """The same of the nodes of any grid."""
    known = np.isfinite(xy).all(axis=1)
    if not known.any() or (np.abs(xy[known]) <= (180, 90)).all():
        return xy, True
    middle = xy[known].mean(axis=0)
    return (xy - middle) / 111_320.0, False


def place(spots: Floats, row: int) -> tuple[float, float] | None:
    """One of them, for a map."""
    x, y = spots[row].tolist()
    return (round(x, 7), round(y, 7)) if np.isfinite((x, y)).all() else None


def placed(model: Model) -> Callable[[int], tuple[float, float] | None]:
    """Of a node, ready for `told.streets`."""
    return partial(place, places(model.found.grid)[0])


def ids(names: Sequence[str], rows: Bools) -> list[str]:
    """Of a mask."""
    return [names[row] for row in np.flatnonzero(rows).tolist()]
