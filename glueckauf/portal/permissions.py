"""Who may do what in the portal beside its public pages."""

from glueckauf.identity.permissions import declare
from glueckauf.identity.rules.actor import Kind, Role

declare("portal.operate", Kind.OPERATOR)
declare("portal.feedback", Role.HEAD, Role.ADMIN)
