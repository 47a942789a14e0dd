"""What the house itself names in a grid: a new revision without it would leave promises, sensors and outages without a place."""

from collections.abc import Mapping

from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Clerk, Rule
from glueckauf.supply.models import ElementPosition, Reservation, Sensor
from glueckauf.supply.rules.imports import Relied
from glueckauf.supply.rules.reservations import TAKES_ROOM


def relied(actor: Clerk | Rule, network: str) -> Mapping[Relied, list[str]]:
    """Ids by who names them, each once."""
    with reading(actor):
        named = {
            Relied.PROMISES: Reservation.objects.visible_to(actor)
            .filter(grid__network=network, state__in=TAKES_ROOM)
            .exclude(node="")
            .values_list("node", flat=True),
            Relied.SENSORS: Sensor.objects.visible_to(actor).filter(network=network).exclude(element="").values_list("element", flat=True),
            Relied.POSITIONS: ElementPosition.objects.visible_to(actor)
            .filter(network=network, undone_at=None)
            .values_list("element", flat=True),
        }
        return {who: sorted(set(ids)) for who, ids in named.items()}
