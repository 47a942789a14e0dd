"""Who may do what with networks. Whose rows: visible_to and row-level security."""

from typing import Any

from django.http import HttpRequest

from glueckauf.cities.queries import operators
from glueckauf.identity.permissions import declare
from glueckauf.identity.rules.actor import Clerk, Role

declare("supply.read", Role.CLERK, Role.HEAD)
declare("supply.operate", Role.CLERK, Role.HEAD)


def page(request: HttpRequest) -> dict[str, Any]:
    """A context processor: whether the desk leads to networks."""
    actor = getattr(request, "actor", None)
    return {"runs_networks": isinstance(actor, Clerk) and any(one.key == actor.tenant for one in operators())}
