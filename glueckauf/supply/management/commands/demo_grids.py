"""`glueckauf demo_grids`: the invented town as the power grid of one operator. Demo mode only, a step of `glueckauf demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from glueckauf.cities.queries import operator_of
from glueckauf.core.clock import now
from glueckauf.identity.rules.actor import Rule
from glueckauf.supply import actions

KOMMUNE = "bochum"


class Command(BaseCommand):
    help = "A synthetic power grid for the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        """Done once, in seconds."""
        if not settings.GLUECKAUF.is_demo:
            raise CommandError("This installation is not in demo mode (GLUECKAUF_MODE); its data stays as it is.")
        operator = operator_of(KOMMUNE, "power")
        if operator is not None:
            actions.build_town(by=Rule(tenant=operator.key, name="demo"), at=now())
