"""A plan of switchings around a cable: proposed and judged by the engine, kept as the draft of an outage, released by a second person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.actions.outages import draft_outage
from glueckauf.supply.models import Outage
from glueckauf.supply.rules.network_words import REASONS
from glueckauf.supply.rules.outages import Kind
from glueckauf.supply.rules.switching import doubtful, forbidden

POWER = "power"


class NotAPlan(Refused):
    """A step that is not possible, or leaves the place of work live."""

    text = "So lässt sich nicht schalten: {why}"


class NotSaidYesTo(Refused):
    """It joins two live parts or crosses a limit, and nobody said that this is meant."""

    text = "Das braucht Ihre ausdrückliche Zustimmung: {why} Setzen Sie den Haken, wenn Sie das wollen."


def plan_switching(
    line: str, *, day: Mapping[str, Any], moves: Sequence[tuple[str, bool]] | None = None, by: Clerk | Rule
) -> dict[str, Any]:
    """The engine's proposal around a cable, or these moves (switch, open), each step judged over a day. Raises NoGrid, NoState."""
    more: dict[str, Any] = {} if moves is None else {"moves": [list(one) for one in moves]}
    grid, found = queries.network_answer(by, POWER, "switching", line=line, day=dict(day), step=0, **more)
    plan = found.values
    return plan | {
        "why": REASONS.get(plan["reason"] or "", ""),
        "forbidden": forbidden(plan),
        "doubtful": doubtful(plan),
        "revision": grid.number,
        "synthetic": grid.is_synthetic,
        "basis": {"positions": queries.positions(by, POWER), "revision": grid.number},
    }


def draft_switching(
    line: str,
    *,
    day: Mapping[str, Any],
    moves: Sequence[tuple[str, bool]],
    agreed: Sequence[str],
    kommune: str,
    kind: Kind,
    cause: str,
    begins_at: datetime,
    expected_end: datetime | None,
    note: str,
    by: Clerk,
    at: datetime,
) -> Outage:
    """Computed again, and kept as a draft. `agreed`: of `doubtful`, what was said yes to. Raises NotAPlan, NotSaidYesTo, NoState."""
    plan = plan_switching(line, day=day, moves=moves, by=by)
    if plan["forbidden"]:
        raise NotAPlan(why=" ".join(plan["forbidden"]))
    if missing := [one for one in plan["doubtful"] if one not in agreed]:
        raise NotSaidYesTo(why=" ".join(missing))
    kept = ("line", "switches", "brief", "cut", "basis", "doubtful", "solver", "revision", "first_step", "steps")
    return draft_outage(
        POWER,
        kommune=kommune,
        kind=kind,
        cause=cause,
        streets=plan["streets"],
        addresses=plan["dark"],
        plan={name: plan[name] for name in kept},
        is_synthetic=plan["synthetic"],
        begins_at=begins_at,
        expected_end=expected_end,
        note=note,
        by=by,
        at=at,
    )
