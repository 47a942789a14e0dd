"""Where to close a water grid around a place: computed, never done. What is done with it is an outage."""

from collections.abc import Sequence
from typing import Any

from glueckauf.core.errors import Refused
from glueckauf.core.files import read_blob
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply import queries
from glueckauf.supply.providers import engine

WATER = "water"
CLOSE_S = 30.0
LEAST_M = 20.0  # of pressure at a customer: L-Town's own rule; an operator's limit replaces it


class NoPlan(Refused):
    """`reason` says why; nothing was changed."""

    text = "{reason} Es ist nichts geschehen."


REASONS = {
    "address": "Diese Anschrift steht nicht im Netzmodell. Prüfen Sie Straße, Hausnummer und Postleitzahl.",
    "isolate": "Die Stelle lässt sich mit den Schiebern, die sich bewegen lassen, nicht absperren.",
    "valve": "Einen der Schieber gibt es im Netzmodell nicht.",
}
NO_ENGINE = "Der Rechenkern antwortet gerade nicht. Versuchen Sie es in einer Minute noch einmal."
STRANGE = "Das Netzmodell lässt sich an dieser Stelle nicht rechnen ({code})."


def plan_closure(*, street: str, house_number: str, postcode: str, stuck: Sequence[str] = (), by: Clerk | Rule) -> dict[str, Any]:
    """Valves, who is dry, who is short of pressure, what if a valve does not shut, and what is assumed. Raises NoPlan, NoGrid."""
    grid = queries.in_force(by, WATER)
    place = {"street": street, "house_number": house_number, "postcode": postcode}
    values = {"model": grid.model, "place": place, "stuck": list(stuck), "positions": queries.positions(by, WATER)}
    least = float(grid.limits.get("least_pressure_m", {}).get("value", LEAST_M))
    try:
        found = engine.with_model(
            "closing", values, lambda: (read_blob(grid.model),), keep={"network": WATER, "least_m": least}, within_s=CLOSE_S
        )
    except engine.NoAnswer as error:
        raise NoPlan(reason=REASONS.get(error.code, STRANGE.format(code=error.code))) from error
    except (engine.EngineDown, engine.FileRefused) as error:
        raise NoPlan(reason=NO_ENGINE) from error
    plan: dict[str, Any] = found.values["plan"]
    return plan | {"place": place, "revision": grid.number, "synthetic": grid.is_synthetic}
