"""`glueckauf catalogue_publish`: the folders leistungen/ and kommunen/ become revisions. Run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from glueckauf.catalogue.actions import publish_revisions
from glueckauf.core.clock import now
from glueckauf.identity.rules.actor import Rule


class Command(BaseCommand):
    help = "Publishes what changed in leistungen/ and kommunen/; quick when nothing did."

    def handle(self, *args: Any, **options: Any) -> None:
        """A broken Leistung is named, keeps its last good revision, and the rest goes on."""
        done = publish_revisions(Rule(tenant="", name="catalogue"), now())
        for problem in done.problems:
            self.stderr.write(problem)
        if done.new:
            self.stdout.write(f"published {len(done.new)} revisions")
