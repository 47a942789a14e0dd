"""A plan of switchings as another process asks for it: around a line, or the moves somebody wrote down, each judged."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glueckauf.supply.engine.calls.connect import NoAnswer
from glueckauf.supply.engine.calls.day import SOLVER, number
from glueckauf.supply.engine.calls.model import Model, limits_of
from glueckauf.supply.engine.calls.situation import dark_rows, day_of, devices_of, first_step, grid_of, ids, placed
from glueckauf.supply.engine.calls.told import addresses, streets
from glueckauf.supply.engine.power.circuit import circuit
from glueckauf.supply.engine.power.grid import Bools, PowerGrid, switch_targets
from glueckauf.supply.engine.power.standing import Tightest, standing
from glueckauf.supply.engine.power.switching import CannotCut, Move, Proposal, Step, proposal, section, walked
from glueckauf.supply.engine.power.trace import LINE, NoElement, alive, element


def plan(model: Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """`line`: id of the line to cut out; `moves`: [[switch, open], …] instead of the proposal. Raises NoAnswer: element, cut, switch."""
    grid, _ = grid_of(model, given)
    limits, day = limits_of(given["limits"]), day_of(model, given)
    try:
        one = element(grid, given["line"], LINE)
        made = proposal(grid, heaviest(day.demand_kva), limits, one.row) if "moves" not in given else written(grid, given["moves"], one.row)
    except NoElement as error:
        raise NoAnswer("element") from error
    except CannotCut as error:
        raise NoAnswer("cut") from error
    start, steps = walked(grid, model.profiles, first_step(model, given), devices_of(model, given), limits, made.moves, made.section)
    lasting = steps[-1].dark if steps else np.zeros(len(grid.nodes), dtype=bool)
    ever = np.any([one.dark for one in steps], axis=0) if steps else lasting
    rows = dark_rows(model, lasting)
    return {
        "line": given["line"],
        "reason": made.reason,
        "switches": [told(model, grid, one) for one in steps],
        "cut": {"lines": ids(grid.lines.id, made.section.lines), "addresses": len(dark_rows(model, made.section.nodes))},
        "is_cut": bool(steps) and steps[-1].section_dead,
        "dark": addresses(model.found.connections, rows),
        "streets": streets(model.found.connections, rows, placed(model)),
        "without": addresses(model.found.connections, dark_rows(model, without(model, grid, made.moves))),
        "brief": len(dark_rows(model, ever & ~lasting)),
        "first_step": start.first_step,
        "steps": len(model.profiles.values),
        "solver": SOLVER,
    }


def without(model: Model, grid: PowerGrid, moves: Sequence[Move]) -> Bools:
    """Nodes that are dark in the end and not in normal switching, whether they were dark before or not."""
    then, normal = standing(grid, {one.switch: one.is_open for one in moves})[0], model.found.grid
    dark: Bools = alive(normal, model.made) & ~alive(then, circuit(then))
    return dark


def heaviest(demand: Any) -> Any:
    """The moment of the day with the most power, per bus."""
    return demand[int(np.abs(demand.sum(axis=1)).argmax())]


def written(grid: PowerGrid, moves: Any, line: int) -> Proposal:
    """As somebody wrote it. Raises NoAnswer("switch"), CannotCut."""
    for name, _ in moves:
        if name not in grid.switches.id:
            raise NoAnswer("switch")
    return Proposal(section=section(grid, line), moves=tuple(Move(switch=name, is_open=is_open) for name, is_open in moves), reason=None)


def told(model: Model, grid: PowerGrid, one: Step) -> dict[str, Any]:
    """A line of the plan."""
    row = grid.switches.id.index(one.move.switch)
    return {
        "id": one.move.switch,
        "open": one.move.is_open,
        "street": grid.nodes.street[grid.switches.node[row]],
        "of": switch_targets(grid)[row],
        "dark": len(dark_rows(model, one.dark)),
        "joins": one.joins,
        "workplace_live": one.workplace_live,
        "section_dead": one.section_dead,
        "known": one.known,
        **tight(one.tightest),
    }


def tight(one: Tightest) -> dict[str, Any]:
    """As plain values; `use` is None where a step has no solution."""
    return {"quantity": one.quantity, "element": one.element, "value": number(one.value), "use": number(one.use), "step": one.step}
