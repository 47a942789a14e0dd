"""Where to close a water grid around a place: computed, never done. What is done with it is an outage."""

from collections.abc import Sequence
from typing import Any

from glueckauf.core.errors import Refused
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.providers import engine
from glueckauf.supply.rules.network_words import no_answer

WATER = "water"
CLOSE_S = 30.0


class NoPlan(Refused):
    """`reason` says why; nothing was changed."""

    text = "{reason} Es ist nichts geschehen."


REASONS = {
    "address": "Diese Anschrift steht nicht im Netzmodell. Prüfen Sie Straße, Hausnummer und Postleitzahl.",
    "isolate": "Die Stelle lässt sich mit den Schiebern, die sich bewegen lassen, nicht absperren.",
    "valve": "Einen der Schieber gibt es im Netzmodell nicht.",
}
STRANGE = "Das Netzmodell lässt sich an dieser Stelle nicht rechnen ({code})."


def plan_closure(*, street: str, house_number: str, postcode: str, stuck: Sequence[str] = (), by: Clerk | Rule) -> dict[str, Any]:
    """Valves, who is dry, who is short of pressure, what if a valve does not shut, and what is assumed. Raises NoPlan, NoGrid."""
    grid = queries.in_force(by, WATER)
    place = {"street": street, "house_number": house_number, "postcode": postcode}
    values = {"place": place, "stuck": list(stuck), "positions": queries.positions(by, WATER)}
    try:
        found = queries.ask_engine(WATER, grid, "closing", values, within_s=CLOSE_S)
    except engine.NoAnswer as error:
        raise NoPlan(reason=no_answer(error.code, REASONS, STRANGE)) from error
    except queries.WITHOUT_ENGINE as error:
        raise NoPlan(reason=queries.SILENT) from error
    plan: dict[str, Any] = found.values["plan"]
    return plan | {"place": place, "revision": grid.number, "synthetic": grid.is_synthetic}
