"""Who may do what in the catalogue. Which rows: visible_to and row-level security."""

from glueckauf.identity.permissions import declare
from glueckauf.identity.rules.actor import Role

declare("catalogue.edit", Role.ADMIN, Role.HEAD)
