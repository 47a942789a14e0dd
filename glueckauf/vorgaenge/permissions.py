"""Who may do what in vorgaenge. Which rows: visible_to and row-level security."""

from glueckauf.identity.permissions import EVERYONE, declare
from glueckauf.identity.rules.actor import Kind, Role

declare("vorgaenge.apply", Kind.ANONYMOUS, Kind.GUEST, Kind.CITIZEN)
declare("vorgaenge.own", Kind.GUEST, Kind.CITIZEN)
declare("vorgaenge.hand_in_by_code", *EVERYONE)
declare("vorgaenge.read", Role.CLERK, Role.HEAD)
declare("vorgaenge.work", Role.CLERK, Role.HEAD)
declare("vorgaenge.decide", Role.CLERK, Role.HEAD)
declare("vorgaenge.approve", Role.CLERK, Role.HEAD)
declare("vorgaenge.payments", Role.CLERK, Role.HEAD)
declare("vorgaenge.appointments", Role.CLERK, Role.HEAD)
declare("vorgaenge.openings", Role.HEAD, Role.ADMIN)
declare("vorgaenge.appointment_by_code", *EVERYONE)
declare("vorgaenge.quarantine", Role.CLERK, Role.HEAD)
