"""The engine's own process: reads questions from its standard input, answers on its standard output, ends when nobody asks any more.

It gets no variable, no database and no file of ours. What it was given to keep (models by name) it forgets, the oldest first.
"""

import os
import resource
import sys
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from glueckauf.supply.engine.calls.closing import WaterKept, close, kept_water
from glueckauf.supply.engine.calls.connect import NoAnswer, at_address, connect
from glueckauf.supply.engine.calls.darkened import darkened
from glueckauf.supply.engine.calls.desk import PIPED_CALLS, POWER, piped
from glueckauf.supply.engine.calls.exporting import exported
from glueckauf.supply.engine.calls.imports import look, refusal
from glueckauf.supply.engine.calls.leaking import leaking
from glueckauf.supply.engine.calls.model import Model, read
from glueckauf.supply.engine.calls.part import has_parts
from glueckauf.supply.engine.calls.piped_warmth import PipesKept, kept_pipes
from glueckauf.supply.engine.calls.sensing import meter_places, meter_signal, water_places, water_signal
from glueckauf.supply.engine.calls.town import town, warmth
from glueckauf.supply.engine.calls.trench import kept_ground, lying, strip
from glueckauf.supply.engine.ground.ground import Ground
from glueckauf.supply.engine.imports.problems import ImportRefused
from glueckauf.supply.engine.power.addresses import UnknownAddress, like
from glueckauf.supply.engine.studies import parts as studies
from glueckauf.supply.engine.water.closure import CannotIsolate
from glueckauf.supply.providers.frames import KEPT, Frame, packed, received
from glueckauf.supply.providers.studies.worker import timed

KEPT_GROUNDS = 8  # places and switches only: a trench must not push a base year out
MOST_MEMORY = 4 * 1024**3

models: OrderedDict[str, Model | WaterKept | PipesKept] = OrderedDict()
grounds: OrderedDict[str, Ground] = OrderedDict()


Kept = TypeVar("Kept", Model, WaterKept, PipesKept)


class Missing(LookupError):
    """A model that was not given or is forgotten: give it (again)."""


def keep(asked: Frame) -> Frame:
    """A model under a name, with its base year solved unless `lazy`: then whoever needs it first solves it."""
    network = asked.values.get("network")
    if network == "water":
        models[asked.values["model"]] = kept_water(asked.parts[0], least_m=asked.values["least_m"])
    elif network in ("gas", "heat"):
        models[asked.values["model"]] = kept_pipes(asked.parts[0])
    else:
        model = read(*asked.parts)
        models[asked.values["model"]] = model if asked.values.get("lazy") else with_base(model)
    while len(models) > KEPT:
        models.popitem(last=False)
    return Frame({})


def keep_ground(asked: Frame) -> Frame:
    """The same model as the ground holds it."""
    grounds[asked.values["model"]] = kept_ground(asked.values["network"], asked.parts[0])
    while len(grounds) > KEPT_GROUNDS:
        grounds.popitem(last=False)
    return Frame({})


def with_base(model: Model) -> Model:
    """Its base year solved; of a grid of several areas, these and the solver of the whole are ready."""
    _ = (model.flows, model.net_kw) if has_parts(model) else model.base
    return model


def kept(name: str, kind: type[Kept]) -> Kept:
    """Raises Missing."""
    found = models.get(name)
    if not isinstance(found, kind):
        raise Missing
    models.move_to_end(name)
    return found


def holds(asked: Frame) -> Frame:
    """Raises Missing, so that whoever asks gives it."""
    kept(asked.values["model"], Model)
    return Frame({})


def ground(name: str) -> Ground:
    """Raises Missing."""
    if name not in grounds:
        raise Missing
    grounds.move_to_end(name)
    return grounds[name]


def study(asked: Frame) -> Frame:
    """One more device."""
    given = asked.values
    return Frame({"answer": connect(kept(given["model"], Model), given["device"], given["promised"], given["limits"])})


def place(asked: Frame) -> Frame:
    """The node of an address; without one, an address that may have been meant."""
    model, address = kept(asked.values["model"], Model), asked.values["address"]
    try:
        return Frame({"node": at_address(model, address)})
    except NoAnswer:
        return Frame({"node": "", "like": like(model.found.connections, **address)})


def closing(asked: Frame) -> Frame:
    """Which valves, and who is dry."""
    given = asked.values
    water = kept(given["model"], WaterKept)
    try:
        return Frame({"plan": close(water, given["place"], given["stuck"], given["positions"])})
    except UnknownAddress as error:
        raise NoAnswer("address") from error
    except CannotIsolate as error:
        raise NoAnswer("isolate") from error
    except KeyError as error:
        raise NoAnswer("valve") from error


