"""`glueckauf account NAME`: makes the account of a clerk (--tenant, --office, --role) or, without a tenant, of an operator.

The password is asked for, never an argument: arguments can be read by everybody on the machine.
"""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from glueckauf.core.clock import now
from glueckauf.core.errors import Refused
from glueckauf.identity import actions
from glueckauf.identity.rules.actor import Role, Rule


class Command(BaseCommand):
    help = "Makes an account; the first sign-in sets up the second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        """See the module."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="As letters and the desk show it.")
        parser.add_argument("--tenant", default="")
        parser.add_argument("--office", action="append", default=[])
        parser.add_argument("--role", action="append", default=[], choices=[role.value for role in Role])

    def handle(self, *args: Any, **options: Any) -> None:
        """One account, or the reason why not."""
        house = Rule(tenant=options["tenant"], name="command-line")
        asked = {"password": getpass("Passwort: "), "display_name": options["name"], "by": house, "at": now()}
        try:
            if options["tenant"]:
                actions.make_clerk(options["username"], tenant=options["tenant"], offices=options["office"], roles=options["role"], **asked)
            else:
                actions.make_operator(options["username"], **asked)
        except Refused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"Konto {options['username']} angelegt.")
