"""`glueckauf cities_sync`: one tenant per folder of kommunen/. Run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from glueckauf.cities.actions import sync_tenants
from glueckauf.cities.queries import problems
from glueckauf.core.clock import now


class Command(BaseCommand):
    help = "Adds the cities of kommunen/ as tenants and updates their names."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat; a broken city is named and left out."""
        for key in sync_tenants(now()):
            self.stdout.write(f"city {key}")
        for problem in problems():
            self.stderr.write(str(problem))
