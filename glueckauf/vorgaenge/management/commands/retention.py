"""`glueckauf retention`: how long each Leistung is kept, and what waits to be deleted."""

from typing import Any

from django.core.management.base import BaseCommand

from glueckauf.core.clock import now
from glueckauf.vorgaenge.queries import retention


class Command(BaseCommand):
    help = "Prints for each city and Leistung how long an ended Vorgang is kept, by which rule, how many have ended and how many are due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Deletes nothing: the worker does, each hour."""
        for line in retention(now()):
            rule = line.rule
            years = f"{rule.years:>3} years" if rule.years else "  never  "
            why = rule.law if rule.years else f"NOT ENTERED, nothing is deleted: {rule.to_be_entered}"
            check = f" [to be checked: {rule.open}]" if rule.open else ""
            self.stdout.write(f"{line.tenant:14} {line.leistung:28} {years} {line.ended:>7} ended {line.due:>6} due  {why}{check}")
