"""May a switching be taken back while others last? The engine judges each step for the cables at which work goes on."""

from datetime import datetime

from glueckauf.core.clock import local_day
from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.rules.in_force import Turned
from glueckauf.supply.rules.switching import makes_live, stays_dark, undoing

POWER = "power"


class StillBuiltOn(Refused):
    """Another switching was judged on these positions and lasts."""

    text = "Das lässt sich noch nicht zurückschalten: {why} Beenden Sie zuerst jene Schaltung."


def check_way_back(outage_id: int, *, by: Clerk | Rule, at: datetime) -> tuple[Turned, ...] | None:
    """What stood when it was checked; None where nothing is switched. Plans of another revision than the one in force cannot be judged
    on it and are left out. Raises StillBuiltOn, NoState, NotFound."""
    own = queries.desk_outage(by, outage_id)
    if not own.moved or not own.plan.get("switches"):
        return None
    turned = queries.turned(by, POWER)
    others = [one for one in queries.switchings_that_last(by) if one.id != outage_id]
    number = queries.in_force(by, POWER).number if others else 0
    judged = [one for one in others if one.plan["basis"]["revision"] == own.plan["basis"]["revision"] == number]
    steps, day = undoing(own.plan["switches"], {one.element for one in own.kept}), local_day(at)
    asked = {"day": {"month": day.month, "day": day.day}, "step": 0, "moves": [[one["id"], one["open"]] for one in steps]}
    found = [queries.network_answer(by, POWER, "switching", line=one.plan["line"], **asked)[1].values for one in judged]
    why = [sentence for one in found for sentence in makes_live(one)]
    told = {address for one in others for address in one.addresses}
    untold = [one for one in (found[0]["without"] if found else ()) if tuple(one) not in told]
    if untold:
        why.append(stays_dark(len(untold), [one.plan["line"] for one in judged]))
    if why:
        raise StillBuiltOn(why=" ".join(why))
    return turned
