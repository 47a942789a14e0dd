"""What a desk may ask, by name: of the model of a power grid or of a network of pipes, plain values in, plain values and bytes out."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from glueckauf.supply.engine.calls import piped_desk
from glueckauf.supply.engine.calls.closing import WaterKept
from glueckauf.supply.engine.calls.day import grid_map, state
from glueckauf.supply.engine.calls.element import card
from glueckauf.supply.engine.calls.model import Model
from glueckauf.supply.engine.calls.piped import Piped
from glueckauf.supply.engine.calls.piped_warmth import PipesKept, of_pipes
from glueckauf.supply.engine.calls.piped_water import of_water
from glueckauf.supply.engine.calls.piped_whatif import what_if as piped_what_if
from glueckauf.supply.engine.calls.sensed import power_sensed
from glueckauf.supply.engine.calls.switching import plan
from glueckauf.supply.engine.calls.whatif import what_if

Given = Mapping[str, Any]
Answer = tuple[dict[str, Any], tuple[bytes, ...]]


def only_values(call: Callable[[Any, Given], dict[str, Any]]) -> Callable[[Any, Given], Answer]:
    """Without bytes."""
    return lambda kept, given: (call(kept, given), ())


def only_bytes(call: Callable[[Any, Given], bytes]) -> Callable[[Any, Given], Answer]:
    """Without values."""
    return lambda kept, given: ({}, (call(kept, given),))


POWER: dict[str, Callable[[Model, Given], Answer]] = {
    "power_state": state,
    "power_map": only_bytes(grid_map),
    "power_element": only_values(card),
    "power_whatif": only_values(what_if),
    "power_switching": only_values(plan),
    "power_sensed": only_values(power_sensed),
}
PIPED: dict[str, Callable[[Piped, Given], Answer]] = {
    "state": piped_desk.state,
    "map": only_bytes(piped_desk.grid_map),
    "element": only_values(piped_desk.card),
    "sensed": only_values(piped_desk.sensed),
}
PIPE_NETWORKS = ("water", "gas", "heat")
WHAT_IF = "whatif"
PIPED_CALLS = tuple(f"{network}_{what}" for network in PIPE_NETWORKS for what in (WHAT_IF, *PIPED))


def piped(kept: WaterKept | PipesKept, given: Given) -> Answer:
    """`call`: one of PIPED_CALLS. Raises NoAnswer."""
    shape = partial(of_water, kept) if isinstance(kept, WaterKept) else partial(of_pipes, kept)
    what = given["call"].partition("_")[2]
    return (piped_what_if(shape, given), ()) if what == WHAT_IF else PIPED[what](shape(given), given)
