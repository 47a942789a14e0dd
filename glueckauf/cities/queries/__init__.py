"""What is known of each Kommune: read from kommunen/ once per process."""

from glueckauf.cities.queries.absences import RoomRow, absences, away_on, rooms
from glueckauf.cities.queries.appointments import (
    Appointment,
    FreeDay,
    FreeSlots,
    OpeningRow,
    SlotOfDay,
    appointment,
    appointment_reminders_due,
    day_list,
    free_slots,
    openings,
)
from glueckauf.cities.queries.kommunen import UnknownKommune, by_postcode, folder, kommune, kommunen, problems
from glueckauf.cities.queries.operators import forget, operator_of, operator_problems, operators, owner_of, tenant
from glueckauf.cities.queries.register import find_place, forget_register, gazetteer, municipalities_of_the_ruhr, own_table
from glueckauf.cities.queries.room_files import overruled, room_problems
from glueckauf.cities.queries.tenants import tenants
