"""`glueckauf migrate`: Django's own, run as the owner of the tables, then the rights of the application's role."""

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from glueckauf.core.owner import as_owner, grant


class Command(migrate.Command):
    help = "Brings the tables to this version (as GLUECKAUF_DATABASE_OWNER on PostgreSQL)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to run at every start."""
        with as_owner():
            super().handle(*args, **options)
            grant(settings.DATABASE_APP_ROLE)
