"""Tables of cities: the tenants, the register of all municipalities, and the appointments of offices."""

from glueckauf.cities.models.appointments import Absence, Attendance, Booking, Closure, Hold, Opening, Room, Slot, SlotBlock, Wish
from glueckauf.cities.models.register import RegisterImport, RegisterKommune, RegisterMerger, RegisterPostcode, RegisterRegion
from glueckauf.cities.models.tenants import Tenant
