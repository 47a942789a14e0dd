"""`glueckauf catalogue_check`: what is wrong in leistungen/ and kommunen/, each with file, line and path. Writes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from glueckauf.catalogue.queries.checking import all_problems


class Command(BaseCommand):
    help = "Checks leistungen/ and kommunen/ with all worked examples; ends with status 1 if something is wrong."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per problem."""
        found = all_problems()
        for problem in found.problems:
            self.stdout.write(str(problem))
        if found.problems:
            raise CommandError(f"{len(found.problems)} problems")
        self.stdout.write(f"{found.leistungen} Leistungen in {found.kommunen} cities, {found.examples} examples: nothing is wrong.")
