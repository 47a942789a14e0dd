"""`glueckauf cities_sync`: one tenant per city and operator, with the rooms and hours a city names. Run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from glueckauf.cities.actions import sync_rooms, sync_tenants
from glueckauf.cities.queries import operator_problems, problems, room_problems
from glueckauf.core.clock import now


class Command(BaseCommand):
    help = "Adds cities and operators as tenants, updates their names, rooms and hours."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat; a broken city is named and left out."""
        for key in sync_tenants(now()):
            self.stdout.write(f"tenant {key}")
        for key in sync_rooms(at=now()):
            self.stdout.write(f"rooms {key}")
        for problem in (*problems(), *operator_problems(), *room_problems()):
            self.stderr.write(str(problem))
