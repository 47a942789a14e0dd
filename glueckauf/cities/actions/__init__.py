"""Writes of cities."""

from glueckauf.cities.actions.absences import AbsentAlready, UnsoundAbsence, end_absence, enter_absence
from glueckauf.cities.actions.appointments import (
    SlotTaken,
    StillBooked,
    Wanted,
    block,
    book,
    end_booking,
    forget,
    hold,
    mark_reminded,
    record_visit,
    unblock,
)
from glueckauf.cities.actions.import_register import Imported, import_register
from glueckauf.cities.actions.openings import NoSource, UnsoundHours, close_day, end_opening, enter_opening, enter_room, lay_out_all
from glueckauf.cities.actions.sync_rooms import sync_rooms
from glueckauf.cities.actions.sync_tenants import sync_tenants
from glueckauf.cities.actions.waiting import KEPT, lapsed, offer, stop_waiting, wait