def trench(asked: Frame) -> Frame:
    """What lies in a polygon."""
    return Frame({"found": lying(ground(asked.values["model"]), asked.values["ring"])})


def stretch(asked: Frame) -> Frame:
    """The polygon along a stretch of a street."""
    try:
        return Frame({"ring": strip(ground(asked.values["model"]), asked.values["place"])})
    except UnknownAddress as error:
        raise NoAnswer("address") from error


def leak_place(asked: Frame) -> Frame:
    """Which pipes explain how pressures changed."""
    water = kept(asked.values["model"], WaterKept)
    try:
        return Frame({"found": leaking(water, asked.values)})
    except KeyError as error:
        raise NoAnswer("valve") from error


def dark_section(asked: Frame) -> Frame:
    """What failed when these meters fell silent."""
    given = asked.values
    return Frame({"found": darkened(kept(given["model"], Model), given["silent"], given["speaking"])})


def sensed_water(asked: Frame) -> Frame:
    """Where invented sensors stand (`count`), or what they show over a day."""
    water = kept(asked.values["model"], WaterKept)
    if "count" in asked.values:
        return Frame({"places": water_places(water, asked.values["count"])})
    try:
        return Frame(water_signal(water, asked.values))
    except UnknownAddress as error:
        raise NoAnswer("address") from error


def sensed_power(asked: Frame) -> Frame:
    """Where invented meters stand, or what they show over a day."""
    model = kept(asked.values["model"], Model)
    return Frame(meter_signal(model, asked.values) if "day" in asked.values else {"places": meter_places(model)})


def imported(asked: Frame) -> Frame:
    """A preview."""
    content, series, before = asked.parts
    found = look(asked.values["network"], content, series, before, asked.values["relied"])
    return Frame({"format": found.format, "summary": dict(found.summary)}, (found.kept,))


def export(asked: Frame) -> Frame:
    """A revision's grid as our own CSV files."""
    return Frame({}, (exported(asked.values["network"], asked.parts[0]),))


def invented(asked: Frame) -> Frame:
    """A town."""
    return Frame({}, town(asked.values["town"], asked.values["seed"]))


def plan(asked: Frame) -> Frame:
    """The parts of a study."""
    given = asked.values
    return Frame(studies.planned(given["kind"], asked.parts, given["limits"], given["asked"]))


def prepare(asked: Frame) -> Frame:
    """A study under its key."""
    given = asked.values
    studies.prepare(given["study"], given["kind"], asked.parts, given["limits"], given["asked"])
    return Frame({})


def part(asked: Frame) -> Frame:
    """Rows of one part of a study."""
    if asked.values["study"] not in studies.kept:
        raise Missing
    return Frame(timed(asked.values["study"], asked.values["part"]))


def invented_warmth(asked: Frame) -> Frame:
    """Its gas and heat."""
    return Frame({}, warmth(asked.values["town"]))


def desk(asked: Frame) -> Frame:
    """What a desk asks: calls/desk.py."""
    given = asked.values
    name = given["call"]
    if name in POWER:
        return Frame(*POWER[name](kept(given["model"], Model), given))
    is_water = name.startswith("water_")
    return Frame(*piped(kept(given["model"], WaterKept) if is_water else kept(given["model"], PipesKept), given))


def ready(asked: Frame) -> Frame:
    """Everything is loaded."""
    return Frame({"pid": os.getpid()})


CALLS: dict[str, Callable[[Frame], Frame]] = {
    "keep": keep,
    "holds": holds,
    "place": place,
    "study": study,
    "closing": closing,
    "keep_ground": keep_ground,
    "trench": trench,
    "stretch": stretch,
    "leaking": leak_place,
    "darkened": dark_section,
    "sensed_water": sensed_water,
    "sensed_power": sensed_power,
    "import": imported,
    "export": export,
    "town": invented,
    "plan": plan,
    "prepare": prepare,
    "part": part,
    "warmth": invented_warmth,
    "ready": ready,
    **dict.fromkeys((*POWER, *PIPED_CALLS), desk),
}


def answered(asked: Frame) -> Frame:
    """An error becomes a value: its class, never what it says, which may be somebody's data."""
    try:
        return CALLS[asked.values["call"]](asked)
    except Missing:
        return Frame({"missing": True})
    except NoAnswer as error:
        return Frame({"no_answer": error.code})
    except ImportRefused as error:
        return Frame({"refused": refusal(error)})
    except Exception as error:  # whatever a library raises for a strange grid, the next question is answered
        return Frame({"failed": type(error).__name__})


def main() -> None:
    """Until the other end is closed. Whatever a library prints goes to the log, not between the answers."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    out: Any = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (asked := received(sys.stdin.buffer)) is not None:
        found = answered(asked)
        out.write(packed(found.values, found.parts))
        out.flush()


if __name__ == "__main__":
    main()
